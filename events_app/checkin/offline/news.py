"""What a door's script asks for again and again: small, and never about a person."""

from datetime import datetime, timedelta
from typing import Any

from events_app import clock
from events_app.assets import tree_hash
from events_app.events.tables import Event


def news(event: Event, csrf: str) -> dict[str, Any]:
    """The server's time, by which devices correct theirs; the secret of the forms, which a kept page lacks."""
    closes = closes_at(event)
    return {
        "server_time": clock.now().isoformat(),
        "closes_at": closes.isoformat() if closes else None,
        "csrf": csrf,
        "build": tree_hash(),
    }


def closes_at(event: Event) -> datetime | None:
    """When the door closes; until then a device may keep the guest list."""
    return event.ends_at + timedelta(minutes=event.door_closes_minutes) if event.ends_at else None
