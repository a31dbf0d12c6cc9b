"""What a participant's browser keeps: values that only this installation can have written. Pure, given the time.

The five-minute pass is bound to the room, the moment its code was read, and the browser that read it.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from uuid import UUID

from events_app import settings, tokens
from events_app.checkin.self_checkin.tables import RoomCode
from events_app.ids import uuid_of
from events_app.invitations.tables import Guest

LASTS = timedelta(minutes=5)
LABEL = 5


def room_pass(room: RoomCode, browser: str, now: datetime) -> str:
    """Leave to confirm until five minutes from now, in this room and from this browser."""
    moment = str(int(now.timestamp()))
    return f"{room.ref}.{moment}.{_seal('room-pass', *_bound(room, browser), moment)}"


def read_room_pass(text: str, room: RoomCode, browser: str, now: datetime) -> datetime | None:
    """When the room's code was read, or None for a pass that is over, of another room or of another browser."""
    ref, moment, seal = _parts(text, 3)
    if ref != room.ref or not _same(seal, _seal("room-pass", *_bound(room, browser), moment)):
        return None
    read_at = datetime.fromtimestamp(int(moment), UTC)
    return read_at if timedelta(seconds=-1) <= now - read_at <= LASTS else None


def new_browser() -> str:
    """A random name for a browser; it says nothing about its owner."""
    name = tokens.random_token()
    return f"{name}.{_seal('browser', name)}"


def is_browser(text: str) -> bool:
    """Whether we gave this name."""
    name, seal = _parts(text, 2)
    return bool(name) and _same(seal, _seal("browser", name))


def browser_digest(browser: str) -> bytes:
    """What the database keeps of it."""
    return hashlib.sha256(browser.encode()).digest()[:16]


def browser_label(digest: bytes) -> str:
    """Five characters by which people tell one phone from another."""
    number = int.from_bytes(digest, "big")
    return "".join(tokens.ALPHABET[(number >> 5 * place) & 31] for place in range(LABEL))


def held_pass(guest: Guest) -> str:
    """That a guest's pass was opened in this browser; it opens nothing by itself, and ends with the pass."""
    return f"{guest.id}.{_seal('held-pass', str(guest.id), str(guest.pass_version))}"


def read_held_pass(text: str) -> UUID | None:
    """Whose pass it may be; ask `is_held` of the guest that is found."""
    identity, _dot, _rest = text.partition(".")
    return uuid_of(identity)


def is_held(text: str, guest: Guest) -> bool:
    """Whether the value was written for this guest's pass of today."""
    return hmac.compare_digest(text.encode(), held_pass(guest).encode())


def _bound(room: RoomCode, browser: str) -> tuple[str, ...]:
    return (str(room.id), str(room.event), str(room.session), room.mode, str(room.poster_version), browser)


def _seal(purpose: str, *facts: str) -> str:
    message = "|".join((purpose, *facts)).encode()
    return hmac.new(settings.current().secret_key, message, "sha256").hexdigest()[:32]


def _same(given: str, meant: str) -> bool:
    return hmac.compare_digest(given.encode(), meant.encode())


def _parts(text: str, count: int) -> list[str]:
    found = text.split(".")
    return found if len(found) == count else [""] * count
