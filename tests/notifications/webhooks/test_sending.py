"""Sending: signed as receivers check it, bounded whatever they do, each at least once."""

import asyncio
import base64
import hashlib
import hmac
import os
import sys
from datetime import datetime, timedelta
from typing import Any

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.database import execute, fetch, fetch_value
from events_app.notifications.webhooks import actions, batches, posting, queries, sending, signing
from events_app.notifications.webhooks.forms import ReplayIn, WebhookIn
from events_app.notifications.webhooks.tables import WebhookEndpoint
from tests import make_events
from tests.notifications.test_worker import until
from tests.notifications.webhooks.receiver import Receiver
from tests.people import Somebody

ALONE = """
import asyncio, sys
from datetime import timedelta
from events_app import database
from events_app.notifications.webhooks import sending
sending.LEASE = timedelta(seconds=1)
async def main():
    await database.connect(sys.argv[1], size=4)
    await sending.send_due()
asyncio.run(main())
"""


async def endpoint(owner: Somebody, url: str, **more: Any) -> tuple[WebhookEndpoint, str]:
    return await actions.make(owner.actor, WebhookIn(url=url, **more))


async def happened(organisation: Organisation, count: int = 1, kind: str = "action.verified") -> None:
    told = "SELECT webhook_tell($1, $2, false, jsonb_build_object('ref', 'K-' || n)) FROM generate_series(1, $3) AS n"
    await execute(told, organisation.id, kind, count)


async def later(after: timedelta) -> None:
    """Time passes for what waits."""
    await execute(
        "UPDATE webhook_delivery SET next_try_at = next_try_at - $1::interval WHERE state = 'waiting'", after
    )


async def states() -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await fetch("SELECT state, attempts FROM webhook_delivery ORDER BY id")]


async def last_try() -> tuple[Any, ...]:
    [row] = await fetch("SELECT outcome, status, answer FROM webhook_try ORDER BY id DESC LIMIT 1")
    return tuple(row)


