"""What the pages of figures cost with 100,000 commitments, beside the same pages with 1,000, over a real server.

Two organisations in one database and one run: the dashboard of commitments, the start page of the secretariat, and
the scorecard of the institution that promised most.
"""

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
PAGES = {
    "dashboard": "/reports",
    "start page": "/",
    "scorecard": "/institutions/{office}/scorecard",
}


def main() -> None:
    """Prints the table."""
    with place.running() as (dsn, port):
        took = uvloop.run(_measure(dsn, port))
    print(f"Milliseconds a page with {SMALL:,} and with {COMMITMENTS:,} commitments (medians of {ROUNDS})")
    for name, (small, large) in took.items():
        print(f"{name:<26}{small * 1000:>9.1f}{large * 1000:>9.1f}{large / small:>8.2f} times")
    print(f"To reach: at most {GOAL:.0f}.")


async def _measure(dsn: str, port: int) -> dict[str, tuple[float, float]]:
    await database.connect(dsn)
    cities = [await promises.prepare(size) for size in (SMALL, COMMITMENTS)]
    await promises.settle()
    await database.disconnect()
    await place.listening(port)
    clients = [_client(port, city) for city in cities]
    took: dict[str, tuple[float, float]] = {}
    for name, path in PAGES.items():
        small, large = [path.format(office=city.busiest) for city in cities]
        rounds = [
            (await _page(clients[0], small), await _page(clients[1], large)) for _round in range(ROUNDS + 2)
        ]
        took[name] = _medians(rounds[2:])  # the first ones warm caches and plans
    return took


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
