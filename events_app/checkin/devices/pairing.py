"""What a phone does about itself: it is paired by its code, once, and says now and then how it is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import tokens
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.checkin.devices.forms import PulseIn
from events_app.checkin.devices.refusals import CodeSpent
from events_app.database import atomically, execute, fetch, fetch_one

PAIR = """
UPDATE door_device SET token_hash = $2, paired_at = $3, seen_at = $3, browser = $4, code_until = $3
WHERE code_hash = $1 AND code_until > $3 AND paired_at IS NULL AND revoked_at IS NULL
RETURNING id, organisation, event, name, replaces
"""

# The phone's own cookie is overwritten, so the device that it was before has no phone any more.
LET_GO = """
UPDATE door_device SET revoked_at = $3
WHERE organisation = $1 AND revoked_at IS NULL AND (id = $2 OR token_hash = $4) RETURNING id
"""

TOLD = """
UPDATE door_device SET unsent = $2, battery = $3, told_at = $4, seen_at = $4
WHERE id = $1 AND (told_at IS NULL OR told_at < $4::timestamptz - interval '20 seconds')
"""
SEEN = "UPDATE door_device SET seen_at = $2 WHERE id = $1"


@atomically
async def pair(code: str, before: str | None, address: str, browser: str, now: datetime) -> tuple[str, Any]:
    """The phone's token and its device; of two phones that use one code at once, one is paired.

    `before`: the token that this phone held until now. Raises CodeSpent.
    """
    token = tokens.random_token()
    device = await fetch_one(PAIR, tokens.digest(code), tokens.digest(token), now, browser[:200])
    if device is None:
        raise CodeSpent()
    actor = Actor(device["organisation"], name=device["name"], via="device", address=address)
    await audit.record(actor, "device.paired", device["id"], after={"event": device["event"]})
    held = tokens.digest(before) if before else None
    for old in await _replaced(device, held, now):
        await audit.record(actor, "device.replaced", old, after={"by": device["id"]})
    return token, device


async def tell(device: UUID, said: PulseIn, now: datetime) -> None:
    """What a phone says of itself; more often than every twenty seconds it is not written down."""
    await execute(TOLD, device, said.unsent, said.battery, now)


async def saw(device: UUID, now: datetime) -> None:
    """The phone asked for something."""
    await execute(SEEN, device, now)


async def _replaced(device: Any, held: bytes | None, now: datetime) -> list[UUID]:
    rows = await fetch(LET_GO, device["organisation"], device["replaces"], now, held)
    return [row["id"] for row in rows]
