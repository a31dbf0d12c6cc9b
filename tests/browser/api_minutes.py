"""The minutes of the event, as a program writes them."""

from datetime import UTC, datetime, timedelta
from typing import Any


def minutes(world: Any) -> None:
    """A text, decisions of which one goes again, and who chaired."""
    ids, base = world.ids, "/events/{event_id}/minutes"
    ids["text_id"] = world.call(f"POST {base}/texts", {"agenda_item_id": None})["text_id"]
    world.call(f"PUT {base}/head", {"chair_id": ids["person_id"]})
    for _one in range(2):
        ids["decision_id"] = world.call(f"POST {base}/decisions", {})["id"]
        world.call(f"PATCH {base}/decisions/{{decision_id}}", {})
        world.call(f"POST {base}/decisions/{{decision_id}}/move", {})
        if f"DELETE {base}/decisions/{{decision_id}}" not in world.answered:
            world.call(f"DELETE {base}/decisions/{{decision_id}}", {})
    for number in (1, 2):
        ids["number"] = str(world.call(f"POST {base}/finalisation", {})["number"])
        assert ids["number"] == str(number)
        version = f"{base}/versions/{{number}}/mailing"
        told = world.call(f"GET {version}", {})["recipients"]
        wanted = sum(not one["problem"] for one in told)
        world.call(f"POST {version}", {"recipients": wanted})
        world.call(f"POST {base}/correction", {})


def review(world: Any) -> None:
    """A meeting later, with what this one left open."""
    ids, first = world.ids, world.ids["event_id"]
    start = datetime.now(UTC) + timedelta(days=60)
    later = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=2)).isoformat()}
    ids["event_id"] = world.call("POST /events", later | {"room_id": ""})["id"]
    before = {"json": {"previous_id": first}}
    world.call("PUT /events/{event_id}/previous-meeting", {}, **before)
    world.call("PUT /events/{event_id}/reviews/{action_id}", {})
    for name in ("reviews", "carried-actions", "reviews/{action_id}", "previous-meeting"):
        world.call(f"GET /events/{{event_id}}/{name}", {})
    ids["event_id"] = first
