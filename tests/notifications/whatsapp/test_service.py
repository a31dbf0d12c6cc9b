"""The Cloud API as a channel: sent once, tried again by code, and told of by a signed webhook."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest

from events_app import settings
from events_app.accounts.actor import Actor
from events_app.accounts.tables import Organisation
from events_app.database import execute, fetch, fetch_one, fetch_value
from events_app.ids import new_id
from events_app.notifications import channels
from events_app.notifications.links import link
from events_app.notifications.whatsapp import actions, client, webhook
from events_app.notifications.whatsapp.actions import Text, WhatsappNotConfigured
from events_app.notifications.whatsapp.words import why_failed
from tests.notifications.conftest import set_smtp
from tests.notifications.whatsapp.service import SECRET, VERIFY, Service, fault
from tests.people import Browser, Somebody

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def text(key: str = "one", **more: Any) -> Text:
    given: dict[str, Any] = {
        "kind": "invitations.whatsapp_invitation",
        "phone": "+6281234567890",
        "to_name": "Ibu Kartini",
        "language": "id",
        "subject": "Diskusi",
        "text": "Kota Lembayung",
        "parameters": ("Ibu Kartini", "Diskusi", link("rsvp", new_id(), 1, "/rsvp/")),
        "dedup_key": key,
    }
    return Text(**(given | more))


async def queued(organisation: Organisation, **more: Any) -> UUID:
    await actions.enqueue_all(Actor.system(organisation.id), [text(**more)])
    identity: UUID = await fetch_value("SELECT id FROM message ORDER BY id DESC LIMIT 1")
    return identity


async def row_of(message: UUID) -> Any:
    return await fetch_one(
        """SELECT m.*, w.provider_id, w.parameters FROM message m JOIN whatsapp_message w ON w.message = m.id
           WHERE m.id = $1""",
        message,
    )


async def test_a_message_is_sent_once_with_its_template_and_the_working_link(
    organisation: Organisation, service: Service
) -> None:
    message = await queued(organisation)
    await channels.deliver(message, NOW)
    await channels.deliver(message, NOW)
    [taken] = service.taken
    assert (taken["to"], taken["template"]["name"], taken["template"]["language"]) == (
        "6281234567890",
        "undangan",
        {"code": "id"},
    )
    gaps = [one["text"] for one in taken["template"]["components"][0]["parameters"]]
    assert gaps[:2] == ["Ibu Kartini", "Diskusi"]
    assert gaps[2].startswith("http://acara.lembayung.example/rsvp/")
    row = await row_of(message)
    assert (row["state"], row["provider_id"], row["sent_at"]) == ("sent", "wamid.1", NOW)
    secret = gaps[2].rpartition("/")[2]
    assert secret not in row["text"] + row["parameters"]
    assert service.tokens == ["Bearer token-of-the-service"]


async def test_the_same_key_is_written_down_once(organisation: Organisation, service: Service) -> None:
    actor = Actor.system(organisation.id)
    assert await actions.enqueue_all(actor, [text("a"), text("b")]) == 2
    assert await actions.enqueue_all(actor, [text("a"), text("c")]) == 1
    assert await fetch_value("SELECT count(*) FROM whatsapp_message") == 3


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((429, fault(130429)), "queued"),
        ((400, fault(131056)), "queued"),
        ((503, b"<html>"), "queued"),
        ((401, fault(190)), "queued"),
        ((200, {"messages": []}), "queued"),
        ((400, fault(131026)), "failed"),
        ((404, fault(132001)), "failed"),
        ((400, b"[]"), "failed"),
    ],
)
async def test_what_may_be_mended_is_tried_again_and_the_rest_is_final(
    organisation: Organisation, service: Service, answer: tuple[int, Any], state: str
) -> None:
    message = await queued(organisation)
    service.answers = [answer]
    await channels.deliver(message, NOW)
    row = await row_of(message)
    assert (row["state"], row["attempts"], bool(row["next_try_at"])) == (state, 1, state == "queued")
    assert "something" not in row["last_error"]
    if state == "queued":
        await channels.deliver(message, NOW)
        assert (await row_of(message))["state"] == "sent"


async def test_tries_end(organisation: Organisation, service: Service) -> None:
    message = await queued(organisation)
    service.answers = [(503, b"")] * 6
    for _try in range(6):
        await channels.deliver(message, NOW)
    assert (await row_of(message))["state"] == "failed"
    assert len(await fetch("SELECT id FROM delivery WHERE message = $1", message)) == 6


async def test_a_service_that_is_away_is_tried_again(organisation: Organisation, service: Service) -> None:
    message = await queued(organisation)
    service.stop()
    try:
        await channels.deliver(message, NOW)
    finally:
        service.__init__()  # type: ignore[misc]
        service.start()
    row = await row_of(message)
    assert (row["state"], row["last_error"]) == ("queued", "ConnectError")


async def test_without_the_service_nothing_is_offered_and_what_waits_is_held(
    organisation: Organisation, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await queued(organisation)
    set_smtp(monkeypatch, None, whatsapp=None)
    with pytest.raises(WhatsappNotConfigured):
        await queued(organisation)
    await channels.deliver(message, NOW)
    assert (await row_of(message))["state"] == "held"


async def test_the_demo_never_sends(organisation: Organisation, service: Service) -> None:
    await execute("UPDATE organisation SET demo = true")
    message = await queued(organisation)
    await channels.deliver(message, NOW)
    assert ((await row_of(message))["state"], service.taken) == ("held", [])


# What the service tells.


def told(*statuses: dict[str, Any]) -> bytes:
    value = {"messaging_product": "whatsapp", "statuses": list(statuses)}
    return json.dumps({"entry": [{"changes": [{"field": "messages", "value": value}]}]}).encode()


def status(word: str, name: str = "wamid.1", **more: Any) -> dict[str, Any]:
    return {"id": name, "status": word, "timestamp": "1795572000", "recipient_id": "62812"} | more


async def tell(public: Browser, raw: bytes, secret: str = SECRET) -> httpx.Response:
    headers = {"X-Hub-Signature-256": webhook.sign(secret, raw).decode()}
    return await public.client.post("/api/v1/inbound/whatsapp", content=raw, headers=headers)


async def test_delivery_is_noted_once_in_any_order(
    city: Organisation, alice: Somebody, service: Service, public: Browser
) -> None:
    message = await queued(city)
    await channels.deliver(message, NOW)
    raw = told(status("read"), status("delivered"), status("sent"), status("failed"))
    assert (await tell(public, raw)).json() == {"noted": 4}
    assert (await tell(public, raw)).json() == {"noted": 0}
    assert (await row_of(message))["state"] == "sent"
    assert await fetch_value("SELECT count(*) FROM whatsapp_status") == 4
    seen = (await alice.web.get(f"/outbox/{message}")).text
    assert "Read" in seen
    assert "Delivered" in seen


async def test_a_failure_told_later_is_the_messages_fate(
    city: Organisation, service: Service, public: Browser
) -> None:
    message = await queued(city)
    await channels.deliver(message, NOW)
    await tell(public, told(status("failed", errors=[{"code": 131026, "title": "secret words"}])))
    row = await row_of(message)
    assert (row["state"], row["last_error"]) == ("failed", "(131026)")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (131026, "the number may not be on WhatsApp"),
        (131047, "More than a day has passed"),
        (999999, "did not take it (999999)"),
    ],
)
async def test_why_it_failed_is_said_in_words(
    city: Organisation, alice: Somebody, service: Service, public: Browser, code: int, said: str
) -> None:
    message = await queued(city)
    await channels.deliver(message, NOW)
    await tell(public, told(status("failed", errors=[{"code": code}])))
    for path in ("/outbox", f"/outbox/{message}"):
        seen = (await alice.web.get(path)).text
        assert said in seen
        assert f"{code}" in seen
    assert "mail server" not in seen
    assert "What the WhatsApp service answered" in seen
    assert (await alice.api.get(f"/outbox/{message}")).json()["channel"] == "whatsapp"


@pytest.mark.parametrize("code", [131026, 999999])
def test_why_it_was_refused_at_once_is_said_with_the_code_alone(code: int) -> None:
    """In the client's own form, which has the HTTP status before it."""
    answer = client.sorted_out(httpx.Response(400, json={"error": {"code": code}}))
    said = why_failed(answer.said)
    assert f"({code})" in said
    assert (said.count("("), said.count(")"), "400" in said) == (1, 1, False)


