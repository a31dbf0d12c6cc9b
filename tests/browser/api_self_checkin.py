"""Steps of the API's world where people mark themselves: an odd mark needs a phone, and a code that a screen shows."""

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

if TYPE_CHECKING:
    from tests.browser.api_world import World


def self_checkin(world: "World") -> None:
    """A screen, a poster, a phone that marks two faster than anybody types, and what people say to that."""
    session = world.ids["session_id"]
    poster = world.call("POST /events/{event_id}/room-codes", {"mode": "static", "session_id": session})
    world.ids["room_code_id"] = poster["id"]
    world.call("POST /events/{event_id}/room-codes/{room_code_id}/poster", {})
    room = world.call("POST /events/{event_id}/room-codes", {"mode": "rotating"})
    world.ids["room_code_id"] = room["id"]
    linked = world.call("POST /events/{event_id}/room-codes/{room_code_id}/screen-link", {})
    guests = [world.call("POST /events/{event_id}/guests", {"full_name": name}) for name in ("Ani", "Budi")]
    _marked_by_one_phone(str(world.owner.base_url), linked, [one["short_code"] for one in guests])
    world.call("DELETE /events/{event_id}/room-codes/{room_code_id}/screen-link", {})
    world.call("PATCH /events/{event_id}/room-codes/{room_code_id}", {})
    flags = world.call("GET /events/{event_id}/self-check-in-flags", {})["items"]
    world.ids["flag_id"] = flags[0]["id"]
    world.call("POST /events/{event_id}/self-check-in-flags/{flag_id}/decision", {})


def _marked_by_one_phone(base: str, room: dict[str, str], short_codes: list[str]) -> None:
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(base))
    with httpx.Client(base_url=origin, follow_redirects=True, timeout=30) as phone:
        screen = phone.get(urlsplit(room["screen_url"]).path).text
        found = re.search(r"</span>(\w{3})<span[^>]*> </span>(\w{3})", screen)
        assert found is not None, screen
        path = f"/R/{room['address'][-6:]}"
        page = phone.get(f"{path}/{found[1]}{found[2]}").text
        secret = re.search(r'name="_csrf" value="(\w+)"', page)
        assert secret is not None, page
        for code in short_codes:
            form = {"_csrf": secret[1], "short_code": code}
            answer = phone.post(f"{path}/short-code", data=form)
            assert "verdict tone-ok" in answer.text, answer.text
