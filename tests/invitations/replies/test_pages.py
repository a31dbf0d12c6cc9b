"""Replies by hand: brought in as a file, decided by a person; pages and API."""

import httpx

from events_app.accounts.tables import Organisation
from events_app.database import counting_queries, execute, fetch, fetch_value
from events_app.events.tables import Event
from events_app.invitations.tables import Invitation
from tests import make_events, make_invitations
from tests.make_replies import mailed, reply, tag
from tests.people import Cast, Somebody


async def asked(city: Organisation, name: str = "Kartini") -> tuple[Event, Invitation]:
    event = await make_events.published(city)
    person = await make_events.person(city, name, email=f"{name.lower()}@x.example")
    return event, await make_invitations.invitation(event, person, send=True)


async def bring(somebody: Somebody, event: Event, raw: bytes, name: str = "reply.ics") -> httpx.Response:
    path = f"/events/{event.id}/calendar-replies"
    return await somebody.api.post(path, files={"file": (name, raw)})


def page_of(event: Event, more: str = "") -> str:
    return f"/events/{event.id}/calendar-replies{more}"


async def test_a_mail_is_brought_in_through_the_api(city: Organisation, alice: Somebody) -> None:
    event, invitation = await asked(city)
    answer = (await bring(alice, event, mailed(reply(event, invitation)), "reply.eml")).json()
    assert (answer["state"], answer["invitation_id"], answer["said"]) == (
        "taken",
        str(invitation.id),
        "ACCEPTED",
    )
    again = (await bring(alice, event, reply(event, invitation))).json()
    assert again == answer
    listed = (await alice.api.get(f"{page_of(event)}")).json()
    assert [one["id"] for one in listed["items"]] == [answer["id"]]
    assert "tag" not in answer


async def test_wrong_files_are_refused_by_name(city: Organisation, alice: Somebody) -> None:
    event, invitation = await asked(city)
    asking = reply(event, invitation, method="REQUEST")
    for raw, code in (
        (b"hello", "no_calendar"),
        (asking, "not_a_reply"),
        (b"x" * 1_000_001, "reply_too_large"),
    ):
        refused = await bring(alice, event, raw)
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    other = await bring(alice, event, reply(event, None, uid="other@x"))
    assert (other.status_code, other.json()["code"]) == (409, "reply_for_another_event")
    nothing = await alice.api.post(f"{page_of(event)}", data={"file": "text"}, files={"x": b""})
    assert nothing.status_code == 422


async def test_a_page_says_what_is_wrong_beside_the_file(city: Organisation, alice: Somebody) -> None:
    event, _invitation = await asked(city)
    shown = await alice.web.post(page_of(event), files={"file": ("a.ics", b"nothing")})
    assert shown.status_code == 422
    assert "There is no calendar in this file" in shown.text


async def test_a_person_assigns_what_waits(city: Organisation, alice: Somebody) -> None:
    event, invitation = await asked(city)
    await execute(
        "UPDATE event SET answer_by = now() - interval '1 day', starts_at = now() + interval '1 day',"
        " ends_at = now() + interval '2 days'"
    )
    await alice.web.post(page_of(event), files={"file": ("a.ics", reply(event, None))})
    listed = await alice.web.get(page_of(event))
    assert "an address alone never answers" in listed.text
    reply_id = await fetch_value("SELECT id FROM calendar_reply")
    shown = await alice.web.get(page_of(event, f"/{reply_id}"))
    assert f'value="{invitation.id}"' in shown.text  # suggested by the address, chosen by the person
    assert str(invitation.id) not in (await alice.web.get(page_of(event, f"/{reply_id}?q=wayan"))).text
    done = await alice.web.post(page_of(event, f"/{reply_id}/assign"), {"invitation_id": str(invitation.id)})
    assert done.status_code == 303
    [row] = await fetch("SELECT state, answered_by FROM invitation")
    assert (row["state"], row["answered_by"]) == ("accepted", "staff")
    note = await fetch_value("SELECT note FROM invitation_answer")
    assert note.startswith("kartini@x.example")
    assert "Kartini" in (await alice.web.get(page_of(event))).text
    twice = await alice.web.post(page_of(event, f"/{reply_id}/assign"), {"invitation_id": str(invitation.id)})
    assert twice.status_code == 422
    assert "has been dealt with already" in twice.text


async def test_a_person_puts_aside_what_says_nothing(city: Organisation, alice: Somebody) -> None:
    event, invitation = await asked(city)
    kept = (await bring(alice, event, reply(event, invitation, method="COUNTER", said="NEEDS-ACTION"))).json()
    assert (kept["state"], kept["reason"]) == ("waiting", "counter")
    path = f"{page_of(event)}/{kept['id']}"
    refused = await alice.api.post(f"{path}/assignment", json={"invitation_id": str(invitation.id)})
    assert (refused.status_code, refused.json()["code"]) == (409, "reply_without_answer")
    assert (await alice.api.post(f"{path}/dismissal")).json()["state"] == "dismissed"
    assert (await alice.api.post(f"{path}/dismissal")).json()["code"] == "reply_settled"
    assert (await alice.api.get(path)).json()["state"] == "dismissed"


async def test_assigning_to_another_events_invitation_finds_nothing(
    city: Organisation, alice: Somebody
) -> None:
    event, _mine = await asked(city)
    kept = (await bring(alice, event, reply(event, None))).json()
    _other, theirs = await asked(city, "Wayan")
    path = f"{page_of(event)}/{kept['id']}/assignment"
    refused = await alice.api.post(path, json={"invitation_id": str(theirs.id)})
    assert refused.status_code == 404


async def test_who_gets_in(
    city: Organisation, cast: Cast, alice: Somebody, bob: Somebody, charlie: Somebody
) -> None:
    event, invitation = await asked(city)
    assert (await bob.web.get(page_of(event))).status_code == 403
    assert (await charlie.web.get(page_of(event))).status_code == 404
    assert (await bring(bob, event, reply(event, invitation))).status_code == 403
    assert (await bring(charlie, event, reply(event, invitation))).status_code == 404
    assert (await alice.web.get(page_of(event))).status_code == 200


async def test_many_replies_cost_no_more_queries(city: Organisation, alice: Somebody) -> None:
    event, _invitation = await asked(city)
    spent = []
    for number in range(12):
        await bring(alice, event, reply(event, None, comment=str(number)))
        if number in (1, 11):
            with counting_queries() as count:
                await alice.web.get(page_of(event))
            spent.append(len(count.statements))
    assert spent[0] == spent[1]


async def test_the_outbox_holds_no_tag(city: Organisation) -> None:
    _event, invitation = await asked(city)
    [row] = await fetch("SELECT * FROM message WHERE calendar IS NOT NULL")
    assert tag(invitation) not in str(dict(row)).lower()
    assert "ORGANIZER" in row["calendar"]
    kept = await fetch_value("SELECT reply_hash FROM invitation")
    assert len(kept) == 32
