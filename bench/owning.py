"""What an owner's pages cost beside an empty page in the same shell, over a real server, in one run."""

import asyncio
import os
import statistics
import time

import httpx
import uvloop

from bench import place
from bench.reminding import prepare
from events_app import clock, database
from events_app.commitments.actions import links
from events_app.commitments.contacts import owners_of
from events_app.commitments.owning.queries import Owner
from events_app.commitments.tables import FollowUpAction
from events_app.database import fetch_one, transaction

CLIENTS = int(os.environ.get("BENCH_CLIENTS", "4"))
PAGES = int(os.environ.get("BENCH_PAGES", "60"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
GOAL = 0.3
EMPTY, ONE, ALL = "an empty page", "one action's page", "all that an office owes"


def main() -> None:
    """Prints the table."""
    with place.running() as (dsn, port):
        items, speeds = uvloop.run(_measure(dsn, port))
    print(f"An owner's pages, {CLIENTS} clients; the office owes {items} of 18,000 actions")
    empty = statistics.median(speeds[EMPTY])
    for name, rounds in speeds.items():
        speed = statistics.median(rounds)
        print(f"{name:<26}{speed:>8,.0f} a second{speed / empty:>8.2f} of an empty page")
    print(f"To reach: {GOAL:.1f}.")


async def _measure(dsn: str, port: int) -> tuple[int, dict[str, list[float]]]:
    await database.connect(dsn)
    await prepare()
    items, paths = await _paths()
    await database.disconnect()
    await place.listening(port)
    speeds: dict[str, list[float]] = {name: [] for name in paths}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        for number in range(ROUNDS + 1):
            for name, path in paths.items():
                speed = await _speed(client, path)
                if number:  # the first round warms caches and plans
                    speeds[name].append(speed)
    return items, speeds


async def _paths() -> tuple[int, dict[str, str]]:
    sql = (
        "SELECT id, organisation, responsible_institution FROM follow_up_action WHERE state = 'open' LIMIT 1"
    )
    row = await fetch_one(sql)
    assert row is not None
    now = clock.now()
    action = await FollowUpAction.objects().get(FollowUpAction.id == row["id"])
    assert action is not None
    owner = Owner(row["organisation"], None, row["responsible_institution"])
    answering = (await owners_of([row["organisation"]], [action.id]))[action.id]
    async with transaction():
        await links.give(action, answering, now)
        one = (await links.standing([action.id], now))[action.id]
        everything = (await links.of_digests([owner], now))[owner]
    count = "SELECT count(*)::int AS items FROM follow_up_action WHERE responsible_institution = $1"
    found = await fetch_one(count, owner.institution)
    assert found is not None
    return found["items"], {EMPTY: "/bench/empty", ONE: _path(one.address), ALL: _path(everything.address)}


def _path(address: str) -> str:
    return "/p/" + address.rsplit("/", 1)[-1]


async def _speed(client: httpx.AsyncClient, path: str) -> float:
    """Pages a second."""

    async def one_client() -> None:
        for _page in range(PAGES):
            (await client.get(path)).raise_for_status()

    started = time.perf_counter()
    await asyncio.gather(*(one_client() for _ in range(CLIENTS)))
    return CLIENTS * PAGES / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
