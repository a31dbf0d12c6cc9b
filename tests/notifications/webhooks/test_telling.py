"""What is told: every change of state, with the change or not at all, and nobody's name."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments import actions as promises
from events_app.commitments.tables import ActionState, Commitment, DueChange
from events_app.database import execute, fetch, fetch_value, transaction
from events_app.events import actions as events
from events_app.events.tables import Event
from events_app.notifications.webhooks import actions, kinds
from events_app.notifications.webhooks.forms import WebhookIn
from events_app.notifications.webhooks.jobs import sweep_webhooks
from tests import make_commitments, make_events, make_invitations, make_stakeholders
from tests.people import Somebody

URL = "https://api.example/hooks"


async def listen(owner: Somebody, **more: Any) -> None:
    await actions.make(owner.actor, WebhookIn(url=URL, **more))


async def told() -> list[str]:
    return [row["kind"] for row in await fetch("SELECT kind FROM webhook_message ORDER BY id")]


async def facts(kind: str) -> dict[str, Any]:
    text = await fetch_value(
        "SELECT facts::text FROM webhook_message WHERE kind = $1 ORDER BY id DESC LIMIT 1", kind
    )
    found: dict[str, Any] = json.loads(text)
    return found


async def test_answer_of_the_invited_is_told_without_a_name(city: Organisation, owner: Somebody) -> None:
    event = await make_events.published(city)
    office = await make_stakeholders.institution(city.id, "Dinas Sosial")
    asked = await make_invitations.invitation(event, office)
    await listen(owner)
    await make_invitations.answered(asked, "accepted", "Budi Santoso")
    assert await told() == ["invitation.answered"]
    assert await facts("invitation.answered") == {
        "invitation": str(asked.id),
        "event": str(event.id),
        "institution": str(office.id),
        "answer": "accepted",
        "state": "accepted",
        "by": "link",
    }


async def test_story_of_a_promise_is_told(city: Organisation, owner: Somebody) -> None:
    here = await make_commitments.scene(city)
    await listen(owner)
    action = await make_commitments.in_state(city, here, ActionState.verified)
    found = await told()
    assert set(found) == {
        "commitment.agreed",
        "action.open",
        "action.submitted",
        "submission.made",
        "action.verified",
        "verdict.given",
    }
    assert len(found) == 6
    assert await facts("action.verified") == {
        "action": str(action.id),
        "ref": action.ref,
        "commitment": str(action.commitment),
        "event": str(here.event.id),
        "institution": str(here.promiser.id),
        "state": "verified",
        "from": "submitted",
        "due": action.due.isoformat(),
    }
    every = await fetch_value("SELECT string_agg(facts::text, ' ') FROM webhook_message")
    for name in ("Sari", "Dinas", "Posko", "@", "selesai"):
        assert name not in every


async def test_other_ends_are_told(city: Organisation, owner: Somebody) -> None:
    here = await make_commitments.scene(city)
    await listen(
        owner, kinds=["action.returned", "action.infeasible", "action.cancelled", "action.in_progress"]
    )
    for state in (
        ActionState.returned,
        ActionState.infeasible,
        ActionState.cancelled,
        ActionState.in_progress,
    ):
        await make_commitments.in_state(city, here, state)
    assert await told() == ["action.returned", "action.infeasible", "action.cancelled", "action.in_progress"]


async def test_change_of_a_due_date_is_told_when_asked_and_decided(
    city: Organisation, owner: Somebody
) -> None:
    here = await make_commitments.scene(city)
    action = await make_commitments.opened(city, here)
    await listen(owner)
    change = DueChange(
        organisation=city.id,
        action=action.id,
        old_due=action.due,
        new_due=action.due + timedelta(days=9),
        reason="x",
    )
    await change.save()
    await execute("UPDATE due_change SET decision = 'rejected', decided_at = now() WHERE id = $1", change.id)
    assert await told() == ["due_change.pending", "due_change.rejected"]
    assert (await facts("due_change.rejected"))["new_due"] == (action.due + timedelta(days=9)).isoformat()


async def test_states_of_an_event_are_told_and_its_end_once(city: Organisation, owner: Somebody) -> None:
    await listen(owner)
    event = await make_events.event(city)
    await events.publish(owner.actor, event, make_events.NINE - timedelta(days=30))
    other = await make_events.published(city)
    await events.cancel(owner.actor, other, "Hujan", make_events.NINE - timedelta(days=9))
    assert await told() == ["event.published", "event.published", "event.cancelled"]
    await execute("UPDATE webhook_endpoint SET created_at = now() - interval '9 days'")
    now = clock.now()
    moved: dict[Any, Any] = {
        Event.starts_at: now - timedelta(hours=3),
        Event.ends_at: now - timedelta(minutes=1),
    }
    await Event.update(moved).where(Event.id == event.id)
    for _twice in range(2):
        await sweep_webhooks({})
    assert (await told())[3:] == ["event.closed"]


async def test_what_was_rolled_back_is_not_told(city: Organisation, owner: Somebody) -> None:
    await listen(owner)
    here = await make_commitments.scene(city)
    await execute("DELETE FROM webhook_message")
    commitment = await make_commitments.draft(city, here)
    with pytest.raises(ZeroDivisionError):
        await _agree_in_vain(city, commitment)
    assert await told() == []
    assert await fetch_value("SELECT count(*) FROM pgqueuer WHERE entrypoint = 'send_webhooks'") == 1, (
        "the event's"
    )


async def _agree_in_vain(city: Organisation, commitment: Commitment) -> None:
    async with transaction():
        await promises.agree(make_commitments.staff(city), commitment, make_commitments.AGREED)
        assert await told() == ["commitment.agreed", "action.open"]
        raise ZeroDivisionError


async def test_confidential_events_are_told_to_those_alone_who_may(
    city: Organisation, owner: Somebody
) -> None:
    await listen(owner)
    await make_events.published(city, confidential=True)
    assert await told() == []
    await listen(owner, confidential=True)
    await make_events.published(city, confidential=True)
    assert (await told(), await fetch_value("SELECT count(*) FROM webhook_delivery")) == (
        ["event.published"],
        1,
    )


async def test_only_the_kinds_that_were_chosen_are_told(city: Organisation, owner: Somebody) -> None:
    await listen(owner, kinds=["event.cancelled"])
    await make_events.published(city)
    assert await told() == []


async def test_other_organisations_and_paused_endpoints_hear_nothing(
    city: Organisation, owner: Somebody, charlie: Somebody
) -> None:
    await listen(charlie)
    row, _secret = await actions.make(owner.actor, WebhookIn(url=URL))
    await actions.pause(owner.actor, row)
    await make_events.published(city)
    assert await told() == []


async def test_every_kind_that_a_trigger_tells_has_a_name(db: str) -> None:
    sources = await fetch("SELECT prosrc FROM pg_proc WHERE proname LIKE 'webhook_of_%'")
    for kind in kinds.KINDS:
        if kind != "event.closed":
            whole = any(f"'{kind}'" in row["prosrc"] for row in sources)
            assert whole or any(f"'{kind.partition('.')[0]}.'" in row["prosrc"] for row in sources), kind
    assert datetime.now(UTC) > await fetch_value(
        "SELECT to_timestamp(('x' || substr(replace(webhook_new_id()::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0)"
        " - interval '1 minute'"
    )
