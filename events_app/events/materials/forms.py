"""What comes in about handouts."""

from typing import Any
from uuid import UUID

from pydantic import Field

from events_app.events.forms.fields import Title
from events_app.events.materials.tables import MaterialAudience
from events_app.shapes import Body


class MaterialIn(Body):
    """A handout; its file travels beside it."""

    title: Title = Field(examples=["Modul deteksi dini"])
    visibility: MaterialAudience = MaterialAudience.invited
    session_id: UUID | None = None


class MaterialForm(MaterialIn):
    """The page's form; the door makes sure that `file` was sent."""

    file: Any = None


class VersionForm(Body):
    """A newer file of a handout."""

    file: Any = None
