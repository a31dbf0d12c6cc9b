"""Consents are kept with words, version, time and purpose; a minor needs a guardian who agreed."""

import asyncpg
import pytest

from events_app.database import execute, fetch
from tests import make_events
from tests import make_stakeholders as make
from tests.people import Browser, Somebody

GIVEN = {"purpose": "photo", "text_version": 2, "wording": "Saya setuju difoto.", "via": "paper"}
CHILD = {
    "full_name": "Dina",
    "is_minor": True,
    "guardian_name": "Sari Lestari",
    "guardian_consent": True,
}


async def test_consent_is_kept_and_taken_back_but_never_rewritten(alice: Somebody) -> None:
    person = await make.person(alice.actor)
    path = f"/people/{person.id}/consents"
    kept = await alice.api.post(path, json=GIVEN | {"given_at": "2026-01-02T09:00:00+07:00"})
    assert kept.status_code == 201, kept.text
    one = kept.json()
    assert (one["purpose"], one["text_version"], one["given_at"]) == ("photo", 2, "2026-01-02T02:00:00Z")
    assert (await alice.api.get(f"/consents/{one['id']}")).json() == one
    back = await alice.api.post(f"/consents/{one['id']}/withdrawal", json={"via": "phone", "note": "Ibu S"})
    assert back.json()["withdrawn_at"]
    assert back.json()["withdrawn_via"] == "phone"
    again = await alice.api.post(f"/consents/{one['id']}/withdrawal", json={"via": "phone"})
    assert (again.status_code, again.json()["code"]) == (409, "already_taken_back")
    assert (await alice.api.get(path)).json()["items"] == [back.json()]
    for table in ("consent_record", "consent_withdrawal"):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await execute(f"UPDATE {table} SET note = 'x'")


async def test_consent_of_tomorrow_is_refused(alice: Somebody) -> None:
    person = await make.person(alice.actor)
    sent = GIVEN | {"given_at": "2199-01-01T00:00:00Z"}
    answer = await alice.api.post(f"/people/{person.id}/consents", json=sent)
    assert [one["code"] for one in answer.json()["errors"]] == ["in_the_future"]


async def test_consents_are_for_those_who_keep_the_directory(
    alice: Somebody, dewi: Somebody, charlie: Somebody
) -> None:
    person = await make.person(alice.actor, needs="Kursi roda")
    path = f"/people/{person.id}/consents"
    one = (await alice.api.post(path, json=GIVEN)).json()["id"]
    assert (await dewi.api.get(path)).status_code == 403
    assert (await charlie.api.get(path)).status_code == 404
    assert (await charlie.api.get(f"/consents/{one}")).status_code == 404
    assert (await charlie.api.post(f"/consents/{one}/withdrawal", json={"via": "mail"})).status_code == 404
    assert (await dewi.api.get(f"/people/{person.id}")).json()["needs"] is None
    assert "Kursi roda" not in (await dewi.web.get(f"/people/{person.id}")).text
    assert (await alice.api.get(f"/people/{person.id}")).json()["needs"] == "Kursi roda"


async def test_a_minor_needs_a_guardian_who_agreed(alice: Somebody) -> None:
    bare = await alice.api.post(
        "/people", json={"full_name": "Dina", "is_minor": True, "phone": "0812-3456-7890"}
    )
    assert {(one["field"], one["code"]) for one in bare.json()["errors"]} == {
        ("guardian_name", "missing"),
        ("guardian_consent", "missing"),
        ("phone", "minor_phone"),
    }
    made = await alice.api.post("/people", json=CHILD)
    assert made.status_code == 201, made.text
    kept = (await alice.api.get(f"/people/{made.json()['id']}/consents")).json()["items"]
    assert [(one["purpose"], one["given_by"], one["text_version"]) for one in kept] == [
        ("guardian", "Sari Lestari", 1)
    ]
    assert "guardian" in kept[0]["wording"]
    phone = await alice.api.patch(f"/people/{made.json()['id']}", json={"phone": "0812-3456-7890"})
    assert [one["code"] for one in phone.json()["errors"]] == ["minor_phone"]
    sent = {"phone": "0812-3456-7890", "guardian_allows_phone": True}
    allowed = await alice.api.patch(f"/people/{made.json()['id']}", json=sent)
    assert allowed.json()["phone"] == "+6281234567890"
    assert len(await fetch("SELECT 1 FROM consent_record")) == 1


async def test_a_list_does_not_bring_a_minor_a_phone(alice: Somebody) -> None:
    made = (await alice.api.post("/people", json=CHILD)).json()
    rows = make.csv(["Dina", "", "", "", "0812-3456-7890", ""])
    answer = await alice.api.post("/imports/people?commit=true", files={"file": ("a.csv", rows, "text/csv")})
    assert answer.status_code == 200, answer.text
    assert (await alice.api.get(f"/people/{made['id']}")).json()["phone"] is None


async def test_a_minor_is_named_in_public_only_when_that_was_agreed_to(
    alice: Somebody, public: Browser
) -> None:
    made = (await alice.api.post("/people", json=CHILD | {"full_name": "Dina Anggraini"})).json()
    event = await make_events.published(alice.actor.organisation, visibility="public")
    await make_events.session(event, "Suara Anak", speaker_ids=[made["id"]])
    page = f"/e/{event.slug}"
    before = (await public.get(page)).text
    assert "Suara Anak" in before
    assert "Anggraini" not in before
    sent = GIVEN | {"purpose": "publication", "given_by": "Sari Lestari"}
    given = (await alice.api.post(f"/people/{made['id']}/consents", json=sent)).json()
    assert "Anggraini" in (await public.get(page)).text
    await alice.api.post(f"/consents/{given['id']}/withdrawal", json={"via": "phone"})
    assert "Anggraini" not in (await public.get(page)).text


async def test_pages_note_and_take_back(alice: Somebody) -> None:
    person = await make.person(alice.actor)
    place = f"/people/{person.id}/consents"
    assert "No consent is noted" in (await alice.web.get(place)).text
    wrong = await alice.web.post(place, {"purpose": "photo", "wording": "Saya setuju."})
    assert wrong.status_code == 422
    assert "Saya setuju." in wrong.text
    assert (
        await alice.web.post(place, {name: f"{value}" for name, value in GIVEN.items()})
    ).status_code == 303
    shown = (await alice.web.get(place)).text
    assert "Photos of the event" in shown
    one = (await alice.api.get(place)).json()["items"][0]["id"]
    assert (await alice.web.post(f"/consents/{one}/withdrawal", {"via": "phone"})).status_code == 303
    assert "Taken back" in (await alice.web.get(place)).text


async def test_form_of_a_minor_names_every_fault_beside_its_field(alice: Somebody) -> None:
    typed = {"full_name": "Dina", "is_minor": "true", "needs": "Juru bahasa isyarat", "channel": "none"}
    answer = await alice.web.post("/people/new", typed)
    assert answer.status_code == 422
    assert "Please name the parent or guardian." in answer.text
    assert "A minor needs the consent of the guardian." in answer.text
    assert "Juru bahasa isyarat" in answer.text
    done = typed | {"guardian_name": "Sari", "guardian_consent": "true"}
    saved = await alice.web.post("/people/new", done)
    assert saved.status_code == 303
    shown = (await alice.web.get(saved.headers["location"])).text
    assert "Minor" in shown
    assert "Sari" in shown
