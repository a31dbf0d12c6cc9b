"""How much memory the sending process takes at most for a letter to 1,000 receivers, and for one to 100,000.

Not among the usual ones, since it takes a quarter of an hour: `python -m bench memory`.
"""

import asyncio
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import uvloop

from bench import data, place
from bench.mailing import _postman
from events_app import clock, database, settings, worker
from events_app.accounts import actions as accounts
from events_app.accounts.actor import Actor
from events_app.accounts.forms import UserForm
from events_app.accounts.rights import Role
from events_app.events.actions import create_event, publish
from events_app.events.forms import EventPlan
from events_app.ids import new_id
from events_app.invitations import jobs as inviting
from events_app.invitations import links
from events_app.invitations.mailings import actions as letters
from events_app.invitations.mailings.forms import MailingIn
from events_app.invitations.mailings.tables import MailingAudience
from events_app.notifications import jobs as delivering
from events_app.tokens import digest, short_code

assert inviting, "registers the handlers"
assert delivering, "registers the handlers"

SIZES = [int(one) for one in os.environ.get("BENCH_RECEIVERS", "1000,100000").split(",")]
AT_ONCE = 10_000
MOST_GROWTH = 20.0
"""Per cent: what we want."""

ADDRESSES = "UPDATE person SET email = 'tamu-' || id || '@lembayung.example' WHERE organisation = $1"
LEFT = "SELECT count(*) FROM mailing WHERE state = 'sending'"
SENT = """
SELECT count(*) FROM mailing_recipient r JOIN message m ON m.id = r.message WHERE m.state = 'sent'
  AND r.mailing = (SELECT id FROM mailing ORDER BY id DESC LIMIT 1)
"""
BODY = "{salutation}\n\nAcara dimulai pukul sembilan.\n\n{facts}"


def main() -> None:
    """Prints the table."""
    peaks = []
    with place.database() as dsn, _postman() as port:
        os.environ["EVENTS_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
        settings.current.cache_clear()
        print(f"{'receivers':>12}{'at most':>12}{'a second':>12}")
        for size in SIZES:
            uvloop.run(_prepare(dsn, size))
            started = time.perf_counter()
            peaks.append(_sent(dsn))
            took = time.perf_counter() - started
            print(f"{size:12,}{peaks[-1]:9.1f} MB{size / took:12,.0f}", flush=True)
            uvloop.run(_check(dsn, size))
    growth = 100 * (peaks[-1] / peaks[0] - 1)
    print(f"Growth: {growth:.1f} %. To reach: at most {MOST_GROWTH:.0f} %.")


def _sent(dsn: str) -> float:
    """Megabytes that a process of its own took at most, which sent whatever waits and ended."""
    child = [sys.executable, "-m", "bench.memory", dsn]
    done = subprocess.run(child, check=True, capture_output=True, text=True)
    return float(done.stdout)


async def _prepare(dsn: str, size: int) -> None:
    """An event of an organisation of its own, and an approved letter to all its guests that is to be sent."""
    await database.connect(dsn)
    city = await accounts.found(f"Kota {size}")
    form = UserForm(name="Alice", email=f"alice{size}@lembayung.example", roles=[Role.organiser])
    user = await accounts.add_user(Actor.system(city.id), form)
    actor, now = accounts.owner_actor(user), clock.now()
    await database.execute("UPDATE organisation SET own_approval = true WHERE id = $1", city.id)
    plan = EventPlan(
        title="Musyawarah",
        kind="workshop",  # type: ignore[arg-type]
        timezone="Asia/Jakarta",
        starts_at=now + timedelta(days=9),
        ends_at=now + timedelta(days=9, hours=2),
    )
    event = await publish(actor, await create_event(actor, plan), now)
    for start in range(0, size, AT_ONCE):
        guests, people = ([new_id() for _ in range(min(AT_ONCE, size - start))] for _ in "gp")
        await database.execute(data.PEOPLE, people, city.id)
        hashes = [digest(links.pass_token(guest, 1)) for guest in guests]
        codes = [short_code() for _ in guests]
        await database.execute(data.GUESTS, guests, people, hashes, city.id, event.id, codes)
    await database.execute(ADDRESSES, city.id)
    await database.execute("VACUUM ANALYZE person, guest")
    words = MailingIn(audience=MailingAudience.coming, subject_id="Kabar tentang {event}", body_id=BODY)
    letter = await letters.write(actor, event, words)
    letter = await letters.submit(actor, event, letter, now)
    await letters.send(actor, await letters.approve(actor, letter, now))
    await database.disconnect()


async def _check(dsn: str, size: int) -> None:
    await database.connect(dsn)
    sent = await database.fetch_value(SENT)
    await database.disconnect()
    if sent != size:
        raise RuntimeError(f"{sent} of {size} were sent")


async def _work(dsn: str) -> None:
    await database.connect(dsn)
    stop = asyncio.Event()
    working = asyncio.create_task(worker.work(dsn, stop))
    while await database.fetch_value(LEFT):  # noqa: ASYNC110
        await asyncio.sleep(0.5)
    stop.set()
    await working
    await database.disconnect()


def _peak() -> float:
    """Of this program alone: what `getrusage` says includes the one that started it."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    uvloop.run(_work(sys.argv[1]))
    print(_peak())
