"""Who took back the consent to be written to gets nothing they could do without; their office still gets its invitation."""

from typing import Any
from uuid import UUID

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.database import counting_queries, execute, fetch, fetch_value
from events_app.events.tables import Event
from events_app.invitations import jobs as room_jobs
from events_app.invitations.tables import Invitation
from events_app.notifications import channels, delivery
from events_app.stakeholders.tables import Person
from tests import make_events, make_invitations, make_stakeholders
from tests.invitations.whatsapp.test_whatsapp import PHONE, SERVICE
from tests.notifications.conftest import mailing, postman, set_smtp
from tests.notifications.postman import Postman
from tests.people import Somebody

__all__ = ["mailing", "postman"]

QUEUED, HELD = ("queued", None), ("held", "no_consent")


async def said(alice: Somebody, person: UUID, purpose: str, *, back: bool) -> None:
    """They agreed; `back`: and took it back."""
    body = {"purpose": purpose, "text_version": 1, "wording": "Saya setuju.", "via": "paper"}
    kept = await alice.api.post(f"/people/{person}/consents", json=body)
    assert kept.status_code == 201, kept.text
    if back:
        await alice.api.post(f"/consents/{kept.json()['id']}/withdrawal", json={"via": "phone"})


async def registered(person: Person, *, back: bool) -> None:
    """The consent that a registration leaves, which no form of the directory can."""
    row = await fetch_value(
        """INSERT INTO consent_record (id, organisation, created_at, person, purpose, text_version, language, given_at, via,
             given_by, wording, note)
           VALUES (gen_random_uuid(), $1, now(), $2, 'registration', 1, 'id', now(), 'paper', '', '', '') RETURNING id""",
        person.organisation,
        person.id,
    )
    if back:
        await execute(
            """INSERT INTO consent_withdrawal (id, organisation, created_at, consent, withdrawn_at, via, note)
               VALUES (gen_random_uuid(), $1, now(), $2, now(), 'paper', '')""",
            person.organisation,
            row,
        )


async def somebody(city: Organisation, name: str = "Kartini", **more: Any) -> Person:
    return await make_events.person(city, name, **({"email": f"{name.lower()}@kota.example"} | more))


async def invited(event: Event, whom: Any) -> Invitation:
    return await make_invitations.invitation(event, whom, send=True)


async def fates(kind: str = "invitations.invitation") -> dict[str, tuple[str, str | None]]:
    rows = await fetch("SELECT to_address, state, held_because FROM message WHERE kind = $1", kind)
    return {row["to_address"]: (row["state"], row["held_because"]) for row in rows}


async def test_what_is_written_after_consent_was_taken_back_is_held_by_name(
    city: Organisation, alice: Somebody, mailing: Postman
) -> None:
    event = await make_events.published(city)
    never, gone, again = [await somebody(city, name) for name in ("Ani", "Budi", "Citra")]
    await said(alice, gone.id, "contact", back=True)
    await said(alice, again.id, "contact", back=True)
    await said(alice, again.id, "contact", back=False)
    for one in (never, gone, again):
        await invited(event, one)
    assert await fates() == {
        "ani@kota.example": QUEUED,
        "budi@kota.example": HELD,
        "citra@kota.example": QUEUED,
    }
    listed = (await alice.web.get("/outbox?state=held")).text
    assert "took back the consent to be written to" in listed
    shown = (await alice.api.get("/outbox", params={"state": "held"})).json()["items"]
    assert [(one["to"], one["held_because"]) for one in shown] == [("budi@kota.example", "no_consent")]


async def test_what_was_queued_before_is_held_at_the_moment_of_sending(
    city: Organisation, alice: Somebody, mailing: Postman
) -> None:
    event = await make_events.published(city)
    person = await somebody(city)
    await invited(event, person)
    message = await fetch_value("SELECT id FROM message")
    await said(alice, person.id, "contact", back=True)
    await delivery.deliver(message, clock.now())
    assert await fates() == {"kartini@kota.example": HELD}
    assert mailing.mails == []
    assert await fetch_value("SELECT count(*) FROM delivery") == 0
    page = (await alice.web.get(f"/outbox/{message}")).text
    assert "took back the consent to be written to" in page
    assert f"/outbox/{message}/again" not in page
    refused = await alice.api.post(f"/outbox/{message}/retry")
    assert (refused.status_code, refused.json()["code"]) == (409, "consent_taken_back")
    await said(alice, person.id, "contact", back=False)
    assert (await alice.api.post(f"/outbox/{message}/retry")).status_code == 200
    await delivery.deliver(message, clock.now())
    assert [one["To"].addresses[0].addr_spec for one in mailing.mails] == ["kartini@kota.example"]
    await execute("UPDATE message SET state = 'held', held_because = 'no_server'")
    await said_back_everything(alice, person.id)
    assert (await alice.api.post("/outbox/release")).status_code == 200
    assert await fates() == {"kartini@kota.example": HELD}


async def said_back_everything(alice: Somebody, person: UUID) -> None:
    for one in (await alice.api.get(f"/people/{person}/consents")).json()["items"]:
        if one["withdrawn_at"] is None:
            await alice.api.post(f"/consents/{one['id']}/withdrawal", json={"via": "phone"})


