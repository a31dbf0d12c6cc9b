"""What each state of an event allows, and by which name it refuses the rest: one table, every verb in every state."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from events_app.accounts.actor import Actor
from events_app.accounts.tables import Organisation
from events_app.errors import Refusal
from events_app.events import actions, session_actions
from events_app.events.forms import EventPatch, Postponement, SessionPatch, SessionPlan
from events_app.events.tables import Event, EventState, Session
from events_app.events.views.actions import move_event
from events_app.events.views.forms import Move
from tests import make_events as make

BEFORE, DURING, AFTER = (make.NINE + timedelta(hours=hour) for hour in (-48, 1, 4))

Verb = Callable[[Actor, Event, Session, datetime], Awaitable[Any]]
VERBS: dict[str, Verb] = {
    "publish": lambda by, event, _session, now: actions.publish(by, event, now),
    "reword": lambda by, event, _session, now: actions.update_event(
        by, event, EventPatch(title="Ejaan"), now
    ),
    "move": lambda by, event, _session, now: move_event(
        by, event, Move(starts_at=make.NINE + timedelta(days=3)), now
    ),
    "postpone": lambda by, event, _session, now: actions.postpone(
        by, event, Postponement.model_validate(make.hours(72, 75) | {"reason": "Banjir"}), now
    ),
    "cancel": lambda by, event, _session, now: actions.cancel(by, event, "Banjir", now),
    "add a session": lambda by, event, _session, _now: session_actions.add_session(
        by, event, SessionPlan.model_validate({"title": "Sesi 2"} | make.hours(1, 2))
    ),
    "move a session": lambda by, event, session, now: session_actions.update_session(
        by, event, session, SessionPatch.model_validate(make.hours(1, 2)), now
    ),
    "call a session off": lambda by, event, session, now: session_actions.cancel_session(
        by, event, session, now
    ),
}
YES = ""
STATES: dict[str, dict[str, str]] = {
    "draft": dict.fromkeys(VERBS, YES) | {"postpone": "event_not_published"},
    "published": dict.fromkeys(VERBS, YES),
    "in_progress": dict.fromkeys(VERBS, YES),
    # The record of what took place can be put right; no time moves and nothing is called off as a whole.
    "closed": dict.fromkeys(VERBS, YES)
    | dict.fromkeys(("move", "postpone", "cancel", "move a session"), "event_over"),
    "postponed": dict.fromkeys(VERBS, YES),
    "cancelled": dict.fromkeys(VERBS, "event_cancelled") | {"cancel": YES},
}
CLOCKS = {"in_progress": DURING, "closed": AFTER}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", STATES)
async def test_each_state_allows_what_it_must_and_refuses_the_rest_by_name(
    city: Organisation, state: str, verb: str
) -> None:
    event = await make.event(city)
    session = await make.session(event)
    by = Actor.system(city.id)
    await _bring_into(by, event, state)
    now = CLOCKS.get(state, BEFORE)
    assert event.state_at(now) == EventState(state)
    refused = STATES[state][verb]
    if not refused:
        await VERBS[verb](by, event, session, now)
        return
    with pytest.raises(Refusal) as no:
        await VERBS[verb](by, event, session, now)
    assert no.value.code == refused


async def _bring_into(by: Actor, event: Event, state: str) -> None:
    if state != "draft":
        await actions.publish(by, event, BEFORE)
    if state == "postponed":
        plan = Postponement.model_validate(make.hours(24, 27) | {"reason": "Banjir"})
        await actions.postpone(by, event, plan, BEFORE)
    if state == "cancelled":
        await actions.cancel(by, event, "Banjir", BEFORE)
    await event.refresh()
