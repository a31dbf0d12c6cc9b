"""What the pages of figures cost with 100,000 commitments, beside the same pages with 1,000, over a real server.

Two organisations in one database and one run: the dashboard of commitments, the start page of the secretariat, the
board in its three groupings, the scorecard of the institution that promised most, and the page of all plots. Everything
is a page as a browser gets it. First as it is most of the day; then dashboard and scorecard once more while somebody
changes something of that institution before each look, so that what is kept of it is not all true.
"""

import itertools
import os
import statistics
import time

import httpx
import uvloop

from bench import place, promises
from bench.promises import LARGE, SMALL, City
from events_app import database

COMMITMENTS = int(os.environ.get("BENCH_COMMITMENTS", str(LARGE)))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))
GOAL = 2.0
NUMBERS = itertools.count(100)
PAGES = {
    "dashboard": "/reports",
    "start page": "/",
    "board by state": "/commitments/board?by=state",
    "board by institution": "/commitments/board?by=institution",
    "board by due month": "/commitments/board?by=month",
    "scorecard": "/institutions/{office}/scorecard",
    "all plots": "/reports/plots",
}
CHANGED = {f"{name}, just changed": PAGES[name] for name in ("dashboard", "scorecard")}
"""The institution's latest promise gets another theme before each look."""

TOUCH = """
UPDATE commitment SET theme = 'Tema ' || $2::text WHERE id = (SELECT c.id FROM commitment c WHERE c.institution = $1
  ORDER BY c.agreed_at DESC LIMIT 1)
"""


def main() -> None:
    """Prints the table."""
    with place.running() as (dsn, port):
        took = uvloop.run(_measure(dsn, port))
    print(f"Milliseconds a page with {SMALL:,} and with {COMMITMENTS:,} commitments (medians of {ROUNDS})")
    for name, (small, large) in took.items():
        print(f"{name:<26}{small * 1000:>9.1f}{large * 1000:>9.1f}{large / small:>8.2f} times")
    print(f"To reach: at most {GOAL:.0f}.")


async def _measure(dsn: str, port: int) -> dict[str, tuple[float, float]]:
    started = time.monotonic()
    await database.connect(dsn)
    cities = [await promises.prepare(size) for size in (SMALL, COMMITMENTS)]
    await promises.settle()
    print(
        f"{COMMITMENTS:,} commitments with all that hangs on them made in {time.monotonic() - started:.0f} s"
    )
    await place.listening(port)
    clients = [_client(port, city) for city in cities]
    took: dict[str, tuple[float, float]] = {}
    for name, path in PAGES.items():
        small, large = [path.format(office=city.busiest) for city in cities]
        rounds = [
            (await _page(clients[0], small), await _page(clients[1], large)) for _round in range(ROUNDS + 2)
        ]
        took[name] = _medians(rounds[2:])  # the first ones warm caches and plans
    for name, path in CHANGED.items():
        rounds = [
            (await _touched(clients[0], cities[0], path), await _touched(clients[1], cities[1], path))
            for _round in range(ROUNDS + 2)
        ]
        took[name] = _medians(rounds[2:])
    await database.disconnect()
    return took


async def _touched(client: httpx.AsyncClient, city: City, path: str) -> float:
    await database.execute(TOUCH, city.busiest, str(next(NUMBERS)))
    return await _page(client, path.format(office=city.busiest))


def _medians(rounds: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(one for one, _other in rounds), statistics.median(
        other for _one, other in rounds
    )


def _client(port: int, city: City) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {city.token}"}
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60, headers=headers)


async def _page(client: httpx.AsyncClient, path: str) -> float:
    started = time.perf_counter()
    (await client.get(path)).raise_for_status()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
