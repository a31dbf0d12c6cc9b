"""The step of the API's world that tells other programs."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.api_world import World


def indicators(world: "World") -> None:
    """One is added, some are read from a list, what holds no more is retired, and a commitment serves the first."""
    world.ids["indicator_id"] = world.call("POST /indicators", {})["id"]
    world.call("POST /indicators/import/preview", {})
    world.call("POST /indicators/import", {})
    world.ids["list_name"] = "kla"
    world.call("POST /indicator-lists/{list_name}", {})
    for path in ("/indicators/{indicator_id}/retirement", "/indicators/retirement"):
        world.call(f"POST {path}", {})
        world.call(f"DELETE {path}", {}, params={"scheme": "rad", "version": "2025-2029"})
    world.call("PUT /commitments/{commitment_id}/indicators", {"indicators": [world.ids["indicator_id"]]})
    world.call("POST /indicators/{indicator_id}/evidence-runs", {})


def webhooks(world: "World") -> None:
    """One is made and ended; another is changed, tested, replayed, paused and resumed."""
    for _one in range(2):
        world.ids["webhook_id"] = world.call("POST /webhooks", {})["id"]
        if "DELETE /webhooks/{webhook_id}" not in world.answered:
            world.call("DELETE /webhooks/{webhook_id}", {})
    world.call("PUT /webhooks/{webhook_id}", {})
    world.call("POST /webhooks/{webhook_id}/rotation", {})
    world.ids["delivery_id"] = world.call("POST /webhooks/{webhook_id}/test", {})["id"]
    world.call("POST /webhooks/{webhook_id}/deliveries/{delivery_id}/replay", {})
    world.call("POST /webhooks/{webhook_id}/replays", {})
    world.call("POST /webhooks/{webhook_id}/pause", {})
    world.call("POST /webhooks/{webhook_id}/resumption", {})
