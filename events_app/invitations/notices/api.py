"""JSON doors of releases and their messages."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from pydantic import Field

from events_app import clock, i18n
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.releases import queries as releases
from events_app.events.releases.queries import Release
from events_app.events.releases.snapshots import Change, ChangeKind
from events_app.events.releases.words import sentence
from events_app.events.tables import Event
from events_app.invitations.notices import actions, queries, words
from events_app.invitations.notices.forms import ReleaseIn, SkippingIn
from events_app.invitations.notices.queries import Notice
from events_app.invitations.notices.tables import NoticeState
from events_app.shapes import Moment, Out
from events_app.web.api import Cursor, Limit, Page, after, listing

PLAN = [requires(Right.plan_events)]
INVITE = [requires(Right.invite)]
READ = [requires(Right.read)]


class ChangeOut(Out):
    """One difference; `sentence` says it in the reader's language."""

    kind: ChangeKind
    session_id: UUID | None
    sentence: str


class ChangesOut(Out):
    """What participants do not know yet."""

    changes: list[ChangeOut]


class ReleaseOut(Out):
    """What participants were told: the whole schedule, and what was new in it."""

    id: UUID
    event_id: UUID
    number: int
    note: str
    created_at: Moment
    changes: list[ChangeOut]
    schedule: dict[str, Any] = Field(description="Times in UTC; cancelled sessions are not in it.")


class NoticeOut(Out):
    """Somebody whom a release touches."""

    id: UUID
    name: str
    address: str
    state: NoticeState
    sentences: list[str]


class SentOut(Out):
    """How many messages went out."""

    sent: int


@get("/events/{event_id:uuid}/changes", guards=READ)
async def read_changes(event: NamedDependency[Event]) -> ChangesOut:
    """What changed since the last release."""
    return ChangesOut(changes=[_change(one, event) for one in await releases.unreleased(event)])


@get("/events/{event_id:uuid}/releases", guards=READ)
async def list_releases(
    event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[ReleaseOut]:
    """The releases of an event, the last one first."""
    rows = await releases.releases(event, after=after(cursor), limit=limit + 1)
    return listing(rows, limit, lambda row: _release(row, event))


@post("/events/{event_id:uuid}/releases", guards=PLAN)
async def make_release(
    request: Asker, event: NamedDependency[Event], data: JSONBody[ReleaseIn]
) -> ReleaseOut:
    """Release what changed; a message is drafted for each person it touches. 409 `nothing_changed`."""
    return _release(await actions.release(request.user, event, data.note, clock.now()), event)


@get("/events/{event_id:uuid}/releases/{release_id:uuid}", guards=READ)
async def read_release(event: NamedDependency[Event], release: NamedDependency[Release]) -> ReleaseOut:
    """One release."""
    return _release(release, event)


@get("/events/{event_id:uuid}/releases/{release_id:uuid}/notices", guards=INVITE)
async def list_notices(event: NamedDependency[Event], release: NamedDependency[Release]) -> Page[NoticeOut]:
    """Everybody whom a release touches, those without an address first."""
    items = [_notice(one, release, event) for one in await queries.notices(release)]
    return Page[NoticeOut](items=items, next=None)


@post("/events/{event_id:uuid}/releases/{release_id:uuid}/sending", guards=INVITE, status_code=200)
async def send_notices(
    request: Asker,
    event: NamedDependency[Event],
    release: NamedDependency[Release],
    data: JSONBody[SkippingIn],
) -> SentOut:
    """Send the drafted messages but for those skipped. A second time sends nothing."""
    return SentOut(sent=await actions.send(request.user, event, release, data.skip, clock.now()))


def _change(one: Change, event: Event) -> ChangeOut:
    session = one.get("session")
    return ChangeOut(kind=one["kind"], session_id=session, sentence=sentence(one, event.timezone))


def _release(one: Release, event: Event) -> ReleaseOut:
    return ReleaseOut(
        id=one.id,
        event_id=one.event,
        number=one.number,
        note=one.note,
        created_at=one.created_at,
        changes=[_change(change, event) for change in one.changes],
        schedule=one.snapshot,
    )


def _notice(one: Notice, release: Release, event: Event) -> NoticeOut:
    sentences = words.lines(release, one, event, i18n.locale())
    return NoticeOut(
        id=one.id, name=one.called, address=one.recipient["address"], state=one.state, sentences=sentences
    )


doors: list[Any] = [read_changes, list_releases, make_release, read_release, list_notices, send_notices]