def test_signature_is_that_of_the_specification() -> None:
    """The example of the Standard Webhooks specification and its libraries."""
    made = signing.signature(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_receiver_can_check_what_it_gets(
    city: Organisation, owner: Somebody, receiver: Receiver
) -> None:
    _row, secret = await endpoint(owner, receiver.url)
    await happened(city)
    assert await sending.send_due() == 1
    [got] = receiver.taken
    signed = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    mark = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    assert got.headers["webhook-signature"] == f"v1,{mark}"
    assert abs(int(got.headers["webhook-timestamp"]) - clock.now().timestamp()) < 60
    assert (got.told["id"], got.told["type"]) == (got.headers["webhook-id"], "action.verified")
    assert (got.told["organisation"], got.told["data"]) == (city.slug, {"ref": "K-1"})
    assert await states() == [("delivered", 1)]
    assert await last_try() == ("delivered", 200, "there")


async def test_after_a_rotation_both_secrets_sign_for_a_day(
    city: Organisation, owner: Somebody, receiver: Receiver
) -> None:
    row, _old = await endpoint(owner, receiver.url)
    kept = bytes(row.secret)
    fresh = await actions.rotate(owner.actor, row, clock.now())
    assert fresh.encode() not in bytes(row.secret)
    assert kept != bytes(row.secret)
    await happened(city)
    await sending.send_due()
    await execute("UPDATE webhook_endpoint SET previous_until = now() - interval '1 second'")
    await happened(city)
    await sending.send_due()
    assert [len(one.headers["webhook-signature"].split()) for one in receiver.taken] == [2, 1]


@pytest.mark.parametrize(
    ("mode", "outcome", "status"),
    [("500", "status", 500), ("404", "status", 404), ("redirect", "redirect", 307)],
)
async def test_refusal_is_noted_and_tried_again_under_the_same_id(
    city: Organisation, owner: Somebody, receiver: Receiver, mode: str, outcome: str, status: int
) -> None:
    await endpoint(owner, receiver.url)
    await happened(city)
    receiver.mode = mode
    await sending.send_due()
    assert await states() == [("waiting", 1)]
    assert (await last_try())[:2] == (outcome, status)
    assert await sending.send_due() == 0
    await later(timedelta(minutes=1))
    receiver.mode = "take"
    await sending.send_due()
    assert await states() == [("delivered", 2)]
    first, second = receiver.taken
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
    assert len(receiver.taken) == 2


async def test_pauses_grow_and_the_eighth_failure_is_the_last(
    city: Organisation, owner: Somebody, receiver: Receiver
) -> None:
    await endpoint(owner, receiver.url)
    await happened(city)
    receiver.mode, waits = "503", list[float]()
    for _number in range(7):
        await sending.send_due()
        [row] = await fetch("SELECT next_try_at - now() AS wait FROM webhook_delivery")
        waits.append(row["wait"].total_seconds())
        await later(timedelta(days=1))
    await sending.send_due()
    assert await states() == [("failed", 8)]
    for wait, pause in zip(waits, batches.PAUSES, strict=True):
        assert 0.79 * pause.total_seconds() - 30 < wait <= 1.2 * pause.total_seconds()
    assert 18 < sum(pause.total_seconds() for pause in batches.PAUSES) / 3600 < 30


async def test_receiver_that_hangs_is_left_after_a_while(
    city: Organisation, owner: Somebody, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "PATIENCE", 0.4)
    await endpoint(owner, receiver.url)
    await happened(city)
    receiver.mode = "hang"
    await sending.send_due()
    assert await last_try() == ("timeout", None, "")
    assert await states() == [("waiting", 1)]


async def test_endless_answer_is_cut_and_counts_by_its_status(
    city: Organisation, owner: Somebody, receiver: Receiver
) -> None:
    await endpoint(owner, receiver.url)
    await happened(city)
    receiver.mode = "endless"
    await sending.send_due()
    assert await last_try() == ("delivered", 200, "x" * posting.FIRST_BYTES)


async def test_nobody_there_is_unreachable(city: Organisation, owner: Somebody, receiver: Receiver) -> None:
    await endpoint(owner, "http://127.0.0.1:1/hooks")
    await happened(city)
    await sending.send_due()
    assert await last_try() == ("unreachable", None, "ConnectError")


async def test_receiver_that_is_gone_is_paused_and_the_owners_are_told(
    city: Organisation, owner: Somebody, receiver: Receiver
) -> None:
    await endpoint(owner, receiver.url)
    await happened(city)
    receiver.mode = "410"
    await sending.send_due()
    assert await states() == [("failed", 1)]
    [row] = await fetch("SELECT active, paused_because FROM webhook_endpoint")
    assert tuple(row) == (False, "gone")
    [mail] = await fetch("SELECT to_address, text FROM message WHERE kind = 'notifications.webhook_paused'")
    assert mail["to_address"] == owner.user.email
    assert receiver.url in mail["text"]
    await happened(city)
    assert len(await states()) == 1, "a paused endpoint gets nothing"


async def test_after_days_of_failing_it_is_paused(
    city: Organisation, owner: Somebody, receiver: Receiver
) -> None:
    row, _secret = await endpoint(owner, receiver.url)
    receiver.mode = "500"
    await happened(city)
    await sending.send_due()
    await execute("UPDATE webhook_endpoint SET failing_since = failing_since - interval '3 days'")
    await later(timedelta(hours=1))
    await sending.send_due()
    assert await fetch_value("SELECT paused_because FROM webhook_endpoint") == "failing"
    await later(timedelta(hours=1))
    assert await sending.send_due() == 0
    receiver.mode = "take"
    fresh = await WebhookEndpoint.objects().get(WebhookEndpoint.id == row.id)
    assert fresh is not None
    await actions.resume(owner.actor, fresh)
    await sending.send_due()
    assert await states() == [("delivered", 3)]
    assert await fetch_value("SELECT failing_since FROM webhook_endpoint") is None


async def test_receiver_that_is_down_is_asked_a_few_times_and_not_for_each(
    city: Organisation, owner: Somebody, receiver: Receiver
) -> None:
    await endpoint(owner, receiver.url)
    await happened(city, 100)
    receiver.mode = "500"
    tries = await sending.send_due()
    assert batches.IN_A_ROW <= tries <= batches.IN_A_ROW + posting.AT_ONCE
    assert await fetch_value("SELECT count(*) FROM webhook_delivery WHERE attempts = 0") == 100 - tries
    assert await fetch_value("SELECT busy_until FROM webhook_endpoint") is None


async def test_one_that_fails_does_not_keep_the_other_waiting(
    city: Organisation, owner: Somebody, receiver: Receiver
) -> None:
    await endpoint(owner, "http://127.0.0.1:1/hooks")
    await endpoint(owner, receiver.url)
    await happened(city, 30)
    await sending.send_due()
    assert len(receiver.taken) == 30


async def test_connections_are_kept(city: Organisation, owner: Somebody, receiver: Receiver) -> None:
    await endpoint(owner, receiver.url)
    await happened(city, 500)
    assert await sending.send_due() == 500
    assert receiver.connections <= posting.AT_ONCE
    assert len({one.headers["webhook-id"] for one in receiver.taken}) == len(receiver.taken) == 500


async def test_a_run_leaves_an_endpoint_alone_that_another_holds(
    city: Organisation, owner: Somebody, receiver: Receiver
) -> None:
    await endpoint(owner, receiver.url)
    await happened(city, 40)
    receiver.slowness = 0.02
    done = await asyncio.gather(*(sending.send_due() for _number in range(4)))
    assert (sum(done), len(receiver.taken)) == (40, 40)


async def test_killed_worker_loses_nothing(
    city: Organisation, owner: Somebody, receiver: Receiver, db: str
) -> None:
    await endpoint(owner, receiver.url)
    await happened(city, 60)
    receiver.slowness = 0.05
    environment = {**os.environ, "EVENTS_WEBHOOKS_INWARD": "1"}
    alone = await asyncio.create_subprocess_exec(sys.executable, "-c", ALONE, db, env=environment)

    async def some() -> bool:
        return len(receiver.taken) >= 20

    try:
        await until(some, 40)
    finally:
        alone.kill()
        await alone.wait()
    before = {one.headers["webhook-id"] for one in receiver.taken}
    await execute("UPDATE webhook_endpoint SET busy_until = now() - interval '1 second'")
    await sending.send_due()
    wanted = {str(row["id"]) for row in await fetch("SELECT id FROM webhook_message")}
    assert {one.headers["webhook-id"] for one in receiver.taken} == wanted
    assert before <= wanted
    assert {state for state, _attempts in await states()} == {"delivered"}


async def test_replay_sends_again_under_the_same_id(
    city: Organisation, owner: Somebody, receiver: Receiver
) -> None:
    row, _secret = await endpoint(owner, receiver.url)
    await happened(city, 3)
    await sending.send_due()
    [newest, *_others] = await queries.log(row.id)
    assert await actions.send_again(owner.actor, row, [newest.id], clock.now()) == 1
    await sending.send_due()
    assert receiver.taken[-1].headers["webhook-id"] == str(newest.message_id)
    assert await actions.replay(owner.actor, row, ReplayIn(state=None), clock.now()) == 3
    await sending.send_due()
    assert len(receiver.taken) == 7
    assert len({one.headers["webhook-id"] for one in receiver.taken}) == 3
    assert await actions.replay(owner.actor, row, ReplayIn(), clock.now()) == 0


async def test_demonstration_sends_nothing(city: Organisation, owner: Somebody, receiver: Receiver) -> None:
    await endpoint(owner, receiver.url)
    await execute("UPDATE organisation SET demo = true WHERE id = $1", city.id)
    await happened(city)
    assert (await sending.send_due(), receiver.taken) == (0, [])


async def test_log_is_forgotten_after_a_month(
    city: Organisation, owner: Somebody, receiver: Receiver
) -> None:
    await endpoint(owner, receiver.url)
    await happened(city, 2)
    await sending.send_due()
    await execute(
        "UPDATE webhook_message SET created_at = created_at - interval '31 days' WHERE facts->>'ref' = 'K-1'"
    )
    cut: datetime = clock.now() - timedelta(days=30)
    assert await actions.forget(cut) == 1
    assert len(await states()) == 1


async def test_what_became_confidential_is_sent_to_nobody_who_may_not_have_it(
    city: Organisation, owner: Somebody, receiver: Receiver
) -> None:
    event = await make_events.published(city)
    await endpoint(owner, receiver.url)
    await endpoint(owner, receiver.url, confidential=True)
    await execute("UPDATE event SET state = 'cancelled' WHERE id = $1", event.id)
    await execute("UPDATE event SET confidential = true WHERE id = $1", event.id)
    await sending.send_due()
    assert sorted(state for state, _attempts in await states()) == ["delivered", "failed"]
