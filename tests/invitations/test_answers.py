"""Answering by link, through the API: representatives, seats, the waiting line, refusals."""

import asyncio
from typing import Any

import httpx

from events_app import tokens
from events_app.database import fetch, fetch_value
from events_app.events.tables import Event
from events_app.invitations import actions, links
from events_app.invitations.tables import Invitation, InvitationAnswer
from events_app.stakeholders.tables import Institution
from tests import make_events, make_invitations, make_stakeholders
from tests.people import Cast, Somebody


def path(invitation: Invitation) -> str:
    return f"/api/v1/rsvp/{links.rsvp_token(invitation.id, invitation.link_version)}"


def yes(*names: str, **more: Any) -> dict[str, Any]:
    return {"answer": "accepted", "representatives": [{"full_name": name} | more for name in names]}


async def offices(alice: Somebody, count: int) -> list[Institution]:
    return [await make_stakeholders.institution(alice.actor, f"Kelurahan {n}") for n in range(count)]


async def asked(alice: Somebody, *, seats: int = 1, name: str = "Dinas Sosial", **event: Any) -> Invitation:
    published = await make_events.published(alice.actor.organisation, **event)
    office = await make_stakeholders.institution(alice.actor, name, email="dinsos@kota.example")
    return await make_invitations.invitation(published, office, seats=seats)


