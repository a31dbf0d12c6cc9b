"""Verbs of organisers: where people may check themselves in, posters replaced, links for screens."""

import secrets
from typing import Any
from uuid import UUID

import asyncpg

from events_app import settings, tokens
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin.self_checkin.codes import LENGTH
from events_app.checkin.self_checkin.forms import RoomCodeChange, RoomCodeIn
from events_app.checkin.self_checkin.refusals import NeverConfidential, NoPoster, NoScreenLink, RoomCodeExists
from events_app.checkin.self_checkin.tables import RoomCode, RoomCodeMode
from events_app.database import atomically, fetch_value, transaction
from events_app.errors import FieldError, Invalid, NotFound
from events_app.events.states import locked_event, must_be_current, must_stand
from events_app.events.tables import Event
from events_app.i18n import N_, gettext

SESSION = "SELECT 1 FROM event_session WHERE id = $1 AND event = $2 AND cancelled_at IS NULL"
SCREEN = "screen"
SCREEN_PATH = "/screens/"


@atomically
async def add_room_code(actor: Actor, event: Event, said: RoomCodeIn) -> RoomCode:
    """Let people check themselves in, in the whole event or one session; never at a confidential event."""
    actor.must(Right.plan_events)
    event = await locked_event(event)
    must_stand(event)
    must_be_allowed(event)
    await _must_know(event, said.session_id)
    row = RoomCode(
        organisation=event.organisation,
        created_by=actor.user,
        event=event.id,
        session=said.session_id,
        ref=_reference(),
        mode=said.mode,
    )
    await _save(row)
    await audit.record(actor, "room_code.added", row.id, after=said.model_dump(mode="json"))
    return row


@atomically
async def change_room_code(actor: Actor, event: Event, code: RoomCode, said: RoomCodeChange) -> RoomCode:
    """Show it another way, or switch it off and on; ChangedMeanwhile where somebody else did since."""
    actor.must(Right.plan_events)
    row = await _locked(event, code)
    must_be_current(said.row_version, row)
    wanted = said.model_dump(include={"mode", "open"}, exclude_none=True)
    if wanted.get("open"):
        must_be_allowed(event)
    before = {name: getattr(row, name) for name in wanted}
    for name, value in wanted.items():
        setattr(row, name, value)
    if row.mode == RoomCodeMode.static:
        row.screen_hash = None  # type: ignore[assignment]
    await _note(actor, row, "room_code.changed", before, wanted)
    return row


@atomically
async def replace_poster(actor: Actor, event: Event, code: RoomCode) -> RoomCode:
    """End the poster that hangs; the next print has another code."""
    actor.must(Right.plan_events)
    row = await _locked(event, code)
    if row.mode != RoomCodeMode.static:
        raise NoPoster()
    row.poster_version += 1
    await _note(actor, row, "room_code.poster_replaced", {}, {"poster_version": row.poster_version})
    return row


@atomically
async def open_screen_link(actor: Actor, event: Event, code: RoomCode) -> RoomCode:
    """A fresh link for a projector's computer, where nobody signs in; the link before ends."""
    actor.must(Right.plan_events)
    row = await _locked(event, code)
    if row.mode != RoomCodeMode.rotating:
        raise NoScreenLink()
    must_be_allowed(event)
    row.screen_version += 1
    row.screen_hash = tokens.digest(screen_token(row))
    await _note(actor, row, "room_code.screen_opened", {}, {"screen_version": row.screen_version})
    return row


@atomically
async def end_screen_link(actor: Actor, event: Event, code: RoomCode) -> RoomCode:
    """Whoever holds the link sees nothing more. Twice is once."""
    actor.must(Right.plan_events)
    row = await _locked(event, code)
    if row.screen_hash is not None:
        row.screen_hash = None  # type: ignore[assignment]
        await _note(actor, row, "room_code.screen_ended", {}, {"screen_version": row.screen_version})
    return row


def must_be_allowed(event: Event) -> None:
    """Refuses confidential events by name, whatever was set up before they became so."""
    if event.confidential:
        raise NeverConfidential()


def screen_token(code: RoomCode) -> str:
    """What opens the screen of this room without signing in."""
    return tokens.derive(SCREEN, code.id, code.screen_version)


def screen_url(code: RoomCode) -> str:
    """The link of the screen, or nothing while there is none."""
    base = settings.current().public_url
    return f"{base}{SCREEN_PATH}{screen_token(code)}" if code.screen_hash is not None else ""


def _reference() -> str:
    return "".join(secrets.choice(tokens.ALPHABET) for _ in range(LENGTH))


async def _must_know(event: Event, session: UUID | None) -> None:
    if session is not None and not await fetch_value(SESSION, session, event.id):
        sentence = gettext(N_("This session does not belong to the event."))
        raise Invalid([FieldError("session_id", "unknown", sentence)])


async def _save(row: RoomCode) -> None:
    try:
        async with transaction():
            await row.save()
    except asyncpg.UniqueViolationError:
        raise RoomCodeExists() from None


async def _locked(event: Event, code: RoomCode) -> RoomCode:
    await locked_event(event)
    row = await RoomCode.objects().get((RoomCode.id == code.id) & (RoomCode.event == event.id))
    if row is None:
        raise NotFound()
    return row


async def _note(
    actor: Actor, row: RoomCode, verb: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    row.row_version += 1
    await row.save()
    await audit.record(actor, verb, row.id, before=before, after=after)
