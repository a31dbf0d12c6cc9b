"""How many webhooks a second are delivered to a receiver on this machine, beside the same client without our bookkeeping."""

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import uvloop

from bench import place
from events_app import clock, database, settings
from events_app.accounts import actions as accounts
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.ids import new_id
from events_app.notifications.webhooks import actions, posting, sending, signing
from events_app.notifications.webhooks.forms import WebhookIn
from events_app.notifications.webhooks.posting import Told

DELIVERIES = int(os.environ.get("BENCH_DELIVERIES", "10000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
GOAL = 0.3
TELL = """
SELECT webhook_tell($1, 'action.verified', false, jsonb_build_object('action', $2::uuid, 'ref', 'K-2026-12-0004-' || n,
  'state', 'verified', 'from', 'submitted', 'due', '2027-03-31')) FROM generate_series(1, $3) AS n
"""
RECEIVER = """
import sys, uvicorn
async def app(scope, receive, send):
    if scope["type"] == "http":
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})
uvicorn.run(app, port=int(sys.argv[1]), loop="uvloop", http="httptools", log_level="warning", access_log=False, lifespan="off")
"""


def main() -> None:
    """Prints the table."""
    os.environ["EVENTS_WEBHOOKS_INWARD"] = "1"
    settings.current.cache_clear()
    port = place._free_port()
    receiver = subprocess.Popen([sys.executable, "-c", RECEIVER, str(port)])
    try:
        with place.running() as (dsn, _port):
            ours, floor = uvloop.run(_measure(dsn, port))
    finally:
        receiver.terminate()
        receiver.wait()
    print(f"{'':34}{'per second':>12}{'of the client':>15}")
    print(f"{'the client alone':34}{floor:12,.0f}{1:15.2f}")
    print(f"{'claimed, signed, sent, recorded':34}{ours:12,.0f}{ours / floor:15.2f}")
    print(f"To reach: {GOAL:.2f} of the client alone.")


async def _measure(dsn: str, port: int) -> tuple[float, float]:
    await place.listening(port)
    await database.connect(dsn)
    city = await accounts.found("Kota Kabar")
    url = f"http://127.0.0.1:{port}/hooks"
    owner = Actor(organisation=city.id, rights=frozenset(Right))
    await actions.make(owner, WebhookIn(url=url))
    ours, floor = list[float](), list[float]()
    for number in range(ROUNDS + 1):
        await database.execute(TELL, city.id, new_id(), DELIVERIES)
        started = time.perf_counter()
        sent = await sending.send_due()
        speeds = DELIVERIES / (time.perf_counter() - started), await _floor(url)
        if sent != DELIVERIES:
            raise RuntimeError(f"{sent} of {DELIVERIES} were sent")
        if number:  # the first round warms caches and plans
            ours.append(speeds[0])
            floor.append(speeds[1])
    await database.disconnect()
    return statistics.median(ours), statistics.median(floor)


async def _floor(url: str) -> float:
    """The same client posts one prepared body over as many connections; it signs and records nothing."""
    told = Told(
        new_id(),
        "action.verified",
        clock.now(),
        "kota-kabar",
        {"state": "verified", "ref": "K-2026-12-0004-1"},
    )
    body, headers = told.body, {"webhook-signature": signing.signature((signing.new_secret(),), "x", 1, b"")}
    left = iter(range(DELIVERIES))
    async with posting.open_client() as client:
        started = time.perf_counter()
        await asyncio.gather(*(_post(client, url, body, headers, left) for _lane in range(posting.AT_ONCE)))
        return DELIVERIES / (time.perf_counter() - started)


async def _post(
    client: httpx.AsyncClient, url: str, body: bytes, headers: dict[str, str], left: Iterator[int]
) -> None:
    for _number in left:
        answer = await client.post(url, content=body, headers=headers)
        answer.raise_for_status()
