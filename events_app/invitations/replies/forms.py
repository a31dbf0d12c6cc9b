"""What comes in about replies."""

from typing import Any
from uuid import UUID

from pydantic import Field

from events_app.shapes import Body


class ReplyForm(Body):
    """The page's form; the door makes sure that `file` was sent."""

    file: Any = None


class AssignIn(Body):
    """Whose answer a reply is."""

    invitation_id: UUID = Field(examples=["01980000-0000-7000-8000-000000000001"])
