"""Inviting by WhatsApp: the text ready for one tap, marked by the sender, and the service for those who agreed."""

import re
from html import unescape
from types import MappingProxyType
from urllib.parse import parse_qs, urlsplit

import pytest

from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.database import counting_queries, fetch, fetch_value
from events_app.events.tables import Event
from events_app.invitations import links
from events_app.invitations.tables import Invitation
from events_app.notifications.whatsapp.tables import WhatsappStatus
from events_app.whatsapp_settings import WhatsappService
from tests import make_events, make_invitations, make_stakeholders
from tests.notifications.conftest import set_smtp
from tests.people import Cast, Somebody

PHONE = "+6281234567890"
SERVICE = WhatsappService(
    url="http://127.0.0.1:1/v23.0",
    token="token-of-it",
    phone_id="1122334455",
    app_secret="secret-of-it",
    verify_token="verify-of-it",
    templates=MappingProxyType({"id": "undangan"}),
)


async def invited(
    event: Event, city: Organisation, name: str = "Kartini", phone: str = PHONE, language: str = "id"
) -> Invitation:
    person = await make_events.person(city, name, phone=phone, language=language)
    return await make_invitations.invitation(event, person)


def opened(page: str) -> list[str]:
    return [unescape(url) for url in re.findall(r'href="(https://wa\.me/[^"]+)"', page)]


async def test_the_page_has_a_link_with_the_mails_words_in_the_receivers_language(
    city: Organisation, alice: Somebody
) -> None:
    event = await make_events.published(city)
    one = await invited(event, city)
    await invited(event, city, "Nobody", phone="")
    [url] = opened((await alice.web.get(f"/events/{event.id}/whatsapp")).text)
    parts = urlsplit(url)
    text = parse_qs(parts.query)["text"][0]
    assert parts.path == "/6281234567890"
    assert links.rsvp_url(one.id, 1) in text
    assert event.title in text
    assert "Mohon" in text
    assert "\n--" not in text
    assert "{{" not in text
    kept = await fetch("SELECT text FROM message UNION SELECT excerpt FROM inbound_mail")
    assert not [row for row in kept if links.rsvp_token(one.id, 1) in row[0]]


async def test_a_head_is_written_to_for_an_institution_else_its_own_number(
    city: Organisation, alice: Somebody
) -> None:
    event = await make_events.published(city)
    office = await make_stakeholders.institution(city.id, "Dinas Sosial", phone="+622155500011")
    await make_invitations.invitation(event, office)
    listed = (await alice.api.get(f"/events/{event.id}/whatsapp")).json()["items"]
    assert [(one["name"], one["phone"]) for one in listed] == [("Dinas Sosial", "+622155500011")]
    await make_stakeholders.person(
        city.id, "Bapak Kepala", institution_id=office.id, position="Kepala Dinas", is_head=True, phone=PHONE
    )
    listed = (await alice.api.get(f"/events/{event.id}/whatsapp")).json()["items"]
    assert [one["phone"] for one in listed] == [PHONE]


async def test_who_prefers_it_comes_first_and_is_marked(city: Organisation, alice: Somebody) -> None:
    event = await make_events.published(city)
    await invited(event, city)
    person = await make_events.person(city, "Dewi Sartika", phone="+6281234567891", channel="wa")
    await make_invitations.invitation(event, person)
    listed = (await alice.api.get(f"/events/{event.id}/whatsapp")).json()["items"]
    assert [(one["name"], one["preferred"]) for one in listed] == [("Dewi Sartika", True), ("Kartini", False)]
    assert (await alice.web.get(f"/events/{event.id}/whatsapp")).text.count("Prefers WhatsApp") == 1


async def test_marking_records_who_and_sends_a_draft_and_undo_takes_it_back(
    city: Organisation, alice: Somebody
) -> None:
    event = await make_events.published(city)
    one = await invited(event, city)
    path = f"/events/{event.id}/whatsapp/{one.id}"
    await alice.web.post(f"{path}/mark", {"words": "invitation"})
    await alice.web.post(f"{path}/mark", {"words": "invitation"})
    seen = (await alice.web.get(f"/events/{event.id}/whatsapp")).text
    assert "Marked as sent" in seen
    assert alice.user.name in seen
    assert await fetch_value("SELECT state FROM invitation WHERE id = $1", one.id) == "sent"
    assert await fetch_value("SELECT count(*) FROM whatsapp_send") == 1
    await alice.web.post(f"{path}/undo", {"words": "invitation"})
    assert await fetch_value("SELECT state FROM invitation WHERE id = $1", one.id) == "draft"
    assert await fetch_value("SELECT undone_by FROM whatsapp_send") == alice.user.id
    again = await alice.api.post(f"{path}/undo", json={"words": "invitation"})
    assert (again.status_code, again.json()["code"]) == (409, "not_marked")
    marked = (await alice.api.post(f"{path}/mark", json={"words": "invitation"})).json()
    assert (marked["marked_by"], marked["invitation_id"]) == (alice.user.name, str(one.id))


