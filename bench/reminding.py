"""What the run of eight o'clock costs: to find and queue 20,000 reminders, beside one raw INSERT of the same rows.

The rows of the ledger are kept aside, taken away and inserted again by one statement, into the same table with its
indexes, foreign keys and triggers. The writing of the messages, which workers share afterwards, is measured beside it.
"""

import asyncio
import os
import resource
import statistics
import time
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from bench import place
from events_app import database
from events_app.accounts import actions as accounts
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Role
from events_app.accounts.tables import User
from events_app.bulk import insert_new
from events_app.commitments.reminding import actions, digests
from events_app.commitments.tables import Commitment, FollowUpAction
from events_app.database import execute, fetch_value
from events_app.events.actions import create_event
from events_app.events.forms import EventPlan
from events_app.stakeholders.tables import Institution, Person, Position, PositionHolding

REMINDERS = int(os.environ.get("BENCH_REMINDERS", "20000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
GOAL = 3.0
NOW = datetime(2027, 3, 24, 2, tzinfo=UTC)
"""A Wednesday, nine in the morning in Jakarta."""

OFFICES = 1000
SHARES = (("open", 7, 0.6), ("in_progress", -7, 0.1), ("submitted", 30, 0.2))
"""State, days until due, and share: half a year's usual mixture, in which heads and verifiers hear, too."""

ASIDE = "CREATE TABLE ledger_aside AS SELECT * FROM reminder_dispatch"
RAW = "INSERT INTO reminder_dispatch SELECT * FROM ledger_aside"
EMPTY = "TRUNCATE reminder_dispatch, reminder_digest, reminder_letter"


def main() -> None:
    """Prints the figures."""
    with place.database() as dsn:
        ours, raw, rows, written, grown = asyncio.run(_measure(dsn))
    print(f"{rows:,} reminders found and queued in {ours:.2f} s; inserted raw in {raw:.2f} s")
    print(f"{ours / raw:.2f} times the raw insert. To reach: at most {GOAL:.0f}.")
    print(f"{written:,.0f} digests written a second; the process grew by {grown:.0f} MB while it wrote.")


async def _measure(dsn: str) -> tuple[float, float, int, float, float]:
    await database.connect(dsn)
    await prepare()
    ours, raw = list[float](), list[float]()
    for number in range(ROUNDS + 1):
        took = await _timed(actions.remind_due(NOW))
        rows = int(await fetch_value("SELECT count(*) FROM reminder_dispatch"))
        if not number:
            await execute(ASIDE)
        await execute("TRUNCATE reminder_dispatch")
        floor = await _timed(execute(RAW))
        await execute(EMPTY)
        await execute("VACUUM reminder_dispatch")
        if number:  # the first round warms caches and plans
            ours.append(took)
            raw.append(floor)
    written, grown = await _writing()
    await database.disconnect()
    return statistics.median(ours), statistics.median(raw), rows, written, grown


async def _timed(work: Awaitable[object]) -> float:
    started = time.perf_counter()
    await work
    return time.perf_counter() - started


async def _writing() -> tuple[float, float]:
    """Digests a second, and megabytes that the process grew by after the first hundreds."""
    await actions.remind_due(NOW)
    for _warm in range(3):
        await digests.write_some(NOW)
    before, left = (
        _megabytes(),
        await fetch_value("SELECT count(*) FROM reminder_digest WHERE settled_at IS NULL"),
    )
    took = await _timed(digests.write_all(NOW))
    return int(left) / took, _megabytes() - before


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def prepare() -> None:
    """A thousand offices that owe most of twenty thousand actions."""
    city = await accounts.found("Kota Lembayung")
    for role in (Role.verifier, Role.secretariat, Role.chair):
        await User(
            organisation=city.id, email=f"{role}@lembayung.example", name=role, roles=[role.value]
        ).save()
    offices = [_office(city.id, number) for number in range(OFFICES)]
    await insert_new(offices)
    heads = [
        Position(organisation=city.id, institution=one.id, title="Kepala", is_head=True) for one in offices
    ]
    await insert_new(heads)
    people = [_person(city.id, number) for number in range(OFFICES)]
    await insert_new(people)
    holding = [
        PositionHolding(organisation=city.id, person=one.id, position=post.id)
        for one, post in zip(people, heads, strict=True)
    ]
    await insert_new(holding)
    await _promises(city.id, offices)
    await execute("VACUUM ANALYZE")


def _office(city: UUID, number: int) -> Institution:
    name = f"Instansi {number}"
    return Institution(organisation=city, name=name, name_key=name.lower(), email=f"kantor{number}@x.example")


def _person(city: UUID, number: int) -> Person:
    name = f"Kepala {number}"
    return Person(organisation=city, full_name=name, name_key=name.lower(), email=f"kepala{number}@x.example")


async def _promises(city: UUID, offices: list[Institution]) -> None:
    plan = EventPlan(
        title="Diskusi tematik",
        kind="workshop",  # type: ignore[arg-type]
        timezone="Asia/Jakarta",
        starts_at=NOW - timedelta(days=60),
        ends_at=NOW - timedelta(days=60, hours=-3),
    )
    event = await create_event(Actor.system(city), plan)
    agreed = NOW - timedelta(days=6)
    commitments = [
        Commitment(
            organisation=city,
            ref=f"K-{number}",
            event=event.id,
            institution=one.id,
            title="Janji",
            expected_result="Hasil",
            state="agreed",
            agreed_at=agreed,
        )
        for number, one in enumerate(offices)
    ]
    await insert_new(commitments)
    kinds = [(state, days) for state, days, share in SHARES for _ in range(int(REMINDERS * share))]
    rows = [_action(city, commitments[n % OFFICES], n, state, days) for n, (state, days) in enumerate(kinds)]
    await insert_new(rows)


def _action(city: UUID, commitment: Commitment, number: int, state: str, days: int) -> FollowUpAction:
    due = NOW.date() + timedelta(days=days)
    return FollowUpAction(
        organisation=city,
        ref=f"T-{number}",
        commitment=commitment.id,
        seq=number // OFFICES + 1,
        title=f"Tindak lanjut {number}",
        deliverable="Laporan",
        responsible_institution=commitment.institution,
        original_due=due,
        due=due,
        state=state,
        state_since=NOW - timedelta(days=7, hours=1),
    )


if __name__ == "__main__":
    main()
