"""Moving: a new start, the same length, by the very actions that the forms use, so every no is the same."""

from datetime import datetime, timedelta
from typing import Any

from events_app.accounts.actor import Actor
from events_app.database import atomically
from events_app.errors import Refusal
from events_app.events.forms import EventPatch, SessionPatch
from events_app.events.series import session_scopes
from events_app.events.series.scopes import edit
from events_app.events.series.spreading import Reach
from events_app.events.states import locked_event, locked_session
from events_app.events.tables import Event, EventState, Session
from events_app.events.views.forms import Move
from events_app.i18n import N_


class MovedIntoPast(Refusal):
    message = N_("A published event cannot be moved to a time that is over.")
    field = "starts_at"


@atomically
async def move_event(actor: Actor, event: Event, move: Move, now: datetime) -> Event:
    """Another start; sessions, the close of registration and bookings go along, or nothing is moved.

    An occurrence of a series moves by itself.
    """
    fresh = await locked_event(event)
    shift = move.starts_at - fresh.starts_at
    if shift and fresh.state == EventState.published and not fresh.is_over(now):
        _must_not_be_over(fresh.ends_at + shift, now)
    times: dict[str, Any] = {"starts_at": fresh.starts_at + shift, "ends_at": fresh.ends_at + shift}
    if fresh.register_by is not None:
        times["register_by"] = fresh.register_by + shift
    # The new start was read by a form; an end just beyond its reach is no slip of the keyboard.
    patch = EventPatch.model_construct(**times, row_version=move.row_version)
    return (await edit(actor, fresh, patch, now)).event


@atomically
async def move_session(actor: Actor, event: Event, session: Session, move: Move, now: datetime) -> Session:
    """Another start of one session; its room and its people are free then, or nothing is moved."""
    event = await locked_event(event)
    fresh = await locked_session(event, session)
    length: timedelta = fresh.ends_at - fresh.starts_at
    patch = SessionPatch.model_construct(
        starts_at=move.starts_at, ends_at=move.starts_at + length, row_version=move.row_version
    )
    return (await session_scopes.edit(actor, event, fresh, patch, now, Reach())).session


def _must_not_be_over(ends_at: datetime, now: datetime) -> None:
    """It would be closed at once, and could never be moved back."""
    if ends_at <= now:
        raise MovedIntoPast()
