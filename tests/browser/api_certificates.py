"""Steps of the API's world in certificates: of an event that is over, whose end no call can bring about."""

import asyncio
from typing import TYPE_CHECKING

from events_app import database
from tests.browser.api_door import at

if TYPE_CHECKING:
    from tests.browser.api_world import World

OVER = """
UPDATE event SET starts_at = starts_at - interval '9 days', ends_at = ends_at - interval '9 days' WHERE id = $1::uuid
"""
EVENT = "/events/{event_id}"


def certificates(world: "World") -> None:
    """One is issued for a reason and revoked, one stays and gets another name; the world goes on with its own event."""
    ids = world.ids
    kept = {name: ids[name] for name in ("event_id", "person_id", "guest_id")}
    times = {"starts_at": at(days=5), "ends_at": at(days=5, hours=3), "room_id": None}
    ids["event_id"] = world.call("POST /events", times)["id"]
    world.call(f"POST {EVENT}/publication", {})
    for name in ("Nyoman Rai", "Wayan Sudira"):
        world.call(f"POST {EVENT}/guests", {"full_name": name})
    asyncio.run(_end(world.dsn, ids["event_id"]))
    world.call(
        f"PUT {EVENT}/certificate-settings",
        {"row_version": None, "wanted": True, "dated": None, "signatory_id": ids["signatory_id"]},
    )
    for person in [one["id"] for one in world.call(f"GET {EVENT}/certificates", {})["items"]]:
        ids["person_id"] = person
        world.call(f"POST {EVENT}/certificates", {"person_id": person, "reason": "Listrik padam"})
    first, second = (one["certificate_id"] for one in world.call(f"GET {EVENT}/certificates", {})["items"])
    ids["certificate_id"] = first
    world.call("POST /certificates/{certificate_id}/revocation", {})
    ids["certificate_id"] = second
    world.call("PUT /certificates/{certificate_id}/name", {})
    world.call(f"GET {EVENT}/documents/certificates.pdf", {})
    ids["certificate_code"] = world.call("GET /certificates/{certificate_id}", {})["check_url"].rsplit(
        "/", 1
    )[1]
    ids |= kept


async def _end(dsn: str, event: str) -> None:
    await database.connect(dsn, size=1)
    try:
        await database.execute(OVER, event)
    finally:
        await database.disconnect()
