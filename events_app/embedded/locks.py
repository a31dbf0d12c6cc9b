"""File locks that the system drops when their holder dies, however it dies."""

import contextlib
import fcntl
import os
from collections.abc import Iterator

from events_app.embedded.place import Place


def opened(place: Place, name: str, flags: int = 0) -> int:
    """A descriptor for a file in the server's folder, never through a link planted there."""
    path = place.home / name
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | flags, 0o600)
    if place.account is not None:
        os.fchown(descriptor, place.account.pw_uid, place.account.pw_gid)
    return descriptor


@contextlib.contextmanager
def turn(place: Place) -> Iterator[None]:
    """Be the only one who starts or stops the server; wait for whoever is."""
    descriptor = opened(place, "start.lock")
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def share(place: Place) -> int:
    """Say that this process uses the server, until the descriptor is closed."""
    descriptor = opened(place, "users.lock")
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def in_use(place: Place) -> bool:
    """Does any process still use the server?"""
    descriptor = opened(place, "users.lock")
    try:
        return not take(descriptor)
    finally:
        os.close(descriptor)


def take(descriptor: int) -> bool:
    """Take the lock alone, now; False when somebody holds it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