async def test_a_status_is_known_by_our_own_id_where_the_answer_was_lost(
    city: Organisation, service: Service, public: Browser
) -> None:
    message = await queued(city)
    named = status("sent", "wamid.lost", biz_opaque_callback_data=str(message))
    assert (await tell(public, told(named))).json() == {"noted": 1}
    row = await row_of(message)
    assert (row["state"], row["provider_id"]) == ("sent", "wamid.lost")
    await channels.deliver(message, NOW)
    assert service.taken == []


async def test_what_is_not_signed_is_refused(city: Organisation, service: Service, public: Browser) -> None:
    refused = await tell(public, told(status("read")), "another secret")
    assert (refused.status_code, refused.json()["code"]) == (401, "bad_signature")
    bare = await public.client.post("/api/v1/inbound/whatsapp", content=b"{}")
    assert bare.status_code == 401


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"\xff", b"[" * 100_000])
async def test_what_is_no_notice_is_refused(
    city: Organisation, service: Service, public: Browser, raw: bytes
) -> None:
    assert (await tell(public, raw)).status_code == 422


async def test_odd_notices_are_passed_over(city: Organisation, service: Service, public: Browser) -> None:
    odd = told({"id": 3}, status("seen"), status("read", "wamid.unknown"), status("read", timestamp="x"))
    assert (await tell(public, odd)).json() == {"noted": 0}
    assert (await tell(public, b'{"entry": [1, {"changes": {}}]}')).json() == {"noted": 0}


async def test_the_address_is_proved_by_the_challenge(
    city: Organisation, service: Service, public: Browser
) -> None:
    path = "/api/v1/inbound/whatsapp?hub.mode=subscribe&hub.challenge=42&hub.verify_token="
    good = await public.client.get(path + VERIFY)
    assert (good.text, good.headers["content-type"]) == ("42", "text/plain; charset=utf-8")
    assert (await public.client.get(path + "guess")).status_code == 401


async def test_without_the_service_the_door_is_not_there(
    city: Organisation, public: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert settings.current().whatsapp is None
    assert (await public.client.get("/api/v1/inbound/whatsapp")).status_code == 404
    assert (await tell(public, b"{}")).status_code == 404


async def test_what_was_sent_by_whatsapp_is_not_sent_twice_but_a_failed_one_may_be_tried_again_without_mail(
    city: Organisation, alice: Somebody, service: Service
) -> None:
    message = await queued(city)
    await channels.deliver(message, NOW)
    refused = await alice.api.post(f"/outbox/{message}/resend")
    assert (refused.status_code, refused.json()["code"]) == (409, "mail_only")
    assert "/resend" not in (await alice.web.get(f"/outbox/{message}")).text
    await execute("UPDATE message SET state = 'failed' WHERE id = $1", message)
    assert f"/outbox/{message}/again" in (await alice.web.get(f"/outbox/{message}")).text
    await alice.web.post(f"/outbox/{message}/again")
    await channels.deliver(message, NOW)
    assert (await row_of(message))["state"] == "sent"
    assert len(service.taken) == 2
