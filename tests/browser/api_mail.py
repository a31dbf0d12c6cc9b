"""Steps of the API's world that arrive from outside: mail at the signed door, and inviting by WhatsApp."""

import re
import time
from typing import TYPE_CHECKING
from uuid import UUID

import httpx

from events_app.notifications.mailbox import hook
from tests.make_mail import dsn, letter, message_id, prose

if TYPE_CHECKING:
    from tests.browser.api_world import World

SERVICE = {
    "EVENTS_WHATSAPP_URL": "http://127.0.0.1:1/v23.0",
    "EVENTS_WHATSAPP_TOKEN": "token-of-the-service",
    "EVENTS_WHATSAPP_PHONE_ID": "1122334455",
    "EVENTS_WHATSAPP_APP_SECRET": "secret-of-the-app",
    "EVENTS_WHATSAPP_VERIFY_TOKEN": "verify-this-address",
    "EVENTS_WHATSAPP_TEMPLATES": "id=undangan",
}
"""A service that never answers: what is queued for it waits."""


def whatsapp(world: "World") -> None:
    """Somebody agreed; the invitation is marked as sent, and not after all."""
    world.call("PUT /people/{person_id}/whatsapp-consent", {})
    world.call("DELETE /people/{person_id}/whatsapp-consent", {})
    world.call("PUT /people/{person_id}/whatsapp-consent", {})
    world.call("PATCH /institutions/{institution_id}", {"phone": "0812-3456-7890"})
    world.call("POST /events/{event_id}/whatsapp", {})
    for verb in ("mark", "undo", "mark"):
        name = f"POST /events/{{event_id}}/whatsapp/{{invitation_id}}/{verb}"
        world.call(name, {"words": "invitation"})


def mailbox(world: "World") -> None:
    """A bounce and two letters are handed in; a person decides, and an address is good again."""
    message = UUID(world.call("GET /outbox", {})["items"][0]["id"])
    secret, slug = _secret(world)
    for raw in (dsn(message), letter("Halo."), prose(f"Gagal.\n{message_id(message)}")):
        stamp = str(int(time.time()))
        headers = {
            "X-Events-Organisation": slug,
            "X-Events-Timestamp": stamp,
            "X-Events-Signature": hook.signature(secret, stamp, raw).decode(),
        }
        world.call("POST /inbound/mail", {}, content=raw, headers=headers)
    waiting = world.call("GET /mailbox/mails", {}, params={"state": "waiting"})["items"]
    for row, verb in zip(waiting, ("bounce", "dismissal"), strict=True):
        world.ids["mail_id"] = row["id"]
        world.call(f"POST /mailbox/mails/{{mail_id}}/{verb}", {})
    world.ids["address_id"] = world.call("GET /mailbox/addresses", {})["items"][0]["id"]
    world.call("POST /mailbox/addresses/{address_id}/clearance", {})


def _secret(world: "World") -> tuple[str, str]:
    """As an owner gets it: signed in with a link, on the page, once; and the organisation's short name."""
    with httpx.Client(base_url=world.link.partition("/login/")[0], timeout=60) as browser:
        browser.get(world.link)
        form = {"_csrf": browser.cookies["csrf"]}
        browser.post(world.link, data=form)
        shown = browser.post("/settings/inbound-mail", data={"_csrf": browser.cookies["csrf"]}).text
    secret = re.search(r"<code>([0-9A-Z]{26})</code>", shown)
    slug = re.search(r"Organi[sz]a\w+ [\w ]+</dt>\s*<dd>([\w-]+)", shown)
    assert secret, shown
    assert slug, shown
    return secret.group(1), slug.group(1)
