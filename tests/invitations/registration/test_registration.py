"""Coming without an invitation: a mailbox is proved first, seats hold, and nothing is told to strangers."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from events_app import clock, tokens
from events_app.accounts.actor import Actor
from events_app.accounts.tables import Organisation
from events_app.database import fetch, fetch_one, fetch_value
from events_app.events import actions as events
from events_app.events.forms import EventPatch, Postponement
from events_app.events.tables import Event
from events_app.invitations.refusals import EventFull
from events_app.invitations.registration import actions
from events_app.invitations.registration.forms import RegistrationIn
from events_app.invitations.registration.refusals import RegistrationClosed, RegistrationExpired
from events_app.invitations.registration.tables import Registration
from tests import make_events
from tests.people import Browser, Somebody

DAY = timedelta(days=1)


@pytest.fixture
async def public(public: Browser) -> Browser:
    """A visitor who reads English."""
    public.client.cookies.set("lang", "en")
    return public


def said(name: str = "Siti Maryam", email: str = "siti@warga.example", **more: Any) -> RegistrationIn:
    return RegistrationIn.model_validate({"full_name": name, "email": email, "consent": True} | more)


async def opened(city: Organisation, **more: Any) -> Event:
    """A public event of tomorrow that may be registered for."""
    start = clock.now() + DAY
    times = {"starts_at": start, "ends_at": start + timedelta(hours=3)}
    return await make_events.published(city, **times | {"visibility": "public", "registration": True} | more)


async def wish(event: Event, **more: Any) -> Registration:
    """Somebody who has registered and not confirmed."""
    await actions.register(event, said(**more), clock.now())
    row = (
        await Registration.objects()
        .where(Registration.event == event.id)
        .order_by(Registration.id, ascending=False)
        .first()
    )
    assert row is not None
    return row


async def confirmed(event: Event, row: Registration) -> Registration:
    return await actions.confirm(Actor(organisation=event.organisation, via="link"), row.id, clock.now())


def way(row: Registration) -> str:
    return f"/registrations/{tokens.derive('registration', row.id)}"


FORM = {
    "full_name": "Dra. Siti Maryam, M.Si",
    "email": "Siti@Warga.Example",
    "institution_name": "Karang Taruna Melati",
    "position": "Ketua",
    "consent": "on",
}


async def test_a_stranger_registers_confirms_and_gets_a_pass(city: Organisation, public: Browser) -> None:
    event = await opened(city)
    shown = await public.get(f"/e/{event.slug}")
    assert f"/e/{event.slug}/registration" in shown.text
    sent = await public.post(f"/e/{event.slug}/registration", FORM)
    assert "siti@warga.example" in sent.text
    assert await fetch_value("SELECT count(*) FROM guest") == 0
    row = await Registration.objects().first()
    assert row is not None
    assert "Yes, I come" in (await public.get(way(row))).text
    assert await fetch_value("SELECT count(*) FROM guest") == 0
    assert (await public.post(way(row))).status_code == 303
    standing = (await public.get(way(row))).text
    assert "/T/" in standing
    consents = f"/my-consents/{way(row).rpartition('/')[2]}"
    assert f'href="{consents}"' in standing
    assert "/taken-back" in (await public.get(consents)).text
    guest = await fetch_one(
        "SELECT g.state, p.full_name, p.title_prefix, n.name FROM guest g JOIN person p ON p.id = g.person"
        " JOIN institution n ON n.id = g.institution"
    )
    assert guest is not None
    assert tuple(guest.values()) == ("expected", "Siti Maryam", "Dra.", "Karang Taruna Melati")
    kinds = [row["kind"] for row in await fetch("SELECT kind FROM message ORDER BY id")]
    assert kinds == ["invitations.registration", "invitations.pass"]


async def test_confirming_records_consent_and_forgets_what_was_typed(city: Organisation) -> None:
    row = await confirmed(event := await opened(city), await wish(event, institution_name="Melati"))
    consent = await fetch_one("SELECT purpose, text_version, via FROM consent_record")
    assert consent is not None
    assert tuple(consent.values()) == ("registration", 1, "mail link")
    assert (row.full_name, row.institution_name, row.phone) == ("", "", "")


async def test_the_same_person_twice_is_one_wish_and_one_guest(city: Organisation) -> None:
    event = await opened(city)
    first = await wish(event)
    again = await wish(event, name="Hj. SITI  maryam, S.E.", email="SITI@warga.example")
    assert first.id == again.id
    await confirmed(event, first)
    await wish(event)
    await confirmed(event, first)
    assert await fetch_value("SELECT count(*) FROM guest") == 1
    kinds = [row["kind"] for row in await fetch("SELECT kind FROM message ORDER BY id")]
    assert kinds == ["invitations.registration"] * 2 + ["invitations.pass"] * 2


async def test_one_mailbox_is_not_filled(city: Organisation) -> None:
    event = await opened(city)
    for number in range(6):
        await wish(event, name=f"Nama {chr(65 + number)}", email="korban@warga.example")
    assert await fetch_value("SELECT count(*) FROM message") == actions.MAILS


async def test_the_answer_does_not_tell_whether_somebody_is_known(
    city: Organisation, public: Browser
) -> None:
    event = await opened(city)
    first = await public.post(f"/e/{event.slug}/registration", FORM)
    row = await Registration.objects().first()
    assert row is not None
    await confirmed(event, row)
    again = await public.post(f"/e/{event.slug}/registration", FORM)
    assert (again.status_code, again.text) == (first.status_code, first.text)


async def test_a_known_person_keeps_their_own_address(city: Organisation) -> None:
    event = await opened(city)
    known = await make_events.person(city, "Siti Maryam")
    await confirmed(event, await wish(event))
    await known.refresh()
    assert known.email == ""
    assert await fetch_value("SELECT count(*) FROM person WHERE full_name = 'Siti Maryam'") == 2


async def test_a_hundred_confirmations_for_the_last_seat_give_one(city: Organisation) -> None:
    event = await opened(city, capacity=1)
    rows = [
        await wish(event, name=f"Orang {n:03}".replace("0", "o"), email=f"o{n}@x.example") for n in range(100)
    ]
    done = await asyncio.gather(*(confirmed(event, row) for row in rows), return_exceptions=True)
    assert sum(isinstance(one, Registration) for one in done) == 1
    assert sum(isinstance(one, EventFull) for one in done) == 99
    assert await fetch_value("SELECT count(*) FROM guest WHERE state = 'expected'") == 1


async def test_who_comes_too_late_waits_in_line_and_moves_up(city: Organisation) -> None:
    event = await opened(city, capacity=1, waiting_list=True)
    first = await confirmed(event, await wish(event))
    second = await confirmed(event, await wish(event, name="Budi", email="budi@x.example"))
    states = "SELECT state FROM guest WHERE id = $1"
    assert await fetch_value(states, second.guest) == "waitlisted"
    await actions.take_back(Actor(organisation=city.id, via="link"), first.id, clock.now())
    assert await fetch_value(states, first.guest) == "cancelled"
    assert await fetch_value(states, second.guest) == "expected"


async def test_a_seat_given_back_can_be_asked_for_again(city: Organisation) -> None:
    event = await opened(city)
    row = await confirmed(event, await wish(event))
    await actions.take_back(Actor(organisation=city.id, via="link"), row.id, clock.now())
    again = await confirmed(event, await wish(event))
    assert await fetch_value("SELECT state FROM guest WHERE id = $1", again.guest) == "expected"


async def test_an_unconfirmed_wish_ends_and_is_forgotten(city: Organisation) -> None:
    event = await opened(city)
    row = await wish(event)
    later = clock.now() + actions.LASTS + timedelta(minutes=1)
    await Event.update({Event.starts_at: later + DAY, Event.ends_at: later + 2 * DAY}).where(
        Event.id == event.id
    )
    with pytest.raises(RegistrationExpired):
        await actions.confirm(Actor(organisation=city.id, via="link"), row.id, later)
    await actions.forget(later)
    assert await Registration.count() == 0


@pytest.mark.parametrize(
    "facts",
    [
        {"registration": False},
        {"register_by": clock.now() - timedelta(minutes=1)},
        {"state": "cancelled"},
        {"state": "postponed"},
        {"starts_at": clock.now() - timedelta(hours=1)},
    ],
)
async def test_a_closed_registration_refuses(
    city: Organisation, public: Browser, facts: dict[Any, Any]
) -> None:
    event = await opened(city)
    row = await wish(event)
    await Event.update(facts).where(Event.id == event.id)
    with pytest.raises(RegistrationClosed):
        await confirmed(event, row)
    answer = await public.post(f"/e/{event.slug}/registration", FORM | {"email": "b@x.example"})
    assert (answer.status_code, await Registration.count()) == (422, 1)


async def test_postponing_moves_the_close_of_registration_along(city: Organisation, alice: Somebody) -> None:
    event = await opened(city, register_by=clock.now() + timedelta(hours=20))
    closes, week = event.register_by, timedelta(days=7)
    plan = {"starts_at": event.starts_at + week, "ends_at": event.ends_at + week, "reason": "Banjir"}
    moved = await events.postpone(alice.actor, event, Postponement.model_validate(plan), clock.now())
    assert moved.register_by == closes + week


async def test_an_event_for_the_invited_has_no_registration_page(city: Organisation, public: Browser) -> None:
    event = await make_events.published(city)
    assert (await public.get(f"/e/{event.slug}/registration")).status_code == 404
    assert (await public.post(f"/e/{event.slug}/registration", FORM)).status_code == 404


async def test_bad_input_is_named_beside_each_field_and_kept(city: Organisation, public: Browser) -> None:
    event = await opened(city)
    bad = {"full_name": "123", "email": "nobody", "phone": "12", "institution_name": "<b>Melati</b>"}
    answer = await public.post(f"/e/{event.slug}/registration", bad)
    assert answer.status_code == 422
    assert answer.text.count('class="field-error"') == 4
    assert "We may only register you if you agree." in answer.text
    assert "&lt;b&gt;Melati&lt;/b&gt;" in answer.text
    assert await Registration.count() == 0


async def test_only_a_public_page_can_be_registered_for(alice: Somebody) -> None:
    body = make_events.event_body(registration=True)
    answer = await alice.api.post("/events", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "not_for_strangers")
    made = (await alice.api.post("/events", json=body | {"visibility": "public"})).json()
    assert made["registration"] is True
    refused = await alice.api.patch(f"/events/{made['id']}", json={"confidential": True})
    assert refused.json()["code"] == "not_for_strangers"


async def test_a_program_registers_without_a_token(city: Organisation, public: Browser) -> None:
    event = await opened(city)
    body = {"full_name": "Siti", "email": "siti@x.example", "consent": True}
    asked = await public.client.post(f"/api/v1/public/events/{event.slug}/registrations", json=body)
    assert (asked.status_code, asked.json()) == (202, {"state": "check_your_mail"})
    row = await Registration.objects().first()
    assert row is not None
    link = f"/api/v1{way(row)}"
    assert (await public.get(link)).json() == {"state": "unconfirmed", "pass_url": None}
    assert (await public.client.post(link)).json()["state"] == "expected"
    assert (await public.client.delete(link)).status_code == 204
    assert (await public.get(link)).json()["state"] == "cancelled"


async def test_staff_see_who_registered(alice: Somebody, city: Organisation) -> None:
    event = await opened(city)
    await confirmed(event, await wish(event))
    assert "Registered" in (await alice.web.get(f"/events/{event.id}/guests")).text


async def test_the_mail_carries_a_link_that_the_outbox_does_not_show(
    alice: Somebody, city: Organisation
) -> None:
    row = await wish(await opened(city))
    [message] = (await alice.api.get("/outbox")).json()["items"]
    assert tokens.derive("registration", row.id) not in message["text"]
    assert "[personal link]" in message["text"]


async def test_switching_it_off_shuts_the_door(city: Organisation, alice: Somebody) -> None:
    event = await opened(city)
    await events.update_event(alice.actor, event, EventPatch(registration=False), clock.now())
    with pytest.raises(RegistrationClosed):
        await actions.register(event, said(), clock.now())
