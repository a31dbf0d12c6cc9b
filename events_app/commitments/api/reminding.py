"""JSON doors of reminding: digests and what they say, what comes next, silences."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.reminding import muting, queries, retrying
from events_app.commitments.reminding.forms import MuteIn
from events_app.commitments.reminding.tables import ReminderDigest, ReminderMute
from events_app.commitments.shaping import part
from events_app.errors import NotFound
from events_app.shapes import Moment, Out, Page
from events_app.web.api import Cursor, Limit, after

KEEP = [requires(Right.keep_commitments)]
State = Literal["waiting", "nothing_left", "queued", "sent", "failed", "held"]
OfState = Annotated[State | None, QueryParameter(name="state", description="As it stands now.")]


class DigestOut(Out):
    """What one person was told at once. state: waiting, nothing_left, queued, sent, failed, held."""

    id: UUID
    kind: str = Field(examples=["daily"])
    period: date
    recipient: str = Field(examples=["sari@dinsos.example"])
    name: str
    channel: str = Field(examples=["email"])
    items: int
    state: str = Field(examples=["sent"])
    last_error: str | None
    created_at: Moment
    sent_at: Moment | None


class DigestItemOut(Out):
    """One action in a digest; `aloud` is false for a rung that was passed in silence."""

    id: UUID
    action_id: UUID
    ref: str
    title: str
    rule: str = Field(examples=["H-7"])
    hears: list[str] = Field(examples=[["owner"]])
    aloud: bool
    due: date


class ComingOut(Out):
    """Who will be told what on the next working morning, if nothing changes until then."""

    day: date
    recipient: str
    name: str
    items: int
    rules: list[str] = Field(examples=[["H-7", "H+1"]])


class MuteOut(Out):
    """A silence that stands: about an action or towards a person."""

    id: UUID
    action_id: UUID | None
    person_id: UUID | None
    reason: str
    until: date
    created_at: Moment


@get("/reminder-digests", guards=KEEP)
async def list_digests(
    request: Asker, standing: OfState = None, limit: Limit = 100, cursor: Cursor = None
) -> Page[DigestOut]:
    """What went out or is about to, the newest first."""
    rows = await queries.digests(request.user, standing or "", after(cursor), limit)
    return part(rows, limit, _digest)


@get("/reminder-digests/{digest_id:uuid}", guards=KEEP)
async def read_digest(request: Asker, digest: NamedDependency[ReminderDigest]) -> DigestOut:
    """One digest and what became of it."""
    return await _one(request, digest.id)


@get("/reminder-digests/{digest_id:uuid}/items", guards=KEEP)
async def list_digest_items(digest: NamedDependency[ReminderDigest]) -> Page[DigestItemOut]:
    """What a digest says, and the rungs it replaced."""
    return Page[DigestItemOut](items=[_item(row) for row in await queries.items_of(digest.id)])


@post("/reminder-digests/{digest_id:uuid}/retry", guards=KEEP, status_code=200)
async def retry_digest(request: Asker, digest: NamedDependency[ReminderDigest]) -> DigestOut:
    """Try one again that could not be delivered. 409 `nothing_failed` for any other."""
    await retrying.retry(request.user, digest)
    return await _one(request, digest.id)


@get("/reminder-preview", guards=KEEP)
async def preview_reminders(request: Asker) -> Page[ComingOut]:
    """The digests of the next working morning of each zone, if nothing changes until then."""
    rows = await queries.preview(request.user.organisation, clock.now())
    return Page[ComingOut](items=[_coming(row) for row in rows])


@get("/reminder-mutes", guards=KEEP)
async def list_mutes(request: Asker) -> Page[MuteOut]:
    """The silences that stand, those that end first first."""
    rows = await queries.mutes(request.user.organisation, clock.now())
    return Page[MuteOut](items=[_mute(row) for row in rows])


@post("/reminder-mutes", guards=KEEP)
async def mute_reminders(request: Asker, data: JSONBody[MuteIn]) -> MuteOut:
    """Silence an action or a person up to a day. 409 `muted_already` while one stands."""
    made = await muting.mute(request.user, data, clock.now())
    row = await queries.mute(request.user.organisation, made.id, clock.now())
    if row is None:
        raise NotFound()
    return _mute(row)


@post("/reminder-mutes/{mute_id:uuid}/end", guards=KEEP, status_code=204)
async def end_mute(request: Asker, mute: NamedDependency[ReminderMute]) -> None:
    """End a silence before its day; twice is once."""
    await muting.unmute(request.user, mute, clock.now())


async def _one(request: Asker, digest: UUID) -> DigestOut:
    row = await queries.digest(request.user.organisation, digest)
    if row is None:
        raise NotFound()
    return _digest(row)


def _digest(row: Any) -> DigestOut:
    return DigestOut(**{name: row[name] for name in DigestOut.model_fields})


def _item(row: Any) -> DigestItemOut:
    facts = {name: row[name] for name in ("id", "ref", "title", "rule", "aloud", "due")}
    return DigestItemOut(**facts, action_id=row["action"], hears=row["hears"].split())


def _coming(row: Any) -> ComingOut:
    facts = {name: row[name] for name in ("day", "recipient", "name", "items")}
    return ComingOut(**facts, rules=row["rules"].split())


def _mute(row: Any) -> MuteOut:
    facts = {name: row[name] for name in ("id", "reason", "until", "created_at")}
    return MuteOut(**facts, action_id=row["action"], person_id=row["person"])


handlers: list[Any] = [
    list_digests,
    read_digest,
    list_digest_items,
    retry_digest,
    preview_reminders,
    list_mutes,
    mute_reminders,
    end_mute,
]
