"""The same story for programs."""

from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from pydantic import Field

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker, commitment_for_reader
from events_app.commitments.tables import Commitment
from events_app.database import fetch_value
from events_app.errors import FieldError, Invalid
from events_app.i18n import N_
from events_app.i18n import gettext as _
from events_app.reports.timelines import queries, words
from events_app.reports.timelines.queries import Moment
from events_app.reports.timelines.words import StoryKind
from events_app.shapes import Moment as When
from events_app.shapes import Out, Page
from events_app.web.api import Cursor, Limit

FURTHEST = 10_000_000
OfKind = Annotated[StoryKind | None, QueryParameter(description="Only moments of this kind.")]


class MomentOut(Out):
    """One thing that happened. `who` and `note` are empty where this reader need not know them."""

    at: When
    kind: StoryKind
    code: str = Field(description="What happened, as a word for programs.")
    what: str = Field(description="The same as people read it.")
    action_ref: str = Field(
        description="Of the follow-up action; empty where it is about the promise itself."
    )
    who: str
    note: str
    detail: str = Field(description="A percentage, a day, a number or a title, by kind.")
    evidence_id: UUID | None = Field(description="Of evidence that this reader may see.")


@get(
    "/commitments/{commitment_id:uuid}/timeline",
    guards=[requires(Right.read)],
    dependencies={"commitment": Provide(commitment_for_reader)},
)
async def read_timeline(
    request: Asker,
    commitment: NamedDependency[Commitment],
    kind: OfKind = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[MomentOut]:
    """A promise's whole story, the first moment first: nothing is ever put in between, so a cursor stays good."""
    zone = ZoneInfo(await fetch_value("SELECT timezone FROM event WHERE id = $1", commitment.event))
    start = _start(cursor)
    told, more = await queries.moments(request.user, commitment.id, zone, kind, start, limit)
    following = str(start + limit) if more else None
    return Page[MomentOut](items=[_out(one) for one in told], next=following)


def _start(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdecimal()) or int(cursor) > FURTHEST:
        raise Invalid([FieldError("cursor", "cursor", _(N_("This cursor was not given by us.")))])
    return int(cursor)


def _out(one: Moment) -> MomentOut:
    return MomentOut(
        at=one.at,
        kind=StoryKind(one.kind),
        code=one.code,
        what=words.what(one),
        action_ref=one.ref,
        who=one.who,
        note=one.note,
        detail=one.extra,
        evidence_id=one.about if one.kind == StoryKind.evidence else None,
    )


doors: list[Any] = [read_timeline]
