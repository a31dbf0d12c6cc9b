"""The poster of a room: a large code, what to do in both languages, the six characters to type."""

from datetime import datetime
from typing import Any

from events_app import qr, settings
from events_app.checkin.self_checkin import codes, queries, words
from events_app.checkin.self_checkin.actions import must_be_allowed
from events_app.checkin.self_checkin.refusals import NoPoster
from events_app.checkin.self_checkin.tables import RoomCode, RoomCodeMode
from events_app.documents import pdf
from events_app.events.tables import Event
from events_app.formats import span_text, spoken
from events_app.i18n import gettext, using

TEMPLATE = "room-poster"


async def poster(event: Event, room: RoomCode, now: datetime) -> tuple[str, bytes]:
    """File name and PDF; only a code that stays the same can hang on a wall."""
    must_be_allowed(event)
    if room.mode != RoomCodeMode.static:
        raise NoPoster()
    place, shown = await queries.spot(room), codes.shown(room, now)
    with using(event.language):
        data: dict[str, Any] = {
            "lang": event.language,
            "title": gettext("Self check-in: %(event)s", event=event.title),
            "event": event.title,
            "session": place.session or "",
            "place": place.room,
            "day": span_text(event.starts_at, event.ends_at, event.timezone),
            "qr_name": gettext("QR code of this room"),
        }
    data |= {
        "svg": svg(room, shown),
        "address": spoken_address(room),
        "code": f"{shown[:3]} {shown[3:]}",
        "languages": words.both_languages(),
    }
    return f"{event.ref}-self-check-in-{room.ref}.pdf", await pdf.render(TEMPLATE, data, made_at=now)


def svg(room: RoomCode, shown: str) -> str:
    """The QR code that leads here, in capitals, which make it smaller."""
    return qr.svg(f"{settings.current().public_url}/R/{room.ref}/{shown}".upper())


def spoken_address(room: RoomCode) -> str:
    """The room's address for typing."""
    return spoken(f"{settings.current().public_url}/R/{room.ref}")
