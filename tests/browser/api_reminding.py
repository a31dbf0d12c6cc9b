"""Steps of the API's world in reminding: what weeks of the clock would have left, then everything that writes."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from events_app import database
from events_app.commitments.reminding.tables import ReminderDigest, ReminderLetter
from events_app.commitments.tables import FollowUpAction, ReminderDispatch
from events_app.notifications.tables import Message

if TYPE_CHECKING:
    from tests.browser.api_world import World


def reminding(world: "World") -> None:
    """Every operation of reminding that writes has answered well once."""
    made = asyncio.run(_weeks_later(world.dsn, UUID(world.ids["action_id"])))
    world.ids |= {"digest_id": made[0], "reminder_letter_id": made[1], "message_id": made[3]}
    world.call("POST /outbox/{message_id}/retry", {})
    world.call("POST /outbox/release", {})
    world.call("POST /reminder-digests/{digest_id}/retry", {})
    until = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    world.ids["mute_id"] = world.call("POST /reminder-mutes", {"until": until})["id"]
    world.call("POST /reminder-mutes/{mute_id}/end", {})
    letter = "/reminder-letters/{reminder_letter_id}"
    world.call(f"POST {letter}/discard", {"row_version": None})
    world.ids["reminder_letter_id"] = made[2]
    world.call(f"POST {letter}/issue", {"row_version": None})
    for address in ("sekda@x.example", "wali@x.example"):
        world.ids["leader_id"] = world.call("POST /leadership-addresses", {"email": address})["id"]
        if "DELETE /leadership-addresses/{leader_id}" not in world.answered:
            world.call("DELETE /leadership-addresses/{leader_id}", {})


async def _weeks_later(dsn: str, action: UUID) -> list[str]:
    """A digest that failed, two letters, and a message that failed: the product makes these only as weeks pass."""
    await database.connect(dsn, size=2)
    try:
        row = await FollowUpAction.objects().get(FollowUpAction.id == action)
        assert row is not None
        to: dict[str, Any] = {"organisation": row.organisation}
        message = Message(**to, to_address="sari@x.example", subject="Pengingat", text="Ada", state="failed")
        await message.save()
        failed = Message(**to, to_address="rini@x.example", subject="Kabar", text="Ada", state="failed")
        await failed.save()
        digest = ReminderDigest(
            **to, kind="daily", period=date(2026, 1, 5), recipient="sari@x.example", channel="email",
            language="id", message=message.id, settled_at=datetime.now(UTC),
        )  # fmt: skip
        await digest.save()
        said: dict[str, Any] = {
            "rule": "H+14",
            "hears": "owner",
            "digest": digest.id,
            "recipient": "sari@x.example",
        }
        await ReminderDispatch(**to, **said, action=action, due_snapshot=row.due).save()
        letters = [ReminderLetter(**to, action=action, due_snapshot=date(2026, 1, day)) for day in (5, 6)]
        for letter in letters:
            await letter.save()
        return [str(digest.id), *(str(letter.id) for letter in letters), str(failed.id)]
    finally:
        await database.disconnect()
