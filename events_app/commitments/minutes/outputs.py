"""What programs get of minutes."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from events_app.commitments.minutes.merging import How
from events_app.commitments.minutes.queries import Note
from events_app.commitments.minutes.recipients import Recipient
from events_app.commitments.minutes.tables import MinutesDecision, Part
from events_app.i18n import gettext
from events_app.shapes import Moment, Out


class MinutesTextOut(Out):
    """A text as it stands. `id` is null, and `version` 0, where nobody has written anything yet."""

    id: UUID | None
    part: Part
    agenda_item_id: UUID | None
    heading: Annotated[str, Field(description="The agenda item's title, once the item is gone.")]
    content: str = Field(examples=["Dinas Sosial memaparkan kebutuhan posko pengaduan."])
    version: int
    changed_at: Moment | None
    changed_by: str

    @classmethod
    def of(cls, note: Note) -> "MinutesTextOut":
        names = ("id", "part", "heading", "content", "version", "changed_at", "changed_by")
        facts: dict[str, Any] = {name: getattr(note, name) for name in names}
        return cls(agenda_item_id=note.agenda_item, **facts)


class WordingSavedOut(Out):
    """What stands after a save. Who typed on meanwhile goes on from `sent_version`, else from `version`.

    how: alone (it is what was sent), joined (with what others wrote), both (two wordings, one below the other).
    """

    text_id: UUID
    version: int
    sent_version: int
    content: str
    how: How


class MinutesWordingOut(Out):
    """One wording of a text; `aside`: it was joined with another into the next one."""

    version: int
    content: str
    author: str
    aside: bool
    created_at: Moment


class MinutesDecisionOut(Out):
    """Something that was decided."""

    id: UUID
    agenda_item_id: UUID | None
    heading: str
    content: str
    row_version: int
    created_at: Moment

    @classmethod
    def of(cls, row: MinutesDecision) -> "MinutesDecisionOut":
        return cls.model_validate(row.to_dict() | {"agenda_item_id": row.agenda_item})


class MinutesHeadOut(Out):
    """Who chaired and who took the minutes. The names are those of the programme where nobody is named here."""

    chair_id: UUID | None
    minute_taker_id: UUID | None
    chair: str
    minute_taker: str
    row_version: int


class MinutesOut(Out):
    """How the minutes of an event stand. state: writing, final, correcting."""

    event_id: UUID
    state: str = Field(examples=["final"])
    newest_version: int | None
    correcting: Annotated[str, Field(description="Why they are being corrected.")]
    mark: Annotated[
        str, Field(description="Another text whenever something changed; `seen` of a finalisation.")
    ]


class MinutesVersionOut(Out):
    """A finalised version. `content` is what its paper says, in the event's language, line by line."""

    id: UUID
    number: int
    reason: str
    chair: str
    finalised_at: Moment
    verify_url: str
    content: list[str]


class MinutesChangeOut(Out):
    """A line. kind: same, added, removed."""

    kind: str = Field(examples=["added"])
    text: str


class ComparisonOut(Out):
    """What a version says otherwise than the one before it."""

    version: int
    before: int
    changes: list[MinutesChangeOut]


class MinutesRecipientOut(Out):
    """Somebody to write to; with a `problem` nothing is sent."""

    name: str
    address: str
    present: bool
    items: Annotated[int, Field(description="How many open actions are theirs.")]
    problem: str

    @classmethod
    def of(cls, one: Recipient) -> "MinutesRecipientOut":
        problem = gettext(one.problem) if one.problem else ""
        return cls(
            name=one.name, address=one.address, present=one.present, items=len(one.items), problem=problem
        )


class MinutesMailingOut(Out):
    """Mailing a version: `total` were to be written to, `written` are in the outbox."""

    begun: bool
    total: int
    written: int
    done_at: Moment | None
    recipients: list[MinutesRecipientOut]
