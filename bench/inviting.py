"""How fast ten thousand are invited, rows and queued messages, beside a bare COPY of the same rows."""

import io
import os
import statistics
import time
from datetime import timedelta
from uuid import UUID

import uvloop

from bench import place
from events_app import clock, database
from events_app.accounts import actions
from events_app.accounts.actor import Actor
from events_app.events.actions import create_event, publish
from events_app.events.forms import EventPlan
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.invitations.actions import invite
from events_app.invitations.forms import Invitee

SIZE = int(os.environ.get("BENCH_INVITEES", "10000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
GOAL = 6.0
TABLES = ("invitation", "message", "pgqueuer")

OFFICES = """
INSERT INTO institution (id, created_at, organisation, name, name_key, short_name, kind, region_code, email, phone,
  address, active, search_text)
SELECT id, now(), $2, 'Kelurahan ' || n, 'kelurahan ' || n, '', 'village', '', 'kelurahan' || n || '@kota.example', '',
  '', true, 'kelurahan ' || n FROM unnest($1::uuid[]) WITH ORDINALITY AS o(id, n)
"""


def main() -> None:
    """Prints the figures."""
    os.environ["EVENTS_SMTP_URL"] = (
        "smtp://127.0.0.1:9"  # so that messages are queued, not held; nothing is sent
    )
    with place.database() as dsn:
        uvloop.run(_measure(dsn))


async def _measure(dsn: str) -> None:
    await database.connect(dsn)
    city = await actions.found("Kota Lembayung")
    offices = [new_id() for _ in range(SIZE)]
    await database.execute(OFFICES, offices, city.id)
    await database.execute("VACUUM ANALYZE institution")
    ours, bare = [], []
    for number in range(ROUNDS + 1):
        event = await _event(city.id)
        inviting, copying = await _invite(event, offices), await _copy()
        if number:  # the first round warms caches and plans
            ours.append(inviting)
            bare.append(copying)
    await database.disconnect()
    _report(statistics.median(ours), statistics.median(bare))


async def _event(organisation: UUID) -> Event:
    now, actor = clock.now(), Actor.system(organisation)
    plan = EventPlan(
        title="Diskusi Tematik",
        kind="workshop",  # type: ignore[arg-type]
        timezone="Asia/Jakarta",
        starts_at=now + timedelta(days=9),
        ends_at=now + timedelta(days=9, hours=3),
    )
    return await publish(actor, await create_event(actor, plan), now)


async def _invite(event: Event, offices: list[UUID]) -> float:
    """Seconds for rows with the digests of their links, messages with their words, and the jobs that send them."""
    invitees = [Invitee(institution_id=one, seats=2) for one in offices]
    began = time.perf_counter()
    done = await invite(Actor.system(event.organisation), event, invitees, True, clock.now())
    took = time.perf_counter() - began
    assert (done.created, done.existing) == (len(offices), 0)
    return took


async def _copy() -> float:
    """Seconds for the same rows into the same tables, indexes and foreign keys, from memory; then they go."""
    async with database.transaction():
        driver = database.connection()
        kept: dict[str, io.BytesIO] = {}
        for table in TABLES:
            kept[table] = io.BytesIO()
            await driver.copy_from_table(table, output=kept[table], format="binary")
        await _clear()
    began = time.perf_counter()
    async with database.transaction():
        driver = database.connection()
        for table, rows in kept.items():
            rows.seek(0)
            await driver.copy_to_table(table, source=rows, format="binary")
    took = time.perf_counter() - began
    await _clear()
    return took


async def _clear() -> None:
    for table in reversed(TABLES):
        await database.execute(f"DELETE FROM {table}")
    if not database.in_transaction():
        await database.execute("VACUUM invitation, message, pgqueuer")


def _report(ours: float, bare: float) -> None:
    print(
        f"{SIZE:,} invitations created, with their queued messages: {ours:.2f} s, {SIZE / ours:,.0f} per second."
    )
    print(f"A bare COPY of the same rows: {bare:.2f} s. Ours takes {ours / bare:.1f} times as long.")
    print(f"To reach: at most {GOAL:.0f} times.")
