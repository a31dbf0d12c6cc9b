"""Two invitees who are one by now: one of the two invitations is sent and reminded of."""

from events_app import clock
from events_app.database import execute, fetch, fetch_value
from events_app.invitations.asking.forms import RoundIn
from events_app.invitations.asking.rounds import audience_of
from events_app.invitations.asking.tables import Whom
from events_app.stakeholders.tables import Institution
from tests import make_events, make_seating
from tests.people import Somebody


async def merge(alice: Somebody, loser: Institution, survivor: Institution) -> None:
    sent = {"kind": "institution", "loser_id": f"{loser.id}", "survivor_id": f"{survivor.id}"}
    assert (await alice.api.post("/directory/merges", json=sent)).status_code == 201


async def test_of_two_drafts_of_one_office_one_is_sent(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    offices = await make_seating.offices(alice.actor, 3, email="kelurahan@kota.example")
    first, second, other = await make_seating.asked(event, offices)
    await merge(alice, offices[0], offices[1])
    page = await alice.web.post(f"/events/{event.id}/invitations/send")
    assert page.status_code == 303
    shown = (await alice.web.get(page.headers["location"])).text
    assert "who was invited is one with somebody who is asked to this event" in shown
    assert "no mail address" not in shown
    sent = await fetch("SELECT id FROM invitation WHERE state = 'sent' ORDER BY id")
    assert [row["id"] for row in sent] == [second.id, other.id]
    assert await fetch_value("SELECT state FROM invitation WHERE id = $1", first.id) == "draft"


async def test_the_draft_of_who_was_merged_is_sent_where_the_other_was_withdrawn(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    offices = await make_seating.offices(alice.actor, 2, email="kelurahan@kota.example")
    first, second = await make_seating.asked(event, offices)
    await merge(alice, offices[0], offices[1])
    base = f"/events/{event.id}/invitations"
    assert (await alice.web.post(f"{base}/{second.id}/withdraw")).status_code == 303
    await alice.web.post(f"{base}/send")
    assert await fetch_value("SELECT state FROM invitation WHERE id = $1", first.id) == "sent"


async def test_one_office_is_reminded_once(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    offices = await make_seating.offices(alice.actor, 2, email="kelurahan@kota.example")
    _first, second = await make_seating.asked(event, offices, send=True)
    await merge(alice, offices[0], offices[1])
    meant = await audience_of(event, RoundIn(audience=Whom.silent), clock.now())
    assert [one.id for one in meant.reached] == [second.id]


async def test_of_two_positions_that_became_one_the_standing_one_is_asked_once(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    offices = await make_seating.offices(alice.actor, 3, email="kelurahan@kota.example")
    posts = [await make_seating.position(alice.actor.organisation, one) for one in offices]
    first, second, other = [await make_seating.asked_post(event, one) for one in posts]
    await merge(alice, offices[0], offices[1])
    await alice.web.post(f"/events/{event.id}/invitations/send")
    sent = await fetch("SELECT id FROM invitation WHERE state = 'sent' ORDER BY id")
    assert [row["id"] for row in sent] == [second.id, other.id]
    await execute("UPDATE invitation SET state = 'sent', sent_at = now() WHERE id = $1", first.id)
    meant = await audience_of(event, RoundIn(audience=Whom.silent), clock.now())
    assert [one.id for one in meant.reached] == [second.id, other.id]


async def test_inviting_a_position_of_a_merged_office_asks_the_one_that_stands(alice: Somebody) -> None:
    event, later = [await make_events.published(alice.actor.organisation) for _two in range(2)]
    offices = await make_seating.offices(alice.actor, 2, email="kelurahan@kota.example")
    posts = [await make_seating.position(alice.actor.organisation, one) for one in offices]
    for one in posts:
        await make_seating.asked_post(event, one)
    await merge(alice, offices[0], offices[1])
    body = {"invitees": [{"position_id": f"{one.id}"} for one in posts], "send": True}
    done = (await alice.api.post(f"/events/{later.id}/invitations", json=body)).json()
    assert (done["created"], done["existing"]) == (1, 1)
    assert {one["position_id"] for one in done["items"]} == {f"{posts[1].id}"}
    shown = (await alice.web.get(f"/events/{later.id}/invitations/new?of=positions")).text
    assert f"{posts[0].id}" not in shown
    assert f"{posts[1].id}" in shown


async def test_the_draft_of_a_merged_position_is_sent_where_the_other_was_withdrawn(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    offices = await make_seating.offices(alice.actor, 2, email="kelurahan@kota.example")
    posts = [await make_seating.position(alice.actor.organisation, one) for one in offices]
    first, second = [await make_seating.asked_post(event, one) for one in posts]
    await merge(alice, offices[0], offices[1])
    await alice.web.post(f"/events/{event.id}/invitations/{second.id}/withdraw")
    await alice.web.post(f"/events/{event.id}/invitations/send")
    assert await fetch_value("SELECT state FROM invitation WHERE id = $1", first.id) == "sent"
