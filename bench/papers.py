"""How long two thousand badges, an attendance list with two thousand signatures and the report of such an event take.

Whole, against typst alone.

The floor is the time that typst itself takes to set the same pages from the same sources; the rest is ours: the
database, the codes, the drawings, JSON.
"""

import os
import statistics
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import uvloop

from bench import data, place
from events_app import clock, database
from events_app.accounts.actor import Actor
from events_app.checkin.badges import paper, people
from events_app.checkin.badges.forms import BadgesIn
from events_app.checkin.badges.tables import BadgeFormat
from events_app.checkin.listing import making
from events_app.checkin.listing.forms import ListIn
from events_app.checkin.signatures.forms import compact
from events_app.demo.papering import flourish
from events_app.documents import pdf
from events_app.events.tables import Event
from events_app.reports.activity import making as making_reports

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "2000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
GOAL = 3.0

NAMED = """
UPDATE person SET title_prefix = 'Dra. Hj.', title_suffix = 'S.Sos., M.Si', full_name = full_name || ' Wulandari'
WHERE organisation = $1
"""
CAME = """
INSERT INTO attendance (id, organisation, created_at, event, guest, first_in_at, last_in_at, device, by_clock)
SELECT gen_random_uuid(), organisation, $2, event, id, $2, $2, 'Pintu utara', false FROM guest WHERE event = $1
"""
SIGNED = """
INSERT INTO checkin_signature (id, organisation, created_at, event, guest, strokes, on_paper, made_at)
SELECT gen_random_uuid(), g.organisation, $4, g.event, g.id, strokes, false, $4
FROM unnest($2::uuid[], $3::text[]) AS s(guest, strokes) JOIN guest g ON g.id = s.guest WHERE g.event = $1
"""


@dataclass
class Clocked:
    """Seconds of one paper: the whole, and typst's own."""

    whole: float
    alone: float
    size: int


def main() -> None:
    """Prints the table."""
    with place.database() as dsn:
        uvloop.run(_report(dsn))


async def _report(dsn: str) -> None:
    await database.connect(dsn)
    try:
        event = await _crowd()
        print(f"{'':44}{'s / 1,000':>10}{'typst':>8}{'ratio':>7}{'MB':>7}")
        for name, make in _papers(event):
            rounds = [await clocked(make) for _number in range(ROUNDS + 1)][1:]  # the first warms the fonts
            _print(name, rounds)
        print(f"To reach: at most {GOAL} times typst's own time.")
    finally:
        await database.disconnect()


async def _crowd() -> Event:
    _token, [stage] = await data.prepare([PEOPLE])
    now = clock.now()
    hands = [compact(flourish(number)) for number in range(PEOPLE)]
    await database.execute(NAMED, stage.organisation)
    await database.execute(CAME, stage.event, now)
    await database.execute(SIGNED, stage.event, stage.guests, hands, now)
    event = await Event.objects().get(Event.id == stage.event)
    assert event is not None
    return event


def _papers(event: Event) -> list[tuple[str, Callable[[], Awaitable[bytes]]]]:
    async def badges(chosen: BadgeFormat) -> bytes:
        found = await people.holders(event, BadgesIn(format=chosen))
        return await paper.pdf_of(event, found, chosen, "id", clock.now())

    async def listed() -> bytes:
        return (await making.pdf(Actor.system(event.organisation), event, ListIn(), "id", clock.now())).data

    async def reported() -> bytes:
        return (await making_reports.made(event, "pdf", "id", clock.now()))[1]

    return [
        (f"{PEOPLE:,} badges, ten a page", lambda: badges(BadgeFormat.a4_10)),
        (f"{PEOPLE:,} badges, one a page", lambda: badges(BadgeFormat.a6)),
        (f"attendance list of {PEOPLE:,}, all signed", listed),
        (f"activity report of {PEOPLE:,}, all signed", reported),
    ]


async def clocked(make: Callable[[], Awaitable[bytes]]) -> Clocked:
    alone: list[float] = []
    compile_ = pdf._compile

    def timed(sources: dict[str, bytes], root: str, timestamp: int, standards: Any) -> bytes:
        begun = time.perf_counter()
        try:
            return compile_(sources, root, timestamp, standards)
        finally:
            alone.append(time.perf_counter() - begun)

    pdf._compile = timed
    try:
        begun = time.perf_counter()
        size = len(await make())
        return Clocked(time.perf_counter() - begun, sum(alone), size)
    finally:
        pdf._compile = compile_


def _print(name: str, rounds: list[Clocked]) -> None:
    whole = statistics.median(one.whole for one in rounds) * 1000 / PEOPLE
    alone = statistics.median(one.alone for one in rounds) * 1000 / PEOPLE
    print(f"{name:44}{whole:10.2f}{alone:8.2f}{whole / alone:7.2f}{rounds[0].size / 1e6:7.1f}")


if __name__ == "__main__":
    main()
