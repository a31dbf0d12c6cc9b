"""The code at the exit, and what a phone keeps once it has read it. Pure, given the time; the server's clock decides.

Made as the room's codes are, under a name of its own: a code of a room opens no exit, and the other way about.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from functools import partial

from events_app import settings, tokens
from events_app.checkin.self_checkin.codes import SECONDS, derive, is_shown, remaining, step, was_shown
from events_app.commitments.promising.refusals import OldExitCode, WrongExitCode
from events_app.commitments.promising.tables import PromiseExit

PURPOSE = "promise-exit"
LASTS = timedelta(minutes=20)
"""A room is marked in a moment; a promise wants to be written."""


def shown(place: PromiseExit, now: datetime) -> str:
    """The code on the screen at this moment."""
    return _of(place, step(now))


def must_be_current(place: PromiseExit, typed: str, now: datetime) -> None:
    """Accepts the current code and the one before; an older one is refused by its name."""
    given, code_of = tokens.normalise(typed), partial(_of, place)
    if not is_shown(given, code_of, now):
        raise OldExitCode() if was_shown(given, code_of, now) else WrongExitCode()


def leave(place: PromiseExit, browser: str, now: datetime) -> str:
    """Leave to promise for twenty minutes, at this exit and from this browser."""
    moment = str(int(now.timestamp()))
    return f"{moment}.{_seal(place, browser, moment)}"


def may_promise(text: str, place: PromiseExit, browser: str, now: datetime) -> bool:
    """Whether a leave is ours, of this exit and browser, and not over."""
    moment, _dot, seal = text.partition(".")
    if not hmac.compare_digest(seal.encode(errors="replace"), _seal(place, browser, moment).encode()):
        return False
    return timedelta(seconds=-1) <= now - datetime.fromtimestamp(int(moment), UTC) <= LASTS


def _of(place: PromiseExit, moment: int) -> str:
    return derive(settings.current().secret_key, PURPOSE, place.event, None, moment)


def _seal(place: PromiseExit, browser: str, moment: str) -> str:
    message = "|".join((PURPOSE, str(place.id), str(place.event), browser, moment)).encode(errors="replace")
    return hmac.new(settings.current().secret_key, message, hashlib.sha256).hexdigest()[:32]


__all__ = ["LASTS", "SECONDS", "leave", "may_promise", "must_be_current", "remaining", "shown"]
