"""Steps of the API's world at the board: views, a look before, an act on many, and undo."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.api_world import World


def board(world: "World") -> None:
    """Every operation of the board that writes has answered well once."""
    world.ids["view_id"] = world.call("POST /board/views", {})["id"]
    world.call("PUT /board/views/{view_id}", {"name": "Yang terlambat"})
    world.call("DELETE /board/views/{view_id}", {})
    world.call("POST /board/views/{view_id}/restoration", {})
    rows = [{"action_id": "", "row_version": None}]
    world.call("POST /board/previews", {"rows": rows})
    world.ids["bulk_id"] = world.call("POST /board/changes", {"rows": rows})["id"]
    world.call("POST /board/changes/{bulk_id}/undo", {})
    world.call("GET /board/cards", {}, params={"key": "open"})
