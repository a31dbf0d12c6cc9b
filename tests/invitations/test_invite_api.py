"""Inviting by the API: whom, once, with which mail."""

import asyncio
from uuid import UUID

from events_app import clock
from events_app.database import fetch, fetch_value
from events_app.ids import new_id
from events_app.invitations import actions
from events_app.invitations.forms import Invitee
from tests import make_events, make_invitations, make_stakeholders
from tests.people import Somebody


async def test_invite_creates_once_and_mails_the_institution_or_its_head(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    own = await make_stakeholders.institution(alice.actor, "Dinas Sosial", email="dinsos@kota.example")
    headed = await make_stakeholders.institution(alice.actor, "Kelurahan Kenanga")
    await make_stakeholders.person(
        alice.actor,
        "Lurah Satu",
        institution=headed,
        position="Lurah",
        is_head=True,
        email="lurah@kota.example",
    )
    silent = await make_stakeholders.institution(alice.actor, "Kelurahan Melati")
    invitees = [{"institution_id": str(one.id), "seats": 2} for one in (own, headed, silent)]

    first = await alice.api.post(f"/events/{event.id}/invitations", json={"invitees": invitees, "send": True})
    again = await alice.api.post(f"/events/{event.id}/invitations", json={"invitees": invitees, "send": True})

    assert first.status_code == 201
    assert (first.json()["created"], first.json()["existing"]) == (3, 0)
    assert [(item["state"], item["problem"]) for item in first.json()["items"]] == [
        ("sent", None),
        ("sent", None),
        ("draft", "no_address"),
    ]
    assert (again.json()["created"], again.json()["existing"]) == (0, 3)
    sent = await fetch("SELECT to_address, calendar, calendar_method, text FROM message ORDER BY to_address")
    assert [row["to_address"] for row in sent] == ["dinsos@kota.example", "lurah@kota.example"]
    for row in sent:
        assert row["calendar_method"] == "REQUEST"
        unfolded = row["calendar"].replace("\r\n ", "")
        attendee = next(line for line in unfolded.splitlines() if line.startswith("ATTENDEE"))
        assert attendee.endswith(f"mailto:{row['to_address']}")
        assert unfolded.count("ATTENDEE") == 1
        assert "{{link:rsvp:" in row["text"]


async def test_invite_names_every_invitee_outside_the_directory(alice: Somebody, charlie: Somebody) -> None:
    event = await make_events.event(alice.actor.organisation)
    foreign = await make_stakeholders.institution(charlie.actor, "Dinas Seberang")
    body = {"invitees": [{"institution_id": str(foreign.id)}, {"person_id": str(new_id())}], "send": False}
    answer = await alice.api.post(f"/events/{event.id}/invitations", json=body)
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["errors"]] == [
        "invitees.0.institution_id",
        "invitees.1.person_id",
    ]
    assert await fetch_value("SELECT count(*) FROM invitation") == 0


async def test_invite_refuses_neither_both_and_too_many_seats(alice: Somebody) -> None:
    event = await make_events.event(alice.actor.organisation)
    office = await make_stakeholders.institution(alice.actor)
    both = {"institution_id": str(office.id), "person_id": str(new_id())}
    body = {"invitees": [{}, both, {"institution_id": str(office.id), "seats": 201}], "send": False}
    answer = await alice.api.post(f"/events/{event.id}/invitations", json=body)
    assert [(fault["field"], fault["code"]) for fault in answer.json()["errors"]] == [
        ("invitees.0", "one_invitee"),
        ("invitees.1", "one_invitee"),
        ("invitees.2.seats", "less_than_equal"),
    ]


async def test_invite_counts_somebody_named_twice_once(alice: Somebody) -> None:
    event = await make_events.event(alice.actor.organisation)
    office = await make_stakeholders.institution(alice.actor)
    body = {"invitees": [{"institution_id": str(office.id)}] * 2, "send": False}
    answer = await alice.api.post(f"/events/{event.id}/invitations", json=body)
    assert (answer.json()["created"], answer.json()["existing"]) == (1, 1)
    assert len({item["id"] for item in answer.json()["items"]}) == 1


