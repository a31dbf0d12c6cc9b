"""No webhook reaches inward, however the way there is written."""

import socket
from dataclasses import replace
from ipaddress import ip_address
from typing import Any

import httpx
import pytest

from events_app import clock, settings
from events_app.ids import new_id
from events_app.notifications.webhooks import addresses, posting
from events_app.notifications.webhooks.posting import Target, Told
from events_app.notifications.webhooks.signing import new_secret
from events_app.notifications.webhooks.tables import WebhookOutcome
from tests.notifications.webhooks.receiver import Receiver, standing

INWARD = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
    "64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254", "2002:7f00:1::", "2002:a00:1::", "fd00:ec2::254",
    "2001:0:4136:e378:8000:63bf:f5ff:fffe", "192.0.2.1", "240.0.0.1",
]  # fmt: skip
OUTWARD = [
    "8.8.8.8",
    "203.160.0.1",
    "2606:4700::1111",
    "64:ff9b::8.8.8.8",
    "::ffff:8.8.8.8",
    "2002:808:808::",
]


@pytest.mark.parametrize("address", INWARD)
def test_inward_addresses_are_refused(address: str) -> None:
    assert not addresses.may_reach(ip_address(address))


@pytest.mark.parametrize("address", OUTWARD)
def test_outward_ones_are_not(address: str) -> None:
    assert addresses.may_reach(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "https://localhost/x",
        "https://db/x",
        "https://10.0.0.1:8443/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://127.1/",
        "https://0x7f000001/",
        "https://metadata.google.internal/",
        "https://printer.local./",
    ],
)
def test_an_address_that_says_by_itself_where_it_leads_is_known_at_once(url: str) -> None:
    assert addresses.inward(url)


async def sent(url: str) -> posting.Result:
    told = Told(new_id(), "test", clock.now(), "kota", {})
    async with posting.open_client() as client:
        return await posting.post(client, Target(url, (new_secret(),)), told, clock.now())


async def test_nothing_is_connected_to_a_private_address() -> None:
    async with standing(Receiver()) as receiver:
        assert (await sent(receiver.url)).outcome == WebhookOutcome.private_address
        assert (await sent(f"http://localhost:{receiver.port}/")).outcome == WebhookOutcome.private_address
        assert receiver.connections == 0


async def test_name_with_one_private_address_among_others_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    async with standing(Receiver()) as receiver:
        answers(monkeypatch, [["8.8.8.8", "127.0.0.1"]])
        found = await sent(f"http://receiver.example:{receiver.port}/")
        assert (found.outcome, receiver.connections) == (WebhookOutcome.private_address, 0)


async def test_connection_goes_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that answers otherwise the second time is not asked a second time."""
    async with standing(Receiver()) as receiver:
        asked = answers(monkeypatch, [["127.0.0.1"], ["203.0.113.9"]])
        allow(monkeypatch)
        found = await sent(f"http://receiver.example:{receiver.port}/hooks")
        assert (found.outcome, asked) == (WebhookOutcome.delivered, ["receiver.example"])
        assert receiver.taken[0].headers["host"] == f"receiver.example:{receiver.port}"


async def test_each_new_connection_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, [["127.0.0.1"]] * 2)
    async with standing(Receiver()) as receiver:
        url = f"http://receiver.example:{receiver.port}/hooks"
        with pytest.MonkeyPatch.context() as allowed:
            allow(allowed)
            assert (await sent(url)).outcome == WebhookOutcome.delivered
        assert (await sent(url)).outcome == WebhookOutcome.private_address


async def test_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with standing(Receiver()) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        answers(monkeypatch, [["127.0.0.1"]])
        await sent("http://receiver.example:1/hooks")
        assert proxy.connections == 0


async def test_certificate_is_that_of_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library that we reach into hands the name on for TLS, whatever address we connect to."""
    names = list[Any]()

    class Stream:
        async def start_tls(self, *_given: Any, server_hostname: str | None = None, **_more: Any) -> Any:
            names.append(server_hostname)
            raise httpx.ConnectError("enough")

        async def aclose(self) -> None:
            pass

    async def connect(*_given: Any, **_more: Any) -> Any:
        return Stream()

    monkeypatch.setattr(addresses.CheckedBackend, "connect_tcp", connect)
    assert (await sent("https://receiver.example/")).outcome == WebhookOutcome.unreachable
    assert names == ["receiver.example"]


def answers(monkeypatch: pytest.MonkeyPatch, given: list[list[str]]) -> list[str]:
    """The name server's answers, one a question; and what was asked."""
    asked, waiting, real = list[str](), list(given), socket.getaddrinfo

    def getaddrinfo(host: str, port: int, *more: Any, **named: Any) -> Any:
        if host != "receiver.example":
            return real(host, port, *more, **named)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in waiting.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


def allow(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = replace(settings.current(), webhooks_inward=True)
    monkeypatch.setattr(settings, "current", lambda: changed)
