"""JSON doors of letters to guests."""

from typing import Any
from uuid import UUID

from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.invitations.mailings import actions, queries
from events_app.invitations.mailings.forms import MailingIn
from events_app.invitations.mailings.queries import Standing
from events_app.invitations.mailings.tables import Mailing, MailingAudience, MailingState
from events_app.shapes import Moment, Out
from events_app.web.api import Cursor, Limit, Page, after, listing

INVITE = [requires(Right.invite)]
PATH = "/events/{event_id:uuid}/mailings/{mailing_id:uuid}"


class MailingOut(Out):
    """A letter to guests. `fates` counts receivers: `waiting`, the states of messages, or what keeps one away."""

    id: UUID
    event_id: UUID
    audience: MailingAudience
    subject_id: str
    body_id: str
    subject_en: str
    body_en: str
    state: MailingState
    row_version: int
    created_by: UUID | None
    submitted_by: UUID | None
    submitted_at: Moment | None
    approved_by: UUID | None
    approved_at: Moment | None
    own_approval: bool = Field(description="Approved by who wrote it or handed it in.")
    finished_at: Moment | None
    fates: dict[str, int]


class ReceiverOut(Out):
    """One that a letter goes to; `fate` as in the letter."""

    id: UUID
    name: str
    office: str
    address: str
    fate: str
    message: UUID | None


@post("/events/{event_id:uuid}/mailings", guards=INVITE)
async def write_mailing(
    request: Asker, event: NamedDependency[Event], data: JSONBody[MailingIn]
) -> MailingOut:
    """Write a draft. 422 names each placeholder that is unknown."""
    return await _one(event, await actions.write(request.user, event, data))


@get("/events/{event_id:uuid}/mailings", guards=INVITE)
async def list_mailings(
    event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[MailingOut]:
    """The letters of an event, the newest first."""
    return listing(await queries.mailings(event, before=after(cursor), limit=limit + 1), limit, _out)


@get(PATH, guards=INVITE)
async def read_mailing(event: NamedDependency[Event], mailing: NamedDependency[Mailing]) -> MailingOut:
    """One letter and how far it is."""
    return await _one(event, mailing)


@put(PATH, guards=INVITE)
async def change_mailing(
    request: Asker,
    event: NamedDependency[Event],
    mailing: NamedDependency[Mailing],
    data: JSONBody[MailingIn],
) -> MailingOut:
    """Change a draft; with `row_version`, only the one that was read. 409 `not_a_draft`, `letter_changed`."""
    return await _one(event, await actions.change(request.user, mailing, data))


@get(PATH + "/receivers", guards=INVITE)
async def list_receivers(
    mailing: NamedDependency[Mailing], limit: Limit = 100, cursor: Cursor = None
) -> Page[ReceiverOut]:
    """Those it goes to, as they were when it was handed in."""
    rows = await queries.receivers(mailing, after=after(cursor), limit=limit + 1)
    return listing(rows, limit, ReceiverOut.model_validate)


@post(PATH + "/submission", guards=INVITE, status_code=200)
async def submit_mailing(
    request: Asker, event: NamedDependency[Event], mailing: NamedDependency[Mailing]
) -> MailingOut:
    """Hand it in: words and receivers are fixed."""
    return await _one(event, await actions.submit(request.user, event, mailing, clock.now()))


@post(PATH + "/approval", guards=INVITE, status_code=200)
async def approve_mailing(
    request: Asker, event: NamedDependency[Event], mailing: NamedDependency[Mailing]
) -> MailingOut:
    """Approve it; 403 `own_letter` to who wrote it or handed it in, unless the office allows that."""
    return await _one(event, await actions.approve(request.user, mailing, clock.now()))


@post(PATH + "/return", guards=INVITE, status_code=200)
async def return_mailing(
    request: Asker, event: NamedDependency[Event], mailing: NamedDependency[Mailing]
) -> MailingOut:
    """Make it a draft again, before anything was sent."""
    return await _one(event, await actions.take_back(request.user, mailing))


@post(PATH + "/sending", guards=INVITE, status_code=200)
async def send_mailing(
    request: Asker, event: NamedDependency[Event], mailing: NamedDependency[Mailing]
) -> MailingOut:
    """Begin to send what was approved, or go on where it was stopped."""
    return await _one(event, await actions.send(request.user, mailing))


@post(PATH + "/stop", guards=INVITE, status_code=200)
async def stop_mailing(
    request: Asker, event: NamedDependency[Event], mailing: NamedDependency[Mailing]
) -> MailingOut:
    """Stop; what the mail server already has is sent."""
    return await _one(event, await actions.stop(request.user, mailing, clock.now()))


@post(PATH + "/discarding", guards=INVITE, status_code=200)
async def discard_mailing(
    request: Asker, event: NamedDependency[Event], mailing: NamedDependency[Mailing]
) -> MailingOut:
    """Give up a letter that was not begun."""
    return await _one(event, await actions.discard(request.user, mailing))


async def _one(event: Event, mailing: Mailing) -> MailingOut:
    (standing,) = await queries.mailings(event, only=mailing.id)
    return _out(standing)


def _out(one: Standing) -> MailingOut:
    return MailingOut(**{**one.row, "event_id": one.row["event"], "fates": one.fates})


doors: list[Any] = [
    write_mailing,
    list_mailings,
    read_mailing,
    change_mailing,
    list_receivers,
    submit_mailing,
    approve_mailing,
    return_mailing,
    send_mailing,
    stop_mailing,
    discard_mailing,
]
