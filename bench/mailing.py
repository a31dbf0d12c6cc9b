"""How many messages a second are rendered, recorded and handed to a mail server, beside the same client with prebuilt bytes."""

import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import aiosmtplib
import uvloop

from bench import place
from events_app import clock, database, settings, worker
from events_app.accounts import actions as accounts
from events_app.accounts.actor import Actor
from events_app.events.actions import create_event
from events_app.events.forms import EventPlan
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.invitations import mails
from events_app.invitations.queries import Recipient
from events_app.notifications import actions as outbox
from events_app.notifications import jobs as delivering
from events_app.notifications.compose import compose, sender_address

assert delivering, "registers the handlers"

MESSAGES = int(os.environ.get("BENCH_MESSAGES", "2000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
LINES, GOAL = 8, 0.15
START = datetime(2026, 12, 1, 2, tzinfo=UTC)


def main() -> None:
    """Prints the table."""
    with place.running() as (dsn, _port), _postman() as port:
        os.environ["EVENTS_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
        settings.current.cache_clear()
        ours, floor = uvloop.run(_measure(dsn, port))
    print(f"{'':28}{'per second':>12}{'of prebuilt':>13}")
    print(f"{'prebuilt bytes':28}{floor:12,.0f}{1:13.2f}")
    print(f"{'written, recorded, sent':28}{ours:12,.0f}{ours / floor:13.2f}")
    print(f"To reach: {GOAL:.2f} of prebuilt.")


@contextlib.contextmanager
def _postman() -> Iterator[int]:
    port = place._free_port()
    server = subprocess.Popen([sys.executable, "-m", "bench.postman", str(port)])
    try:
        yield port
    finally:
        server.terminate()
        server.wait()


async def _measure(dsn: str, port: int) -> tuple[float, float]:
    await place.listening(port)
    await database.connect(dsn)
    city = await accounts.found("Kota Surat")
    about = await mails.occasion(await _event(city.id))
    ours, floor = list[float](), list[float]()
    for number in range(ROUNDS + 1):
        speeds = await _ours(dsn, city.id, about), await _floor(port, await _prebuilt(city.id, about))
        if number:  # the first round warms caches and plans
            ours.append(speeds[0])
            floor.append(speeds[1])
    await database.disconnect()
    return statistics.median(ours), statistics.median(floor)


async def _event(city: UUID) -> Event:
    plan = EventPlan(
        title="Penataan Kawasan Kumuh Tepi Sungai",
        kind="workshop",  # type: ignore[arg-type]
        timezone="Asia/Jakarta",
        starts_at=START,
        ends_at=START + timedelta(hours=2),
    )
    return await create_event(Actor.system(city), plan)


async def _ours(dsn: str, city: UUID, about: mails.Occasion) -> float:
    """Passes with their codes: from facts to the server's acknowledgement and its record."""
    stop = asyncio.Event()
    working = asyncio.create_task(worker.work(dsn, stop))
    started = time.perf_counter()
    await outbox.enqueue_all(city, [mails.guest_pass(about, one) for one in _guests(MESSAGES)])
    while await database.fetch_value("SELECT count(*) FROM message WHERE state = 'queued'"):  # noqa: ASYNC110
        await asyncio.sleep(0.02)
    took = time.perf_counter() - started
    stop.set()
    await working
    failed = await database.fetch_value("SELECT count(*) FROM message WHERE state <> 'sent'")
    if failed:
        raise RuntimeError(f"{failed} messages were not sent")
    return MESSAGES / took


def _guests(count: int) -> Iterator[Recipient]:
    for number in range(count):
        yield Recipient(
            id=new_id(),
            version=1,
            office="Dinas Perumahan",
            name=f"Ratna Dewi {number}",
            sex="female",
            titled=False,
            address=f"tamu{number}@lembayung.example",
            language="id",
            short_code="7K4M2Q9T",
        )


async def _prebuilt(city: UUID, about: mails.Occasion) -> bytes:
    (one,) = await outbox.enqueue_all(city, [mails.guest_pass(about, next(_guests(1)))])
    row = await database.fetch_one(
        "SELECT m.*, 'Kota Surat' AS organisation_name FROM message m WHERE id = $1", one.id
    )
    await database.execute("DELETE FROM message WHERE id = $1", one.id)
    assert row is not None
    return compose(row, clock.now())


async def _floor(port: int, content: bytes) -> float:
    left = iter(range(MESSAGES))
    clients = [aiosmtplib.SMTP(hostname="127.0.0.1", port=port) for _line in range(LINES)]
    for client in clients:
        await client.connect()
    started = time.perf_counter()
    await asyncio.gather(*[_hand_over(client, left, content) for client in clients])
    took = time.perf_counter() - started
    for client in clients:
        await client.quit()
    return MESSAGES / took


async def _hand_over(client: aiosmtplib.SMTP, left: Iterator[int], content: bytes) -> None:
    for number in left:
        await client.mail(sender_address())
        await client.rcpt(f"tamu{number}@lembayung.example")
        await client.data(content)
