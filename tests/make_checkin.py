"""Factories of the door: guests with passes, and scans as devices send them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from events_app import clock
from events_app.accounts.actor import Actor
from events_app.accounts.tables import Organisation
from events_app.events.tables import Event
from events_app.invitations import links
from events_app.invitations.forms import GuestIn
from events_app.invitations.guest_actions import add_guest
from events_app.invitations.tables import Guest, GuestState
from tests import make_events


async def today(organisation: Organisation | UUID, **more: Any) -> Event:
    """A published event that began an hour ago and lasts three more."""
    now = clock.now()
    times = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=3)}
    return await make_events.published(organisation, **times | more)


async def guest(event: Event, name: str = "Budi Santoso", **more: Any) -> Guest:
    """Somebody expected, of an institution of that name when one is given."""
    said = GuestIn(full_name=name, **more)
    added = await add_guest(Actor.system(event.organisation), event, said, datetime(2020, 1, 1, tzinfo=UTC))
    return added.guest


async def in_state(guest: Guest, state: GuestState) -> None:
    await Guest.update({Guest.state: state}).where(Guest.id == guest.id)


def token(guest: Guest) -> str:
    """What the guest's QR code says, without the address."""
    return links.pass_token(guest.id, guest.pass_version)


def scan(code: str, **more: Any) -> dict[str, Any]:
    """One scan as a device posts it, made now."""
    return {"id": str(uuid4()), "code": code, "scanned_at": clock.now().isoformat()} | more


def scans(*codes: str, device: str = "Pintu utara") -> dict[str, Any]:
    """A request with one scan a code."""
    return {"device": device, "scans": [scan(code) for code in codes]}
