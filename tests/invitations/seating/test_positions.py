"""An invited position: whoever holds it when the mail goes out gets it, and the invitation stays with the post."""

from datetime import date, timedelta

import httpx

from events_app.database import execute, fetch, fetch_value
from events_app.invitations import links
from events_app.stakeholders.tables import HoldingKind, PositionHolding
from tests import make_events, make_seating, make_stakeholders
from tests.people import Somebody


async def test_the_mail_goes_to_the_holder_of_the_day_and_the_next_one_answers(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    event = await make_events.published(alice.actor.organisation)
    office = await make_stakeholders.institution(alice.actor, "Kelurahan Kenanga")
    post = await make_seating.position(alice.actor.organisation, office, "Sekretaris Lurah")
    old = await make_stakeholders.person(alice.actor, "Budi", institution=office, email="budi@kota.example")
    new = await make_stakeholders.person(alice.actor, "Sari", institution=office, email="sari@kota.example")
    await _hold(alice, old.id, post.id)
    body = {"invitees": [{"position_id": str(post.id)}], "send": True}
    made = (await alice.api.post(f"/events/{event.id}/invitations", json=body)).json()
    assert (made["created"], made["items"][0]["position_id"]) == (1, str(post.id))
    assert (await alice.api.post(f"/events/{event.id}/invitations", json=body)).json()["existing"] == 1
    assert await fetch_value("SELECT to_address FROM message") == "budi@kota.example"
    await execute("UPDATE position_holding SET ends_on = current_date - 1")
    await _hold(alice, new.id, post.id, HoldingKind.plt)
    row = (await alice.api.get(f"/events/{event.id}/invitations")).json()["items"][0]
    assert row["name"] == "Sekretaris Lurah, Kelurahan Kenanga"
    url = f"/api/v1/rsvp/{links.rsvp_token(row['id'], 1)}"
    answered = (await client.put(url, json={"answer": "accepted"})).json()
    assert [one["display_name"] for one in answered["guests"]] == ["Sari"]
    sent = await client.put(url, json={"answer": "accepted", "representatives": [{"full_name": "Tono"}]})
    assert [one["display_name"] for one in sent.json()["guests"]] == ["Tono"]
    represents = await fetch(
        "SELECT p.title FROM guest g JOIN position p ON p.id = g.represents WHERE g.state = 'expected'"
    )
    assert [one["title"] for one in represents] == ["Sekretaris Lurah"]


async def test_a_vacant_position_must_name_who_comes(alice: Somebody, client: httpx.AsyncClient) -> None:
    event = await make_events.published(alice.actor.organisation)
    office = await make_stakeholders.institution(alice.actor, "Kelurahan Kenanga")
    post = await make_seating.position(alice.actor.organisation, office)
    body = {"invitees": [{"position_id": str(post.id)}], "send": True}
    [item] = (await alice.api.post(f"/events/{event.id}/invitations", json=body)).json()["items"]
    assert (item["state"], item["problem"]) == ("draft", "no_address")
    url = f"/api/v1/rsvp/{links.rsvp_token(item['id'], 1)}"
    bare = await client.put(url, json={"answer": "accepted"})
    assert (bare.status_code, bare.json()["code"]) == (422, "nobody_holds")
    named = await client.put(url, json={"answer": "accepted", "representatives": [{"full_name": "Tono"}]})
    assert named.json()["state"] == "accepted"


async def test_positions_are_chosen_on_the_page_with_who_holds_them(
    alice: Somebody, charlie: Somebody
) -> None:
    event = await make_events.published(alice.actor.organisation)
    office = await make_stakeholders.institution(alice.actor, "Kelurahan Kenanga")
    post = await make_seating.position(alice.actor.organisation, office)
    path = f"/events/{event.id}/invitations/new"
    assert "nobody holds it at present" in (await alice.web.get(f"{path}?of=positions")).text
    form = {"positions": [str(post.id)], "seats": "2", "step": "reserve"}
    assert (await alice.web.post(path, form)).status_code == 303
    assert await fetch_value("SELECT reserve_place FROM invitation WHERE position = $1", post.id) == 1
    shown = await alice.web.get(f"/events/{event.id}/invitations")
    assert "Lurah, Kelurahan Kenanga" in shown.text
    assert "in the reserve" in shown.text
    foreign = await make_stakeholders.institution(charlie.actor, "Dinas Tetangga")
    theirs = await make_seating.position(charlie.actor.organisation, foreign)
    body = {"invitees": [{"position_id": str(theirs.id)}], "send": False}
    refused = await alice.api.post(f"/events/{event.id}/invitations", json=body)
    assert refused.json()["errors"][0]["field"] == "invitees.0.position_id"


async def _hold(
    alice: Somebody, person: object, post: object, kind: HoldingKind = HoldingKind.permanent
) -> None:
    since = date.today() - timedelta(days=1 if kind is HoldingKind.permanent else 0)  # noqa: DTZ011
    await PositionHolding(
        organisation=alice.actor.organisation, person=person, position=post, kind=kind, starts_on=since
    ).save()
