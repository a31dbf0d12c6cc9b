"""Verbs of the exit: opening it, promising there, correcting and taking back; each is one transaction."""

import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app import settings, tokens
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin.self_checkin.codes import LENGTH
from events_app.commitments.capturing import days
from events_app.commitments.capturing.refusals import NoSuchDay
from events_app.commitments.promising.forms import CorrectionForm, ExitIn, PromiseForm
from events_app.commitments.promising.refusals import ExitIsConfidential, TooLateToCorrect
from events_app.commitments.promising.tables import ExitPromise, PromiseExit, PromiseState
from events_app.database import atomically, execute, fetch_one
from events_app.errors import NotFound
from events_app.events.states import locked_event
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.invitations.tables import Guest

SCREEN, PATH = "exit-screen", "/exit-screen/"
CORRECTED_WITHIN = timedelta(hours=2)

# Who was let in, and the session they were in last.
PRESENT = """
SELECT g.id, (SELECT t.session FROM attendance t WHERE t.guest = g.id AND t.session IS NOT NULL
              ORDER BY t.last_in_at DESC LIMIT 1) AS session
FROM guest g WHERE g.id = $1 AND g.event = $2 AND g.state = 'expected'
 AND EXISTS (SELECT FROM attendance t WHERE t.guest = g.id AND t.event = g.event)
"""
KEEP = """
INSERT INTO exit_promise (id, organisation, created_at, event, session, guest, line, browser, text, due, state, reason,
  row_version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting', '', 1) ON CONFLICT (event, line) DO NOTHING
"""
FORGET = "DELETE FROM exit_promise WHERE event = $1 AND guest IS NULL AND created_at < $2"


@atomically
async def set_exit(actor: Actor, event: Event, said: ExitIn) -> PromiseExit:
    """Opens or closes the exit; the first time it gets its address. Never at a confidential event."""
    actor.must(Right.keep_commitments)
    event = await locked_event(event)
    if event.confidential and said.open:
        raise ExitIsConfidential()
    row = await exit_of(event) or PromiseExit(
        organisation=event.organisation,
        event=event.id,
        created_by=actor.user,
        ref=_reference(),
        row_version=0,
    )
    row.open = said.open
    return await _note(actor, row, "exit.opened" if said.open else "exit.closed")


@atomically
async def open_screen_link(actor: Actor, event: Event) -> PromiseExit:
    """A fresh link for a screen at the exit, where nobody signs in; the link before ends."""
    actor.must(Right.keep_commitments)
    event = await locked_event(event)
    if event.confidential:
        raise ExitIsConfidential()
    row = await exit_of(event)
    if row is None:
        raise NotFound()
    row.screen_version += 1
    row.screen_hash = tokens.digest(screen_token(row))
    return await _note(actor, row, "exit.screen_opened")


@atomically
async def end_screen_link(actor: Actor, event: Event) -> None:
    """Whoever holds the link sees nothing more. Twice is once."""
    actor.must(Right.keep_commitments)
    await locked_event(event)
    row = await exit_of(event)
    if row is not None and row.screen_hash is not None:
        row.screen_hash = None  # type: ignore[assignment]
        await _note(actor, row, "exit.screen_ended")


@atomically
async def promise(
    event: Event, guest: Guest | None, browser: bytes, said: PromiseForm, now: datetime
) -> None:
    """Keeps it for the secretariat when the guest was let in, otherwise for its sender alone. Twice is once."""
    found = await fetch_one(PRESENT, guest.id, event.id) if guest else None
    who, session = (found["id"], found["session"]) if found else (None, None)
    due = due_of(event, said.due, now)
    await execute(FORGET, event.id, now - timedelta(days=1))
    facts = (new_id(), event.organisation, now, event.id, session, who, said.id, browser, said.text, due)
    await execute(KEEP, *facts)


@atomically
async def correct(event: Event, line: UUID, browser: bytes, said: CorrectionForm, now: datetime) -> None:
    """Other words, while it waits, from the phone that sent it."""
    row = await _mine(event, line, browser, now)
    row.text, row.due = said.text, due_of(event, said.due, now)
    row.row_version += 1
    await row.save()


@atomically
async def take_back(event: Event, line: UUID, browser: bytes, now: datetime) -> None:
    """It is not meant any more. Nobody but its sender can read it from now on."""
    row = await _mine(event, line, browser, now)
    row.state = PromiseState.taken_back
    row.row_version += 1
    await row.save()


async def exit_of(event: Event) -> PromiseExit | None:
    """The exit of an event, if it ever was opened."""
    return await PromiseExit.objects().get(PromiseExit.event == event.id)


def due_of(event: Event, text: str, now: datetime) -> Any:
    """The day that was meant, or none. NoSuchDay for what is no day."""
    day = days.meant(text, now.astimezone(ZoneInfo(event.timezone)).date()) if text else None
    if text and (day is None or not 2000 <= day.year <= 2199):
        raise NoSuchDay()
    return day


def screen_token(row: PromiseExit) -> str:
    """What opens the screen of this exit without signing in."""
    return tokens.derive(SCREEN, row.id, row.screen_version)


def screen_url(row: PromiseExit) -> str:
    """The link of the screen, or nothing while there is none."""
    return f"{settings.current().public_url}{PATH}{screen_token(row)}" if row.screen_hash is not None else ""


def _reference() -> str:
    return "".join(secrets.choice(tokens.ALPHABET) for _ in range(LENGTH))


async def _mine(event: Event, line: UUID, browser: bytes, now: datetime) -> ExitPromise:
    mine = (ExitPromise.event == event.id) & (ExitPromise.line == line) & (ExitPromise.browser == browser)
    row: ExitPromise | None = await ExitPromise.objects().where(mine).lock_rows().first()
    if row is None or row.state != PromiseState.waiting or now - row.created_at > CORRECTED_WITHIN:
        raise TooLateToCorrect()
    return row


async def _note(actor: Actor, row: PromiseExit, verb: str) -> PromiseExit:
    row.row_version += 1
    await row.save()
    await audit.record(actor, verb, row.id, after={"open": row.open, "screen_version": row.screen_version})
    return row
