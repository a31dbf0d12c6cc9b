"""Every door of self check-in for people, with the loaders they share."""

from typing import Any

from litestar.di import Provide

from events_app.checkin.self_checkin import (
    kiosk_pages,
    pass_pages,
    review_pages,
    room_pages,
    screen_pages,
    settings_pages,
)
from events_app.checkin.self_checkin.access import (
    entered_by_address,
    flag_here,
    room_code_at_door,
    room_code_here,
    screen_by_link,
)
from events_app.events.access import event_for_planner

ROWS = {
    "planned": Provide(event_for_planner),
    "room_code": Provide(room_code_here),
    "shown_here": Provide(room_code_at_door),
    "flag": Provide(flag_here),
    "entered": Provide(entered_by_address),
    "linked": Provide(screen_by_link),
}
doors: list[Any] = [
    *settings_pages.doors,
    *review_pages.doors,
    *screen_pages.doors,
    *room_pages.doors,
    *pass_pages.doors,
    *kiosk_pages.doors,
]
