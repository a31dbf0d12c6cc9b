"""What comes in when many drafts are agreed at once."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from events_app.i18n import N_
from events_app.shapes import Body

MOST = 500
NOTHING_CHOSEN = N_("Choose at least one draft.")


class AgreementsIn(Body):
    """The drafts of an event that the chair agrees; null means all of them."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"commitment_ids": None}]})

    commitment_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST)] | None = None


class AgreementsForm(Body):
    """The same as the page sends it: boxes that were ticked."""

    commitment_ids: Annotated[list[UUID], Field(max_length=MOST)] = Field(default_factory=list)
