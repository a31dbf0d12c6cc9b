"""The server or its database dies while eight scanners work: what was acknowledged is there, once, and they go on."""

import contextlib
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from tests.commands.running import Installation, installation

KILLS = int(os.environ.get("DOOR_KILLS", "3"))
"""How often; the twenty of a long night are DOOR_KILLS=20."""
SCANNERS, GUESTS = 8, 40


@dataclass
class Hall:
    """Eight scanners that keep a scan under its id until it is answered, as the door's page does."""

    url: str
    token: str
    event: str
    codes: list[str]
    acknowledged: dict[str, str] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def scanner(self) -> None:
        path = f"{self.url}/api/v1/events/{self.event}/scans"
        headers = {"authorization": f"Bearer {self.token}"}
        with httpx.Client(headers=headers, timeout=5) as client:
            while not self.over.is_set():
                scan = {"id": str(uuid4()), "code": random.choice(self.codes), "scanned_at": _now()}
                self._until_answered(client, path, scan)

    def _until_answered(self, client: httpx.Client, path: str, scan: dict[str, str]) -> None:
        while not self.over.is_set():
            try:
                answer = client.post(path, json={"device": "Pintu", "scans": [scan]})
            except httpx.HTTPError:
                time.sleep(0.05)
                continue
            if answer.status_code == 200:
                self.acknowledged[scan["id"]] = answer.json()["results"][0]["outcome"]
                return
            time.sleep(0.05)


def _now(**later: float) -> str:
    return (datetime.now(UTC) + timedelta(**later)).isoformat()


def _made(here: Installation) -> Hall:
    here.must("user", "add", "--email", "a@b.example", "--name", "Ani", "--role", "owner")
    token = here.must("token", "add", "--email", "a@b.example")
    with httpx.Client(base_url=f"{here.url}/api/v1", headers={"authorization": f"Bearer {token}"}) as api:
        body = {"title": "Rapat", "kind": "workshop", "timezone": "Asia/Jakarta"}
        times = {"starts_at": _now(minutes=-5), "ends_at": _now(hours=3)}
        event = api.post("/events", json=body | times).json()["id"]
        api.post(f"/events/{event}/publication")
        guests = [
            api.post(f"/events/{event}/guests", json={"full_name": f"Tamu {n}"}).json() for n in range(GUESTS)
        ]
    return Hall(here.url, token, event, [guest["short_code"] for guest in guests])


def _kept(hall: Hall) -> list[dict[str, Any]]:
    """Every scan that the server has."""
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    headers = {"authorization": f"Bearer {hall.token}"}
    with httpx.Client(base_url=f"{hall.url}/api/v1/events/{hall.event}", headers=headers) as api:
        while cursor is not None:
            params = {"limit": "500"} | ({"cursor": cursor} if cursor else {})
            part = api.get("/scans", params=params).json()
            found, cursor = found + part["items"], part["next"]
    return found


@contextlib.contextmanager
def _at_work(hall: Hall) -> Iterator[None]:
    """Eight scanners, until the block ends."""
    scanners = [threading.Thread(target=hall.scanner) for _ in range(SCANNERS)]
    for one in scanners:
        one.start()
    try:
        yield
    finally:
        hall.over.set()
        for one in scanners:
            one.join()


def _go_on(hall: Hall) -> None:
    """Forty more scans are answered, and a little later something will happen."""
    before = len(hall.acknowledged)
    _wait(lambda: len(hall.acknowledged) >= before + 40)
    time.sleep(random.uniform(0, 0.5))


def test_what_was_acknowledged_outlives_a_server_killed_under_load() -> None:
    with installation() as here:
        with here.serving():
            hall = _made(here)
        with _at_work(hall):
            for _kill in range(KILLS):
                with here.serving() as server:
                    _go_on(hall)
                    os.kill(server.process.pid, signal.SIGKILL)
                    server.process.wait()
            with here.serving():
                _go_on(hall)
        with here.serving():
            _look(hall)


def test_what_was_acknowledged_outlives_a_database_killed_under_load() -> None:
    with installation() as here, here.serving() as server:
        hall = _made(here)
        with _at_work(hall):
            for _kill in range(KILLS):
                _go_on(hall)
                os.kill(_postmaster(here), signal.SIGKILL)
            _go_on(hall)
        _look(hall)
        assert server.process.poll() is None


def _postmaster(here: Installation) -> int:
    [found] = here.folder.rglob("postmaster.pid")
    return int(found.read_text().split()[0])


def _wait(until: Any, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline, "the scanners did not go on"
        time.sleep(0.02)


def _look(hall: Hall) -> None:
    kept = _kept(hall)
    by_id = {scan["id"]: scan["outcome"] for scan in kept}
    assert len(by_id) == len(kept)
    assert {one: by_id.get(one) for one in hall.acknowledged} == hall.acknowledged
    admitted = Counter(scan["guest"]["id"] for scan in kept if scan["outcome"] == "admitted")
    assert set(admitted.values()) == {1}
