"""Somebody in line who wants more seats than there will ever be: named as such, and nobody waits behind them."""

from uuid import uuid4

from events_app.events.tables import Event
from events_app.invitations import links
from events_app.invitations.seating.standing import Limit, Obstacle, Standing, Wish
from events_app.invitations.tables import Invitation
from tests import make_events, make_seating
from tests.people import Somebody


def test_nobody_waits_behind_a_wish_that_never_fits() -> None:
    quota = Limit(uuid4(), "Kelurahan", 2, 1)
    big, small, huge = (Wish(uuid4(), seats, [quota.id] if seats < 5 else []) for seats in (3, 1, 9))
    verdicts = Standing(8, 2, [quota], []).allot([big, huge, small])
    assert verdicts == [Obstacle("Kelurahan", too_small=True), Obstacle(too_small=True), None]


async def test_the_line_moves_past_an_office_with_more_seats_than_its_quota(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation, capacity=9, waiting_list=True)
    await make_seating.quota(event, 1, "Jatah kelurahan", kind="village")
    holder, large, next_one = await make_seating.asked(
        event, await make_seating.offices(alice.actor, 3, kind="village")
    )
    await _says(alice, holder, "accepted", "accepted")
    await Invitation.update({Invitation.seats: 2}).where(Invitation.id == large.id)
    await _says(alice, large, "accepted", "waitlisted")
    await _says(alice, next_one, "accepted", "waitlisted")
    assert "the quota “Jatah kelurahan” has fewer seats than these" in await _waiting_page(alice, event)
    await _says(alice, holder, "declined", "declined")
    rows = (await alice.api.get(f"/events/{event.id}/invitations")).json()["items"]
    states = {row["id"]: row["state"] for row in rows}
    assert (states[str(next_one.id)], states[str(large.id)]) == ("accepted", "waitlisted")
    [left] = (await alice.api.get(f"/events/{event.id}/waiting-list")).json()["items"]
    assert (left["id"], left["too_small"], left["quota"]) == (str(large.id), True, "Jatah kelurahan")


async def _says(alice: Somebody, invitation: Invitation, answer: str, becomes: str) -> None:
    token = links.rsvp_token(invitation.id, invitation.link_version)
    told = await alice.api.put(f"/rsvp/{token}", json={"answer": answer})
    assert told.json()["state"] == becomes, told.text


async def _waiting_page(alice: Somebody, event: Event) -> str:
    return (await alice.web.get(f"/events/{event.id}/waiting-list")).text
