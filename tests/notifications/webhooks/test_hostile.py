"""Receivers that mean ill or are broken: each costs its own organisation something, and nobody else."""

import asyncio
import base64
import contextlib
import hashlib
import hmac
import socket
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.database import execute, fetch, fetch_value
from events_app.notifications.webhooks import actions, addresses, batches, sending
from events_app.notifications.webhooks.tables import WebhookOutcome
from tests.notifications.test_worker import until
from tests.notifications.webhooks.receiver import Receiver, Taken, standing
from tests.notifications.webhooks.test_addresses import sent
from tests.notifications.webhooks.test_sending import endpoint, happened
from tests.people import Somebody

CRAFTED = "https://xn--a.example/hooks"
"""A name that says it is written in another script, and is not."""


@contextlib.asynccontextmanager
async def answering(raw: bytes) -> AsyncIterator[str]:
    """A server that says these bytes to whatever it is asked."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            await reader.readuntil(b"\r\n\r\n")
            writer.write(raw)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hooks"


async def test_address_that_cannot_be_asked_is_refused_beside_its_field(owner: Somebody) -> None:
    answer = await owner.api.post("/webhooks", json={"url": CRAFTED})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["url"]


async def test_one_that_was_kept_before_fails_alone(
    city: Organisation, owner: Somebody, receiver: Receiver
) -> None:
    bad, _secret = await endpoint(owner, receiver.url)
    await endpoint(owner, receiver.url)
    await execute("UPDATE webhook_endpoint SET url = $2 WHERE id = $1", bad.id, CRAFTED)
    await happened(city, 3)
    await sending.send_due()
    assert len(receiver.taken) == 3
    assert await fetch_value("SELECT DISTINCT outcome FROM webhook_try WHERE status IS NULL") == "unreachable"


@pytest.mark.parametrize(
    "where",
    [
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:1/",
        "javascript:alert(1)",
        "http://[::1",
        f"http://{'a' * 70}.example/",
        "http://xn--\xfc/",
    ],
)
async def test_a_redirect_is_one_wherever_it_points(inward: None, where: str) -> None:
    raw = f"HTTP/1.1 307 Elsewhere\r\nLocation: {where}\r\nContent-Length: 0\r\n\r\n".encode()
    async with answering(raw) as url:
        found = await sent(url)
    assert (found.outcome, found.status) == (WebhookOutcome.redirect, 307)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"garbage\r\n\r\n",
        b"\x16\x03\x01" * 100,
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nclosed in the middle",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000,
    ],
    ids=["nothing", "garbage", "tls", "closed", "chunks", "long head"],
)
async def test_what_is_no_answer_is_noted_and_nothing_more(inward: None, raw: bytes) -> None:
    async with answering(raw) as url:
        assert (await sent(url)).outcome == WebhookOutcome.unreachable


async def test_two_that_hang_keep_nobody_waiting(
    city: Organisation, owner: Somebody, receiver: Receiver
) -> None:
    async with standing(Receiver("hang")) as one, standing(Receiver("hang")) as other:
        for url in (one.url, other.url, receiver.url):
            await endpoint(owner, url)
        await happened(city, 600)
        run = asyncio.create_task(sending.send_due())

        async def told() -> bool:
            return len(receiver.taken) >= 600

        await until(told, 40)
        await happened(city)
        assert await sending.send_due() == 0  # the run under way is asked to look again

        async def told_once_more() -> bool:
            return len(receiver.taken) == 601

        await until(told_once_more, 5)
        await until(_both_gave_up, 40)
        run.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await run
    tries = await fetch("SELECT outcome, count(*) FROM webhook_try GROUP BY 1 ORDER BY 1")
    assert [row["outcome"] for row in tries] == ["delivered", "timeout"]
    assert tries[1]["count"] < 100


async def _both_gave_up() -> bool:
    return bool(
        await fetch_value("SELECT count(*) = 2 FROM webhook_endpoint WHERE failing_since IS NOT NULL")
    )


async def test_those_that_answer_come_before_those_that_fail(
    city: Organisation, owner: Somebody, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "ENDPOINTS", 1)
    order = list[str]()
    async with standing(Receiver("500")) as broken:
        for url in (broken.url, receiver.url):
            await endpoint(owner, url)
        await execute("UPDATE webhook_endpoint SET failing_since = now() WHERE url = $1", broken.url)
        real = batches.send

        async def noted(client: Any, taken: Any) -> Any:
            order.append(taken["url"])
            return await real(client, taken)

        monkeypatch.setattr(batches, "send", noted)
        await happened(city, 3)
        await sending.send_due()
    assert order == [receiver.url, broken.url]


async def test_name_server_that_does_not_answer_holds_up_no_other_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    freed, real = threading.Event(), socket.getaddrinfo

    def getaddrinfo(host: str, *more: Any, **named: Any) -> Any:
        return freed.wait(20) if host == "silent.example" else real(host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(addresses, "RESOLVE_SECONDS", 3.0)
    try:
        tries = [asyncio.create_task(sent("https://silent.example/hooks")) for _number in range(20)]
        await asyncio.sleep(0.2)
        async with asyncio.timeout(2):
            assert await asyncio.to_thread(lambda: "done") == "done"
        found = {one.outcome for one in await asyncio.gather(*tries)}
        assert found <= {WebhookOutcome.unreachable, WebhookOutcome.timeout}
    finally:
        freed.set()


async def test_receiver_that_holds_to_the_specification_takes_old_and_new_secret_for_a_day(
    city: Organisation, owner: Somebody, receiver: Receiver
) -> None:
    row, old = await endpoint(owner, receiver.url)
    new = await actions.rotate(owner.actor, row, clock.now())
    await happened(city)
    await sending.send_due()
    [got] = receiver.taken
    at = int(clock.now().timestamp())
    assert verified(old, got, at) and verified(new, got, at)  # noqa: PT018 - one sentence
    assert not verified(new, Taken(got.headers, got.body + b" "), at)
    assert not verified(new, Taken(got.headers | {"webhook-id": "another"}, got.body), at)
    assert not verified("whsec_" + base64.b64encode(b"another" * 5).decode(), got, at)
    for skewed in (at - 301, at + 301):
        moved = Taken(got.headers | {"webhook-timestamp": str(skewed)}, got.body)
        assert not verified(new, moved, at)


def verified(secret: str, got: Taken, now: int, tolerance: int = 300) -> bool:
    """Verification as the Standard Webhooks specification describes it, written from it alone."""
    stamp = int(got.headers["webhook-timestamp"])
    if abs(now - stamp) > tolerance:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    content = b".".join((got.headers["webhook-id"].encode(), str(stamp).encode(), got.body))
    wanted = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    given = [one.split(",", 1) for one in got.headers["webhook-signature"].split(" ")]
    return any(version == "v1" and hmac.compare_digest(signature, wanted) for version, signature in given)