async def test_invite_at_once_from_two_sides_asks_everybody_once(alice: Somebody) -> None:
    event = await make_events.event(alice.actor.organisation)
    offices = [
        await make_stakeholders.institution(alice.actor, f"Kelurahan {n}", email=f"k{n}@kota.example")
        for n in range(20)
    ]
    invitees = [Invitee(institution_id=one.id) for one in offices]
    both = await asyncio.gather(
        *(
            actions.invite(alice.actor, event, some, True, clock.now())
            for some in (invitees, list(reversed(invitees)))
        )
    )
    assert sum(done.created for done in both) == 20
    assert await fetch_value("SELECT count(*) FROM message") == 20


async def test_invite_refuses_a_cancelled_event_and_mails_nobody_of_one_that_is_over(alice: Somebody) -> None:
    office = await make_stakeholders.institution(alice.actor, email="dinsos@kota.example")
    over = await make_events.published(
        alice.actor.organisation, starts_at="2026-01-05T09:00:00+07:00", ends_at="2026-01-05T12:00:00+07:00"
    )
    off = await make_events.published(alice.actor.organisation)
    await alice.api.post(f"/events/{off.id}/cancellation", json={"reason": "Banjir"})
    body = {"invitees": [{"institution_id": str(office.id)}], "send": True}
    refused = await alice.api.post(f"/events/{off.id}/invitations", json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "event_cancelled")
    late = await alice.api.post(f"/events/{over.id}/invitations", json=body)
    assert late.json()["items"][0]["problem"] == "event_over"
    assert await fetch_value("SELECT count(*) FROM message WHERE kind = 'invitations.invitation'") == 0


async def test_withdrawing_frees_the_seats_and_a_new_invitation_has_a_new_link(alice: Somebody) -> None:
    event = await make_events.event(alice.actor.organisation, capacity=1)
    office = await make_stakeholders.institution(alice.actor)
    first = await make_invitations.invitation(event, office)
    await make_invitations.answered(first, "accepted", "Kartini")
    await actions.withdraw(alice.actor, first, make_invitations.BEFORE)
    second = await make_invitations.invitation(event, office)
    await make_invitations.answered(second, "accepted", "Dewi Sartika")
    assert first.id != second.id
    assert [guest.state for guest in await make_invitations.guests_of(first)] == ["cancelled"]
    assert [guest.state for guest in await make_invitations.guests_of(second)] == ["expected"]


async def test_only_those_who_invite_see_links(alice: Somebody, dewi: Somebody, charlie: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    office = await make_stakeholders.institution(alice.actor)
    asked = await make_invitations.invitation(event, office)
    await make_invitations.answered(asked, "accepted", "Kartini")
    path = f"/events/{event.id}/invitations"
    (hers,) = (await alice.api.get(path)).json()["items"]
    (theirs,) = (await dewi.api.get(path)).json()["items"]
    assert "/rsvp/" in hers["rsvp_url"]
    assert "/T/" in hers["guests"][0]["pass_url"]
    assert theirs["rsvp_url"] is None
    assert theirs["guests"][0]["pass_url"] is None
    assert (await alice.api.get(f"{path}/{asked.id}")).json() == hers
    assert (await charlie.api.get(path)).status_code == 404
    assert (await charlie.api.get(f"{path}/{asked.id}")).status_code == 404
    body = {"invitees": [{"institution_id": str(office.id)}], "send": False}
    assert (await dewi.api.post(path, json=body)).status_code == 403
    assert (await charlie.api.post(path, json=body)).status_code == 404


async def test_a_thousand_institutions_are_asked_in_one_call(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    ids = [new_id() for _ in range(1_000)]
    await fetch(
        "INSERT INTO institution (id, organisation, created_at, name, name_key, short_name, kind,"
        " region_code, email, phone, address, active, search_text)"
        " SELECT id, $2, now(), 'I' || id, 'i' || id, '', 'village',"
        " '', id || '@kota.example', '', '', true, '' FROM unnest($1::uuid[]) id",
        ids,
        alice.actor.organisation,
    )
    invitees = [Invitee(institution_id=UUID(str(one)), seats=2) for one in ids]
    before = clock.now()
    done = await actions.invite(alice.actor, event, invitees, True, before)
    assert done.created == 1_000
    assert {item.state for item in done.items} == {"sent"}
    assert (clock.now() - before).total_seconds() < 30
