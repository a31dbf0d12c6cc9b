"""What the audit trail is narrowed to."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from events_app.reports.forms import OfDays, legible


class Area(StrEnum):
    """A part of the work; `words.AREAS` says which deeds belong to it."""

    events = "events"
    invitations = "invitations"
    door = "door"
    promises = "promises"
    papers = "papers"
    directory = "directory"
    mail = "mail"
    accounts = "accounts"


class TrailFilter(OfDays):
    """Who did it, of which area, on which days of the organisation's zone, and to what."""

    who: Annotated[str, Field(max_length=200), AfterValidator(legible)] = ""
    area: Area | None = None
    subject_id: UUID | None = None
    before: UUID | None = None
