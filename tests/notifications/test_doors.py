"""Who may read the outbox, and what they see of links."""

from uuid import UUID

import pytest

from events_app import clock, tokens
from events_app.accounts.actor import Actor
from events_app.accounts.tables import Organisation
from events_app.database import counting_queries
from events_app.ids import new_id
from events_app.notifications import actions, delivery
from events_app.notifications.links import link
from events_app.notifications.tables import Message
from tests.make_notifications import invitation
from tests.notifications.conftest import set_smtp
from tests.notifications.postman import Postman
from tests.people import Somebody


@pytest.fixture
async def held(city: Organisation, monkeypatch: pytest.MonkeyPatch) -> Message:
    """A held invitation."""
    set_smtp(monkeypatch, None)
    return await actions.enqueue(city.id, invitation())


def rsvp(message: Message) -> str:
    return tokens.derive("rsvp", message.subject_row)


async def test_outbox_shows_links_of_held_invitations_to_organisers(held: Message, alice: Somebody) -> None:
    (item,) = (await alice.api.get("/outbox")).json()["items"]
    one = (await alice.api.get(f"/outbox/{held.id}")).json()
    assert (item["id"], item["to"], item["state"]) == (str(held.id), "dwi@dinas.example", "held")
    assert (item["subject"], item["attempts"], item["last_error"]) == ("Hello Dwi Hartono", 0, None)
    assert f"/rsvp/{rsvp(held)}" in item["text"]
    assert one == item
    assert rsvp(held) in (await alice.web.get(f"/outbox/{held.id}")).text


async def test_outbox_hides_links_of_sent_messages(
    city: Organisation, mailing: Postman, alice: Somebody
) -> None:
    message = await actions.enqueue(city.id, invitation())
    await delivery.deliver(message.id, clock.now())
    one = (await alice.api.get(f"/outbox/{message.id}")).json()
    assert (one["state"], "[personal link]" in one["text"], rsvp(message) in one["text"]) == (
        "sent",
        True,
        False,
    )
    assert rsvp(message) not in (await alice.web.get(f"/outbox/{message.id}")).text


@pytest.mark.parametrize(
    ("kind", "purpose"), [("accounts.login", "rsvp"), ("commitments.reminder", "progress")]
)
async def test_outbox_hides_links_that_act_for_somebody(
    city: Organisation, held: Message, owner: Somebody, kind: str, purpose: str
) -> None:
    subject = new_id()
    facts = {"name": "X", "answer": link(purpose, subject, 1, "/p/"), "code": ""}
    message = await actions.enqueue(city.id, invitation(kind=kind, facts=facts))
    text = (await owner.api.get(f"/outbox/{message.id}")).json()["text"]
    assert "[personal link]" in text
    assert tokens.derive(purpose, subject) not in text


async def test_outbox_is_for_those_who_invite(
    held: Message, alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody
) -> None:
    codes = [(await one.api.get(f"/outbox/{held.id}")).status_code for one in (alice, bob, charlie, dewi)]
    pages = [(await one.web.get(f"/outbox/{held.id}")).status_code for one in (alice, bob, charlie, dewi)]
    assert codes == pages == [200, 403, 404, 403]
    assert (await charlie.api.get("/outbox")).json()["items"] == []


async def test_outbox_filters_and_pages(city: Organisation, held: Message, alice: Somebody) -> None:
    event = new_id()
    of_event = await actions.enqueue_all(city.id, [invitation(event=event) for _number in range(3)])
    first = (await alice.api.get("/outbox", params={"event_id": str(event), "limit": 2})).json()
    rest = (await alice.api.get("/outbox", params={"event_id": str(event), "cursor": first["next"]})).json()
    ids = [item["id"] for item in first["items"] + rest["items"]]
    assert (ids, rest["next"]) == ([str(row.id) for row in reversed(of_event)], None)
    assert (await alice.api.get("/outbox", params={"state": "failed"})).json()["items"] == []
    shown = await alice.web.get(f"/outbox?state=held&event_id={event}")
    assert str(of_event[0].id) in shown.text
    assert str(held.id) not in shown.text


async def test_outbox_refuses_an_unknown_state(alice: Somebody) -> None:
    answer = await alice.api.get("/outbox", params={"state": "lost"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_try_again_says_why_it_cannot(held: Message, alice: Somebody) -> None:
    answer = await alice.web.post(f"/outbox/{held.id}/again")
    assert answer.status_code == 409
    assert "No mail server is set up yet" in answer.text


async def test_release_sends_what_was_held(
    held: Message, alice: Somebody, charlie: Somebody, postman: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_smtp(monkeypatch, f"smtp://127.0.0.1:{postman.port}")
    await charlie.web.post("/outbox/release")
    assert (await alice.api.get(f"/outbox/{held.id}")).json()["state"] == "held"
    assert "Send held messages" in (await alice.web.get("/outbox")).text
    assert (await alice.web.post("/outbox/release")).headers["location"] == "/outbox"
    assert (await alice.api.get(f"/outbox/{held.id}")).json()["state"] == "queued"


async def test_send_test_goes_to_oneself(alice: Somebody, mailing: Postman) -> None:
    answer = await alice.web.post("/outbox/test")
    message = UUID(answer.headers["location"].rpartition("/")[2])
    await delivery.deliver(message, clock.now())
    (got,) = mailing.mails
    assert got["To"].addresses[0].addr_spec == alice.user.email
    assert got["Subject"] == "Test message from Kota Lembayung"
    assert "250" not in str((await alice.api.get(f"/outbox/{message}")).json()["last_error"])


async def test_outbox_asks_as_much_for_a_hundred_as_for_ten(city: Organisation, alice: Somebody) -> None:
    async def asked() -> int:
        with counting_queries() as count:
            await alice.web.get("/outbox")
        return count.count

    await actions.enqueue_all(Actor.system(city.id), [invitation() for _number in range(10)])
    few = await asked()
    await actions.enqueue_all(Actor.system(city.id), [invitation() for _number in range(90)])
    assert await asked() == few
