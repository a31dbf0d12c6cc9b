"""Many answers at one time, over connections of their own: no seat twice, nobody overtaken, nobody lost."""

import asyncio
import random
from contextlib import suppress
from datetime import timedelta

import asyncpg
import pytest

from events_app.accounts.actor import Actor
from events_app.database import execute, fetch, fetch_value
from events_app.events.tables import Event
from events_app.invitations import actions
from events_app.invitations.refusals import InvitationWithdrawn
from events_app.invitations.seating.standing import standing_of
from events_app.invitations.tables import Invitation
from tests import make_events, make_invitations, make_seating
from tests.make_invitations import BEFORE
from tests.people import Somebody

TAKEN = "SELECT coalesce(sum(seats), 0) FROM seat_holders($1)"
OF_KIND = """
SELECT coalesce(sum(h.seats), 0) FROM seat_holders($1) h JOIN institution n ON n.id = h.office WHERE n.kind = $2
"""


async def test_a_hundred_answers_for_the_last_seat_of_a_quota_give_one_seat(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation, capacity=500)
    await make_seating.quota(event, 1, "Kelurahan", kind="village")
    villages = await make_seating.offices(alice.actor, 100, kind="village")
    outcomes = await asyncio.gather(
        *(make_invitations.answered(one) for one in await make_seating.asked(event, villages)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, Invitation) for one in outcomes) == 1
    refused = {type(one).__name__ for one in outcomes if not isinstance(one, Invitation)}
    assert refused == {"QuotaFull"}
    assert await fetch_value(OF_KIND, event.id, "village") == 1


async def test_a_hundred_answers_for_the_last_seat_leave_one_seated_and_the_rest_in_line(
    alice: Somebody,
) -> None:
    event = await make_events.published(alice.actor.organisation, capacity=1, waiting_list=True)
    invitations = await make_seating.asked(event, await make_seating.offices(alice.actor, 100))
    await asyncio.gather(*(make_invitations.answered(one) for one in invitations))
    states = await fetch("SELECT state, count(*)::int AS n FROM invitation GROUP BY state ORDER BY state")
    assert [(row["state"], row["n"]) for row in states] == [("accepted", 1), ("waitlisted", 99)]


async def test_a_storm_of_answers_never_goes_over_a_limit_and_loses_nobody(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation, capacity=12, waiting_list=True)
    await make_seating.quota(event, 5, "Kelurahan", kind="village")
    villages = await make_seating.offices(alice.actor, 20, kind="village")
    agencies = await make_seating.offices(alice.actor, 20, "Dinas")
    invitations = await make_seating.asked(event, [*villages, *agencies], seats=2)
    dice = random.Random(4)
    await asyncio.gather(
        *(
            _act(one, dice.choice(["accepted"] * 3 + ["declined", "tentative", "withdraw"]), event)
            for one in dice.sample(invitations * 3, 100)
        ),
        _watch(event),
    )
    assert await fetch_value(TAKEN, event.id) <= 12
    assert await fetch_value(OF_KIND, event.id, "village") <= 5
    await _nobody_is_lost(event)
    await _nobody_who_fits_waits(event)


async def test_freed_seats_go_round_in_the_order_of_the_line(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation, capacity=10, waiting_list=True)
    invitations = await make_seating.asked(event, await make_seating.offices(alice.actor, 40))
    for number, one in enumerate(invitations):
        await make_invitations.answered(one, now=BEFORE + timedelta(seconds=number))
    await asyncio.gather(*(make_invitations.answered(one, "declined") for one in invitations[:10]))
    accepted = await fetch("SELECT id FROM invitation WHERE state = 'accepted' ORDER BY id")
    assert [row["id"] for row in accepted] == sorted(one.id for one in invitations[10:20])
    moved = await fetch("SELECT subject FROM audit_entry WHERE verb = 'invitation.moved_up' ORDER BY id")
    assert [row["subject"] for row in moved] == [one.id for one in invitations[10:20]]


async def test_the_database_itself_refuses_a_yes_over_a_limit(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation, capacity=2)
    await make_seating.quota(event, 1, "Kelurahan", kind="village")
    villages = await make_seating.offices(alice.actor, 2, kind="village")
    agencies = await make_seating.offices(alice.actor, 2, "Dinas")
    rows = await make_seating.asked(event, [*villages, *agencies])
    yes = "UPDATE invitation SET state = 'accepted' WHERE id = $1"
    await execute(yes, rows[0].id)
    with pytest.raises(asyncpg.CheckViolationError, match="quota"):
        await execute(yes, rows[1].id)
    await execute(yes, rows[2].id)
    with pytest.raises(asyncpg.CheckViolationError, match="more seats are taken"):
        await execute(yes, rows[3].id)


async def _act(invitation: Invitation, what: str, event: Event) -> None:
    if what == "withdraw":
        await actions.withdraw(Actor.system(event.organisation), invitation, BEFORE)
        return
    with suppress(InvitationWithdrawn):
        await make_invitations.answered(invitation, what)


async def _watch(event: Event) -> None:
    """What others see while it storms is never over a limit either."""
    for _look in range(50):
        assert await fetch_value(TAKEN, event.id) <= 12
        assert await fetch_value(OF_KIND, event.id, "village") <= 5
        await asyncio.sleep(0.01)


async def _nobody_is_lost(event: Event) -> None:
    """Each stands where the last thing that was said of them put them, or has moved up since."""
    rows = await fetch(
        """SELECT i.id, i.state, (SELECT a.answer FROM invitation_answer a WHERE a.invitation = i.id
             ORDER BY a.id DESC LIMIT 1) AS said FROM invitation i WHERE i.event = $1""",
        event.id,
    )
    stands = {"accepted": {"accepted", "waitlisted"}, "declined": {"declined"}, "tentative": {"tentative"}}
    for row in rows:
        assert row["state"] in stands.get(row["said"], {"draft"}) | {"withdrawn"}, dict(row)
    assert len(rows) == 40


async def _nobody_who_fits_waits(event: Event) -> None:
    seats = await standing_of(event)
    assert all(obstacle is not None for obstacle in seats.allot(seats.line))