async def test_a_yes_names_representatives_and_mails_each_a_pass(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    invitation = await asked(alice, seats=2)
    body = yes("Dra. Hj. Kartini, M.Si", sex="female", email="kartini@kota.example", phone="0812-3456-7890")
    body["representatives"].append({"full_name": "Budi Santoso", "position": "Sekretaris"})
    answer = await client.put(path(invitation), json=body)
    assert answer.status_code == 200
    assert answer.json()["state"] == "accepted"
    assert [one["display_name"] for one in answer.json()["guests"]] == [
        "Dra. Hj. Kartini, M.Si",
        "Budi Santoso",
    ]
    mails = await fetch(
        "SELECT to_address, html FROM message WHERE kind = 'invitations.pass' ORDER BY to_address"
    )
    assert [row["to_address"] for row in mails] == ["dinsos@kota.example", "kartini@kota.example"]
    assert all("{{qr:pass:" in row["html"] and "/T/" in row["html"] for row in mails)
    people = await fetch("SELECT full_name, phone, institution FROM person ORDER BY full_name")
    assert [(row["full_name"], row["phone"]) for row in people] == [
        ("Budi Santoso", ""),
        ("Kartini", "+6281234567890"),
    ]
    assert {row["institution"] for row in people} == {invitation.institution}


async def test_a_new_list_replaces_the_old_and_the_same_name_keeps_its_pass(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    invitation = await asked(alice, seats=2)
    first = (await client.put(path(invitation), json=yes("Dra. Kartini", "Budi"))).json()["guests"]
    second = (await client.put(path(invitation), json=yes("KARTINI, M.Si", "Sari"))).json()["guests"]
    assert second[0]["pass_url"] == first[0]["pass_url"]
    assert second[1]["pass_url"] != first[1]["pass_url"]
    states = [guest.state for guest in await make_invitations.guests_of(invitation)]
    assert states == ["expected", "cancelled", "expected"]
    sent = await fetch_value("SELECT count(*) FROM message WHERE kind = 'invitations.pass'")
    assert sent == 3
    third = (await client.put(path(invitation), json=yes("Budi"))).json()["guests"]
    assert third[0]["pass_url"] == first[1]["pass_url"]


async def test_a_person_gets_one_guest_and_keeps_the_pass_through_no_and_yes(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    event = await make_events.published(alice.actor.organisation)
    person = await make_stakeholders.person(alice.actor, "Dewi Sartika", email="dewi@kota.example")
    invitation = await make_invitations.invitation(event, person)
    first = (await client.put(path(invitation), json={"answer": "accepted"})).json()
    no = (await client.put(path(invitation), json={"answer": "declined", "reason": "Sakit"})).json()
    again = (await client.put(path(invitation), json={"answer": "accepted"})).json()
    assert (no["state"], no["guests"]) == ("declined", [])
    assert first == again
    assert len(first["guests"]) == 1
    history = await InvitationAnswer.select(InvitationAnswer.answer, InvitationAnswer.reason).order_by(
        InvitationAnswer.id
    )
    assert [row["answer"] for row in history] == ["accepted", "declined", "accepted"]
    assert history[1]["reason"] == "Sakit"
    crowd = await client.put(path(invitation), json=yes("Orang Lain"))
    assert (crowd.status_code, crowd.json()["code"]) == (422, "too_many_representatives")


async def test_more_names_than_seats_are_refused_and_change_nothing(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    invitation = await asked(alice, seats=1)
    await client.put(path(invitation), json=yes("Kartini"))
    answer = await client.put(path(invitation), json=yes("Budi", "Sari"))
    assert (answer.status_code, answer.json()["code"]) == (422, "too_many_representatives")
    twice = await client.put(path(invitation), json=yes("Budi", "BUDI"))
    assert twice.json()["errors"][0]["code"] == "named_twice"
    wrong = await client.put(path(invitation), json=yes("Budi", email="no address", phone="12"))
    assert {fault["field"] for fault in wrong.json()["errors"]} == {
        "representatives.0.email",
        "representatives.0.phone",
    }
    assert [guest.state for guest in await make_invitations.guests_of(invitation)] == ["expected"]


async def test_somebody_who_comes_already_cannot_be_named_by_another(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    invitation = await asked(alice)
    await make_invitations.guest(await _event(invitation), "Kartini", institution_name="Dinas Sosial")
    answer = await client.put(path(invitation), json=yes("Kartini"))
    assert (answer.status_code, answer.json()["code"]) == (409, "already_coming")


async def test_seats_count_from_the_yes_on_and_a_no_frees_them(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    event = await make_events.published(alice.actor.organisation, capacity=3)
    one, two = [
        await make_invitations.invitation(event, office, seats=2) for office in await offices(alice, 2)
    ]
    assert (await client.put(path(one), json=yes("Kartini"))).json()["state"] == "accepted"
    full = await client.put(path(two), json=yes("Budi"))
    assert (full.status_code, full.json()["code"]) == (409, "event_full")
    await client.put(path(one), json={"answer": "declined"})
    assert (await client.put(path(two), json=yes("Budi"))).json()["state"] == "accepted"


async def test_a_hundred_answers_for_the_last_seat_give_one_seat(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation, capacity=1)
    invitations = [await make_invitations.invitation(event, office) for office in await offices(alice, 100)]
    outcomes = await asyncio.gather(
        *(make_invitations.answered(one, "accepted", "Kartini") for one in invitations),
        return_exceptions=True,
    )
    taken = [one for one in outcomes if isinstance(one, Invitation)]
    assert len(taken) == 1
    assert {type(one).__name__ for one in outcomes if one is not taken[0]} == {"EventFull"}
    assert await fetch_value("SELECT count(*) FROM guest") == 1
    assert await fetch_value("SELECT count(*) FROM invitation WHERE state = 'accepted'") == 1


async def test_the_waiting_line_moves_up_in_order_and_mails_the_pass(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    event = await make_events.published(alice.actor.organisation, capacity=1, waiting_list=True)
    first, second, third = [
        await make_invitations.invitation(event, office) for office in await offices(alice, 3)
    ]
    await client.put(path(first), json=yes("Kartini"))
    for one in (second, third):
        waits = await client.put(path(one), json=yes("Budi", email="budi@kota.example"))
        assert (waits.status_code, waits.json()["state"]) == (200, "waitlisted")
    before = await fetch_value("SELECT count(*) FROM message WHERE to_address = 'budi@kota.example'")
    await client.put(path(first), json={"answer": "declined"})
    states = await fetch("SELECT state FROM invitation ORDER BY id")
    assert [row["state"] for row in states] == ["declined", "accepted", "waitlisted"]
    assert before == 0
    assert await fetch_value("SELECT count(*) FROM message WHERE to_address = 'budi@kota.example'") == 1
    assert [guest.state for guest in await make_invitations.guests_of(second)] == ["expected"]
    assert [guest.state for guest in await make_invitations.guests_of(third)] == ["waitlisted"]


async def test_answers_are_refused_by_name_when_cancelled_over_late_or_withdrawn(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    invitation = await asked(alice)
    event = await _event(invitation)

    async def code() -> str:
        answer = await client.put(path(invitation), json=yes("Kartini"))
        return f"{answer.status_code} {answer.json()['code']}"

    await fetch("UPDATE event SET answer_by = '2026-01-01' WHERE id = $1", event.id)
    assert await code() == "409 deadline_passed"
    await fetch(
        "UPDATE event SET answer_by = NULL, starts_at = '2026-01-01', ends_at = '2026-01-02' WHERE id = $1",
        event.id,
    )
    assert await code() == "409 event_over"
    await fetch("UPDATE event SET ends_at = '2027-01-02' WHERE id = $1", event.id)
    await actions.withdraw(alice.actor, invitation, make_invitations.BEFORE)
    assert await code() == "409 invitation_withdrawn"
    await fetch("UPDATE event SET state = 'cancelled' WHERE id = $1", event.id)
    assert await code() == "409 event_cancelled"


async def test_a_pass_opens_no_answer_and_an_answer_opens_no_pass(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    invitation = await asked(alice)
    (guest,) = (await client.put(path(invitation), json=yes("Kartini"))).json()["guests"]
    token = tokens.normalise(guest["pass_url"])
    assert (await client.put(f"/api/v1/rsvp/{token}", json={"answer": "declined"})).status_code == 404
    assert (await client.get(f"/rsvp/{token}")).status_code == 404
    assert (await client.get(f"/T/{links.rsvp_token(invitation.id, 1)}")).status_code == 404
    assert (await client.get(f"/T/{token.lower()}")).status_code == 200


async def test_unknown_links_are_slowed_down_by_network_and_known_ones_never(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    invitation = await asked(alice)
    answers = [await client.get(f"/api/v1/rsvp/{tokens.random_token()}") for _ in range(21)]
    assert [one.status_code for one in answers] == [404] * 20 + [429]
    assert answers[-1].json()["code"] == "slow_down"
    assert int(answers[-1].headers["retry-after"]) > 0
    assert (await client.put(path(invitation), json=yes("Kartini"))).json()["state"] == "accepted"


async def test_a_link_shows_its_own_invitation_and_no_other(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    invitation = await asked(alice, seats=2)
    shown = (await client.get(path(invitation))).json()
    assert (shown["state"], shown["name"], shown["seats"]) == ("draft", "Dinas Sosial", 2)
    assert shown["event"]["title"] == "Diskusi Tematik"


async def test_the_guest_list_reads_like_what_was_posted(alice: Somebody, bob: Somebody, cast: Cast) -> None:
    invitation = await asked(alice)
    await make_invitations.answered(invitation, "accepted", "Kartini")
    guests = f"/events/{invitation.event}/guests"
    (guest,) = (await alice.api.get(guests)).json()["items"]
    assert guest["institution"]["name"] == "Dinas Sosial"
    assert len(guest["short_code"]) == 8
    assert (await alice.api.get(f"{guests}/{guest['id']}")).json() == guest
    assert (await bob.api.get(guests)).status_code == 404


async def _event(invitation: Invitation) -> Event:
    event = await Event.objects().get(Event.id == invitation.event)
    assert event is not None
    return event
