"""The codes of rooms: six characters that only this installation can make, by its own clock.

On a screen a code is the truncated HMAC of event, session and the number of the quarter minute; on a poster, of the
poster's version. The server's time decides, whatever clock a screen or a phone has.
"""

import hmac
from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from events_app import settings, tokens
from events_app.checkin.self_checkin.refusals import OldRoomCode, WrongRoomCode
from events_app.checkin.self_checkin.tables import RoomCode, RoomCodeMode

SECONDS = 15
LENGTH = 6
REMEMBERED = 240
"""So many steps back, an hour, a code is told to be old instead of wrong."""

SCREEN, POSTER = "room-screen", "room-poster"


def derive(key: bytes, purpose: str, event: UUID, session: UUID | None, moment: int) -> str:
    """Six characters without look-alikes: the first 30 bits of an HMAC-SHA256."""
    message = f"{purpose}|{event}|{session or ''}|{moment}".encode()
    bits = int.from_bytes(hmac.digest(key, message, "sha256"), "big") >> (256 - 5 * LENGTH)
    return "".join(tokens.ALPHABET[(bits >> 5 * place) & 31] for place in reversed(range(LENGTH)))


def step(now: datetime) -> int:
    """The number of the quarter minute."""
    return int(now.timestamp()) // SECONDS


def remaining(now: datetime) -> int:
    """Whole seconds until the next code, at least one."""
    return SECONDS - int(now.timestamp()) % SECONDS


def is_shown(given: str, code_of: Callable[[int], str], now: datetime) -> bool:
    """Whether it is the code of this quarter minute or of the one before."""
    return any(is_same(given, code_of(step(now) - back)) for back in (0, 1))


def was_shown(given: str, code_of: Callable[[int], str], now: datetime) -> bool:
    """Whether it was the code within the last hour, but is no longer."""
    return any(given == code_of(step(now) - back) for back in range(2, REMEMBERED))


def is_same(given: str, code: str) -> bool:
    """Compares without telling by the time it takes how much of it is right."""
    return hmac.compare_digest(given.encode(errors="replace"), code.encode())


def shown(room: RoomCode, now: datetime) -> str:
    """The code that stands on the poster, or on the screen at this moment."""
    return _of_poster(room) if room.mode == RoomCodeMode.static else _of_screen(room, step(now))


def must_be_current(room: RoomCode, typed: str, now: datetime) -> None:
    """Accepts the poster's code, or the screen's current and previous one; an older one is refused by its name."""
    given = tokens.normalise(typed)
    if room.mode == RoomCodeMode.static:
        good, old = is_same(given, _of_poster(room)), _was_on_poster(room, given)
    else:
        of_screen = partial(_of_screen, room)
        good, old = is_shown(given, of_screen, now), was_shown(given, of_screen, now)
    if not good:
        raise OldRoomCode() if old else WrongRoomCode()


def accepts(room: RoomCode, typed: str, now: datetime) -> bool:
    """Whether a code is this room's at this moment."""
    try:
        must_be_current(room, typed, now)
    except (OldRoomCode, WrongRoomCode):
        return False
    return True


def _was_on_poster(room: RoomCode, given: str) -> bool:
    return any(given == _of_poster(room, version) for version in range(1, room.poster_version))


def _of_screen(room: RoomCode, moment: int) -> str:
    return derive(settings.current().secret_key, SCREEN, room.event, room.session, moment)


def _of_poster(room: RoomCode, version: int | None = None) -> str:
    key = settings.current().secret_key
    return derive(key, POSTER, room.event, room.session, version or room.poster_version)