async def test_an_office_is_invited_whoever_leads_it(
    city: Organisation, alice: Somebody, mailing: Postman
) -> None:
    event = await make_events.published(city)
    office = await make_stakeholders.institution(city.id, "Dinas Sosial")
    head = await make_stakeholders.person(
        city.id,
        "Sari",
        institution_id=office.id,
        position="Kepala Dinas",
        is_head=True,
        email="sari@kota.example",
    )
    await said(alice, head.id, "contact", back=True)
    await invited(event, office)
    await delivery.deliver(await fetch_value("SELECT id FROM message"), clock.now())
    assert await fates() == {"sari@kota.example": ("sent", None)}


async def test_passes_and_news_of_a_cancelled_event_still_come(
    city: Organisation, alice: Somebody, mailing: Postman
) -> None:
    event = await make_events.published(city)
    person = await somebody(city)
    invitation = await invited(event, person)
    await make_invitations.answered(invitation, "accepted")
    await said(alice, person.id, "contact", back=True)
    assert await fates("invitations.pass") == {"kartini@kota.example": QUEUED}
    for message in await fetch("SELECT id FROM message WHERE kind = 'invitations.pass'"):
        await delivery.deliver(message["id"], clock.now())
    assert await fates("invitations.pass") == {"kartini@kota.example": ("sent", None)}
    await alice.api.post(f"/events/{event.id}/cancellation", json={"reason": "Banjir"})
    await room_jobs.event_cancelled({"event": str(event.id)})
    assert await fates("invitations.event_cancelled") == {"kartini@kota.example": QUEUED}


async def test_a_registration_that_is_regretted_counts_and_a_merge_hides_nothing(
    city: Organisation, alice: Somebody
) -> None:
    event = await make_events.published(city)
    regrets, both, merged = [await somebody(city, name) for name in ("Ani", "Budi", "Citra")]
    await registered(regrets, back=True)
    await registered(both, back=True)
    await said(alice, both.id, "contact", back=False)
    old = await somebody(city, "Citraa")
    await said(alice, old.id, "contact", back=True)
    await execute("UPDATE person SET successor = $2 WHERE id = $1", old.id, merged.id)
    for one in (regrets, both, merged):
        await invited(event, one)
    assert await fates() == {
        "ani@kota.example": HELD,
        "budi@kota.example": ("held", "no_server"),
        "citra@kota.example": HELD,
    }


async def test_a_letter_names_those_without_consent_before_it_is_approved(
    city: Organisation, alice: Somebody
) -> None:
    event = await make_events.published(city)
    for name in ("Ani", "Budi"):
        await invited(event, await somebody(city, name))
    budi = await fetch_value("SELECT id FROM person WHERE full_name = 'Budi'")
    await said(alice, budi, "contact", back=True)
    letter = {"audience": "everyone", "subject_id": "Kabar", "body_id": "{salutation}"}
    path = f"/events/{event.id}/mailings"
    made = (await alice.api.post(path, json=letter)).json()
    handed = (await alice.api.post(f"{path}/{made['id']}/submission")).json()
    assert handed["fates"] == {"waiting": 1, "no_consent": 1}
    assert "Took consent back" in (await alice.web.get(f"{path}/{made['id']}")).text


async def test_no_tap_and_no_service_writes_by_whatsapp_to_who_took_that_back(
    city: Organisation, alice: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_smtp(monkeypatch, None, whatsapp=SERVICE)
    event = await make_events.published(city)
    person = await make_events.person(city, "Kartini", phone=PHONE)
    one = await make_invitations.invitation(event, person)
    await alice.api.put(f"/people/{person.id}/whatsapp-consent", json={"via": "phone"})
    path = f"/events/{event.id}/whatsapp"
    assert (await alice.api.post(path, json={})).json() == {"queued": 1}
    message = await fetch_value("SELECT id FROM message WHERE channel = 'whatsapp'")
    assert "wa.me" in (await alice.web.get(path)).text
    await alice.api.delete(f"/people/{person.id}/whatsapp-consent")
    await said_back_everything(alice, person.id)
    await channels.deliver(message, clock.now())
    assert await fetch_value("SELECT held_because FROM message WHERE id = $1", message) == "no_consent"
    [listed] = (await alice.api.get(path)).json()["items"]
    assert (listed["refused"], listed["url"], listed["agreed"]) == (True, "", False)
    page = (await alice.web.get(path)).text
    assert "wa.me" not in page
    assert "took back the consent to WhatsApp" in page
    refused = await alice.api.post(f"{path}/{one.id}/mark", json={"words": "invitation"})
    assert (refused.status_code, refused.json()["code"]) == (409, "whatsapp_refused")


async def test_another_organisations_word_is_its_own(
    city: Organisation, alice: Somebody, charlie: Somebody
) -> None:
    other = await make_stakeholders.person(charlie.actor, "Kartini", email="kartini@kota.example")
    await said(charlie, other.id, "contact", back=True)
    event = await make_events.published(city)
    await invited(event, await somebody(city))
    assert await fates() == {"kartini@kota.example": ("held", "no_server")}


async def test_ten_and_a_hundred_are_asked_about_in_the_same_questions(
    city: Organisation, alice: Somebody, mailing: Postman
) -> None:
    counts = []
    for size in (10, 100):
        event = await make_events.published(city)
        people = [await somebody(city, f"Orang{size}x{n}") for n in range(size)]
        await said(alice, people[0].id, "contact", back=True)
        asked = {"invitees": [{"person_id": str(one.id)} for one in people], "send": True}
        with counting_queries() as seen:
            answer = await alice.api.post(f"/events/{event.id}/invitations", json=asked)
        assert answer.json()["created"] == size, answer.text
        counts.append(seen.count)
    assert counts[0] == counts[1]
    assert list((await fates()).values()).count(HELD) == 2