async def test_who_decided_is_written_to_no_more(city: Organisation, alice: Somebody) -> None:
    event = await make_events.published(city)
    one = await invited(event, city)
    await alice.api.put(f"/rsvp/{links.rsvp_token(one.id, 1)}", json={"answer": "declined"})
    assert opened((await alice.web.get(f"/events/{event.id}/whatsapp")).text) == []
    refused = await alice.api.post(f"/events/{event.id}/whatsapp/{one.id}/mark", json={"words": "invitation"})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_reachable")


async def test_the_service_writes_to_those_who_agreed_once(
    city: Organisation, alice: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = await make_events.published(city)
    one = await invited(event, city)
    await invited(event, city, "Rahmat", phone="+6281234567891")
    person = one.person
    path = f"/events/{event.id}/whatsapp"
    assert "Write to all who agreed" not in (await alice.web.get(path)).text
    refused = await alice.api.post(path, json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "whatsapp_not_configured")
    set_smtp(monkeypatch, None, whatsapp=SERVICE)
    agreed = (await alice.api.put(f"/people/{person}/whatsapp-consent", json={"via": "phone"})).json()
    assert (agreed["agreed"], agreed["via"]) == (True, "phone")
    assert (await alice.api.post(path, json={})).json() == {"queued": 1}
    assert (await alice.api.post(path, json={})).json() == {"queued": 0}
    assert await fetch_value("SELECT to_address FROM message WHERE channel = 'whatsapp'") == PHONE
    kept = await fetch_value("SELECT parameters FROM whatsapp_message")
    assert links.rsvp_token(one.id, 1) not in str(kept)
    await alice.api.delete(f"/people/{person}/whatsapp-consent")
    listed = (await alice.api.get(path)).json()["items"]
    assert not any(row["agreed"] for row in listed)


async def test_the_page_and_the_list_say_how_far_the_service_got(
    city: Organisation, alice: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = await make_events.published(city)
    one = await invited(event, city)
    path = f"/events/{event.id}/whatsapp"
    set_smtp(monkeypatch, None, whatsapp=SERVICE)
    await alice.api.put(f"/people/{one.person}/whatsapp-consent", json={"via": "phone"})
    await alice.api.post(path, json={})
    message = await fetch_value(
        "UPDATE message SET state = 'sent', sent_at = now() WHERE channel = 'whatsapp' RETURNING id"
    )
    for status, word in (("sent", None), ("delivered", "Delivered"), ("read", "Read")):
        told = {"organisation": city.id, "message": message, "status": status, "said": ""}
        await WhatsappStatus(**told).save()
        assert (await alice.api.get(path)).json()["items"][0]["service_told"] == status
        shown = (await alice.web.get(path)).text
        assert [found for found in ("Delivered", "Read") if f"{found}</span>" in shown] == (
            [word] if word else []
        )


async def test_consent_is_recorded_at_the_person(city: Organisation, alice: Somebody) -> None:
    person = await make_events.person(city, "Kartini", phone=PHONE)
    await alice.web.post(f"/people/{person.id}/whatsapp/agree", {"via": "paper"})
    await alice.web.post(f"/people/{person.id}/whatsapp/agree", {"via": "paper"})
    assert "Agreed" in (await alice.web.get(f"/people/{person.id}")).text
    await alice.web.post(f"/people/{person.id}/whatsapp/end", {"via": "phone"})
    assert "Not agreed" in (await alice.web.get(f"/people/{person.id}")).text
    said = "SELECT c.purpose, c.via, w.via AS ended FROM consent_record c JOIN consent_withdrawal w ON w.consent = c.id"
    assert [tuple(row) for row in await fetch(said)] == [("wa", "paper", "phone")]


async def test_nobody_else_reaches_it(
    city: Organisation, alice: Somebody, bob: Somebody, charlie: Somebody
) -> None:
    event = await make_events.published(city)
    one = await invited(event, city)
    for somebody, code in ((charlie, 404), (bob, 403)):
        assert (await somebody.web.get(f"/events/{event.id}/whatsapp")).status_code == code
        assert (await somebody.web.post(f"/events/{event.id}/whatsapp/{one.id}/mark")).status_code == code
        assert (await somebody.api.get(f"/people/{one.person}/whatsapp-consent")).status_code == code


async def test_a_consent_is_shown_to_those_who_keep_the_directory(
    city: Organisation, alice: Somebody, cast: Cast
) -> None:
    one = await invited(await make_events.published(city), city)
    viewer = await cast.somebody(city, "Eka", Role.viewer)
    path = f"/people/{one.person}/whatsapp-consent"
    assert [(await who.api.get(path)).status_code for who in (alice, viewer)] == [200, 403]


async def test_the_page_takes_no_more_queries_for_more_people(city: Organisation, alice: Somebody) -> None:
    event = await make_events.published(city)
    seen = []
    for count in (2, 20):
        for number in range(count):
            await invited(event, city, f"Orang {count} {number}", phone=f"+62812345678{number:02}")
        with counting_queries() as queries:
            assert (await alice.web.get(f"/events/{event.id}/whatsapp")).status_code == 200
        seen.append(queries.count)
    assert seen[0] == seen[1]
