"""Reads of paired phones: who holds a token or a code, and the devices of an event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import clock, tokens
from events_app.checkin.devices.tables import Level
from events_app.database import fetch, fetch_one
from events_app.events.tables import Event
from events_app.together import together

CLOSES = "coalesce(e.ends_at, d.paired_at + interval '30 days') + e.door_closes_minutes * interval '1 minute'"
LASTS = f"({CLOSES} + interval '24 hours')"

BY_TOKENS = f"""
SELECT d.token_hash, d.id, d.organisation, d.name, d.level, d.session, d.seen_at, d.revoked_at,
  o.name AS organisation_name, o.slug, o.timezone, o.demo, w.events, w.working
FROM door_device d JOIN organisation o ON o.id = d.organisation
CROSS JOIN LATERAL (
  SELECT array_agg(e.id) AS events, coalesce(array_agg(e.id) FILTER (WHERE {LASTS} > $2), '{{}}') AS working
  FROM door_device_scope x JOIN event e ON e.id = x.event WHERE x.device = d.id) AS w
WHERE d.token_hash = ANY($1::bytea[])
"""

BY_CODE = """
SELECT d.id, d.organisation, d.name, d.gate, d.level, d.event, d.revoked_at, d.paired_at, d.code_until,
  e.ref, e.title, e.confidential, e.language, e.timezone, e.starts_at, e.ends_at,
  o.name AS organisation_name, o.slug, o.timezone AS organisation_zone, o.demo
FROM door_device d JOIN event e ON e.id = d.event JOIN organisation o ON o.id = d.organisation
WHERE d.code_hash = $1
"""

DEVICES = f"""
SELECT d.id, d.name, d.gate, d.level, d.session, d.event, d.created_at, d.paired_at, d.browser, d.seen_at,
  d.unsent, d.battery, d.told_at, d.revoked_at, d.code_until, d.code_by, d.replaces,
  s.title AS session_title, m.name AS paired_by, r.name AS revoked_by, w.events, w.refs, w.lasts_until
FROM door_device_scope y JOIN door_device d ON d.id = y.device
LEFT JOIN event_session s ON s.id = d.session
LEFT JOIN app_user m ON m.id = d.code_by LEFT JOIN app_user r ON r.id = d.revoked_by
CROSS JOIN LATERAL (
  SELECT array_agg(e.id ORDER BY e.ref) AS events, array_agg(e.ref ORDER BY e.ref) AS refs,
    max({LASTS}) AS lasts_until
  FROM door_device_scope x JOIN event e ON e.id = x.event WHERE x.device = d.id) AS w
WHERE y.event = $1 AND ($2::uuid IS NULL OR d.id = $2)
ORDER BY d.revoked_at IS NOT NULL, lower(d.name), d.id
"""

OTHERS = """
SELECT id, ref, title, confidential, starts_at, timezone FROM event
WHERE organisation = $1 AND id <> $2 AND state <> 'cancelled' AND ends_at > $3
ORDER BY starts_at, id LIMIT 50
"""


@dataclass(frozen=True)
class DeviceView:
    """A device as it is listed; `state_at` says how it stands."""

    id: UUID
    name: str
    gate: str
    level: Level
    session: UUID | None
    event: UUID
    created_at: datetime
    paired_at: datetime | None
    browser: str
    seen_at: datetime | None
    unsent: int | None
    battery: int | None
    told_at: datetime | None
    revoked_at: datetime | None
    code_until: datetime | None
    code_by: UUID | None
    replaces: UUID | None
    session_title: str | None
    paired_by: str | None
    revoked_by: str | None
    events: list[UUID]
    refs: list[str]
    lasts_until: datetime | None

    def has_code(self, now: datetime) -> bool:
        """Whether a code waits for a phone."""
        return self.revoked_at is None and self.code_until is not None and self.code_until > now

    def state_at(self, now: datetime) -> str:
        """revoked, expired, paired, waiting (for a phone) or lapsed (its code was not used in time)."""
        if self.revoked_at is not None:
            return "revoked"
        if self.paired_at is not None:
            return "expired" if self.lasts_until is not None and self.lasts_until <= now else "paired"
        return "waiting" if self.has_code(now) else "lapsed"


async def by_token(token: str) -> Any | None:
    """The device whose phone holds this token, revoked or not, with the events it may work now."""
    return await together(_by_digests).answer(tokens.digest(token))


async def _by_digests(digests: list[bytes]) -> list[Any | None]:
    rows = await fetch(BY_TOKENS, list(set(digests)), clock.now())
    known = {row["token_hash"]: row for row in rows}
    return [known.get(one) for one in digests]


async def by_code(code: str) -> Any | None:
    """The device that this pairing code was made for, used or not."""
    return await fetch_one(BY_CODE, tokens.digest(code))


async def devices(event: Event) -> list[DeviceView]:
    """Every device that was made for the event's door: one query, those let go last."""
    return [_view(row) for row in await fetch(DEVICES, event.id, None)]


async def device(event: Event, identity: UUID) -> DeviceView | None:
    """One of them."""
    row = await fetch_one(DEVICES, event.id, identity)
    return None if row is None else _view(row)


async def other_events(event: Event, now: datetime) -> list[Any]:
    """Events that are still to come, whose doors a device may work too."""
    return await fetch(OTHERS, event.organisation, event.id, now)


def _view(row: Any) -> DeviceView:
    return DeviceView(**dict(row) | {"level": Level(row["level"])})
