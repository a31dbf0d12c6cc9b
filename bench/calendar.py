"""How fast the month answers, however many events there are elsewhere; and a feed that has not changed."""

import itertools
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import uvloop

from bench import load, place
from bench.load import Measured
from events_app import clock, database
from events_app.accounts import actions, sessions
from events_app.accounts.actor import Actor
from events_app.accounts.forms import UserForm
from events_app.accounts.rights import Role
from events_app.events.actions import create_event
from events_app.events.feeds.actions import make_feed, url_of
from events_app.events.feeds.forms import FeedIn
from events_app.events.forms import EventPlan
from events_app.events.tables import Event

CLIENTS = 4
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
IN_MONTH, SIZES, ENTRIES = 100, [100, 20_000], 1_000
GOALS = (0.3, 15.0)
MONTH = datetime(2026, 12, 1, 2, tzinfo=UTC)

EMPTY, WHOLE, UNCHANGED = "empty page", "feed of 1,000, whole", "feed of 1,000, 304"
SMALL, LARGE = (f"month, of {size:,} events" for size in SIZES)


def main() -> None:
    """Prints the table."""
    with place.running() as (dsn, port):
        _report(uvloop.run(_measure(dsn, port)))


async def _measure(dsn: str, port: int) -> dict[str, list[Measured]]:
    await database.connect(dsn)
    few, many = [await _city(f"Kota {size}", size) for size in SIZES]
    reader = await _city("Kota Langganan", ENTRIES, state="published")
    feed = await make_feed(reader.actor, FeedIn(kind="organisation"))  # type: ignore[arg-type]
    await database.execute("VACUUM ANALYZE event, event_session")
    await database.disconnect()
    await place.listening(port)
    address = "/" + url_of(feed).split("/", 3)[3]
    etag = await _etag(port, address)
    month, rounds = f"/calendar/month?month={MONTH:%Y-%m}", dict[str, list[Measured]]()
    for number in range(ROUNDS + 1):
        for name, request in [
            (EMPTY, _get("/series", few.cookie)),
            (SMALL, _get(month, few.cookie)),
            (LARGE, _get(month, many.cookie)),
            (UNCHANGED, _get(address, "", etag)),
            (WHOLE, _get(address, "")),
        ]:
            measured = await load.press(port, request, CLIENTS, SECONDS)
            if number:  # the first round warms caches and plans
                rounds.setdefault(name, []).append(measured)
    return rounds


class Reader:
    """An organiser of a city, and the cookie that says so."""

    def __init__(self, actor: Actor, cookie: str) -> None:
        self.actor, self.cookie = actor, cookie


async def _city(name: str, events: int, state: str = "draft") -> Reader:
    """A city with a hundred events in the month, the others long after it."""
    city = await actions.found(name)
    form = UserForm(name="Alice", email="alice@lembayung.example", roles=[Role.organiser])
    user = await actions.add_user(Actor.system(city.id), form)
    plan = EventPlan(
        title="Rapat",
        kind="workshop",  # type: ignore[arg-type]
        timezone="Asia/Jakarta",
        starts_at=MONTH,
        ends_at=MONTH + timedelta(hours=2),
    )
    first = await create_event(Actor.system(city.id), plan)
    await database.execute(_copies(), first.id, events, state, IN_MONTH)
    await database.execute("DELETE FROM event WHERE id = $1", first.id)
    row = {"organisation": city.id, "id": user.id, "name": user.name}
    cookie = await sessions.open_session(row, "127.0.0.1", "bench", clock.now())
    return Reader(actions.owner_actor(user), cookie)


def _copies() -> str:
    """The statement that makes many of one: some within four weeks, the rest in the ten years after."""
    own = {"id", "ref", "slug", "starts_at", "ends_at", "state"}
    names = [column._meta.db_column_name for column in Event._meta.columns]
    kept = ", ".join(f'"{name}"' for name in names if name not in own)
    day = "CASE WHEN n <= $4 THEN n % 28 ELSE 60 + n % 3650 END * interval '1 day'"
    return (
        f"INSERT INTO event (id, ref, slug, starts_at, ends_at, state, {kept})"
        f" SELECT gen_random_uuid(), 'B-' || n, organisation || '-' || n, starts_at + {day}, ends_at + {day},"
        f" $3, {kept} FROM event, generate_series(1, $2::int) AS n WHERE id = $1"
    )


async def _etag(port: int, address: str) -> str:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        answer = await client.get(address)
        answer.raise_for_status()
        tag: str = answer.headers["etag"]
        return tag


def _get(path: str, cookie: str, etag: str = "") -> Iterator[bytes]:
    head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n"
    head += f"Cookie: session={cookie}\r\n" if cookie else ""
    head += f"If-None-Match: {etag}\r\n" if etag else ""
    return itertools.repeat((head + "\r\n").encode())


def _report(rounds: dict[str, list[Measured]]) -> None:
    speed = load.table(rounds, EMPTY)
    growth = 100 * (speed[SMALL] / speed[LARGE] - 1)
    print(
        f"From {SIZES[0]:,} to {SIZES[1]:,} events of the organisation a month takes {growth:.0f} % longer."
    )
    print("To reach: {:.2f} of an empty page, at most {:.0f} % longer.".format(*GOALS))
