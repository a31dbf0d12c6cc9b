"""The last calendars that were built: who subscribes twice, or without asking for what is new, gets them again."""

from collections import OrderedDict
from uuid import UUID

MOST_BYTES = 32_000_000


class Kept:
    """Files by feed, each with the ETag that it was built for; those unread for longest go when there are too many."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self._size = most, 0
        self._files: OrderedDict[UUID, tuple[str, bytes]] = OrderedDict()

    def of(self, feed: UUID, etag: str) -> bytes | None:
        """The feed's file, if it is still the one of this ETag."""
        known = self._files.get(feed)
        if known is None or known[0] != etag:
            return None
        self._files.move_to_end(feed)
        return known[1]

    def keep(self, feed: UUID, etag: str, file: bytes) -> None:
        """In place of the feed's older one."""
        self._drop(feed)
        self._files[feed] = (etag, file)
        self._size += len(file)
        while self._size > self._most:
            self._drop(next(iter(self._files)))

    def _drop(self, feed: UUID) -> None:
        _etag, file = self._files.pop(feed, ("", b""))
        self._size -= len(file)


calendars = Kept()
"""Those of this process; whether somebody may have one is asked before."""
