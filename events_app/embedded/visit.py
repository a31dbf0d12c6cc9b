"""Coming to use the server and going away; whoever closes the door last puts out the light."""

import os
from dataclasses import dataclass
from pathlib import Path

from events_app.embedded import cluster, locks, server
from events_app.embedded.place import Place, choose

DUTY = "stop-when-idle"  # left by one who should have stopped it while others still used it


@dataclass
class Visit:
    """This process uses the server until `leave()`."""

    place: Place
    started: bool
    users_lock: int

    @property
    def dsn(self) -> str:
        return self.place.dsn

    def revive(self) -> bool:
        """Starts the server again when it has died; says whether it had to. Raises an EmbeddedFault when it cannot."""
        if server.find(self.place) is not None:
            return False
        with locks.turn(self.place):
            if self.users_lock < 0 or _adopt(self.place):
                return False
            server.start(self.place)
            self.started = True
            return True

    def leave(self, *, owner: bool = False) -> None:
        """Stop the server when that is ours to do and nobody else uses it. The second call does nothing."""
        if self.users_lock < 0:
            return
        with locks.turn(self.place):
            descriptor, self.users_lock = self.users_lock, -1
            os.close(descriptor)
            self._put_out_the_light(self.started or owner)

    def _put_out_the_light(self, mine: bool) -> None:
        duty = self.place.home / DUTY
        if not (mine or duty.exists()):
            return
        if locks.in_use(self.place):
            duty.touch()
        else:
            _stop(self.place)


def arrive(data_dir: Path) -> Visit:
    """Use the server of this folder: adopt the live one, or recover and start it."""
    place = choose(data_dir)
    with locks.turn(place):
        started = not _adopt(place)
        if started:
            cluster.prepare(place)
            server.start(place)
            (place.home / DUTY).unlink(missing_ok=True)
        return Visit(place, started, locks.share(place))


def _adopt(place: Place) -> bool:
    found = server.find(place)
    if found is not None and server.is_stopping(place):
        server.stop(found)
        found = None
    if found is None:
        return False
    cluster.prepare(place)
    server.wait_ready(place, found.pid)
    return True


def _stop(place: Place) -> None:
    found = server.find(place)
    if found is not None:
        server.stop(found)
    (place.home / DUTY).unlink(missing_ok=True)
