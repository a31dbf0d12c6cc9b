"""Which addresses a webhook may reach: the public ones, unless the installation says otherwise.

A name is looked up at every new connection and the connection goes to an address that was looked at, so a name that
changes its mind between the two gains nothing.
"""

import asyncio
import socket
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx

from events_app import settings

Address = IPv4Address | IPv6Address
NAT64 = ip_network("64:ff9b::/96")
NOT_OUTSIDE = tuple(
    map(ip_network, ("fec0::/10", "3fff::/20", "192.88.99.0/24", "192.0.0.0/24", "168.63.129.16/32"))
)
"""Of networks, of books, of a way that is no more and of protocols: some versions of Python call them global. The last
is how a cloud (Azure) answers its own machines."""
RESOLVE_SECONDS = 5.0
LOOKUPS = ThreadPoolExecutor(64, "webhook-name")
"""Threads of their own: a name server that does not answer holds one for long, and other work must not wait for it."""
OURS_ALONE = ("localhost", ".localhost", ".local", ".internal", ".home.arpa")


class PrivateAddress(httpcore.ConnectError):
    """The name leads inward; nothing was connected."""


def may_reach(address: Address) -> bool:
    """Whether an address is of the public internet, also when it is wrapped in another."""
    inner = _inner(address)
    if any(inner in net for net in NOT_OUTSIDE if net.version == inner.version):
        return False
    return inner.is_global and not (inner.is_multicast or inner.is_reserved or inner.is_unspecified)


def inward(url: str) -> bool:
    """Whether an address says by itself that it leads inward; a name is looked up when it is used."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    try:
        return not may_reach(ip_address(host))
    except ValueError:
        # Without a dot, or of digits only, it is a name of this network or an odd way to write a number.
        odd = "." not in host or host.rpartition(".")[2].isdigit() or host.rpartition(".")[2].startswith("0x")
        return odd or host.endswith(OURS_ALONE)


def _inner(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64), which is where it would end up."""
    if isinstance(address, IPv4Address):
        return address
    if address.teredo:
        return address.teredo[1]
    if address in NAT64 or int(address) >> 32 == 0:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Connects only to addresses that were looked at."""

    def __init__(self) -> None:
        self._network = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """To the first address that answers, after every address of the name was found public."""
        checked = await _checked(host, port)
        for number, address in enumerate(checked, 1):
            try:
                return await self._network.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(checked):
                    raise
        raise httpcore.ConnectError("no address")

    async def sleep(self, seconds: float) -> None:
        await self._network.sleep(seconds)


async def _checked(host: str, port: int) -> list[str]:
    ask = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
    try:
        async with asyncio.timeout(RESOLVE_SECONDS):
            found = await asyncio.get_running_loop().run_in_executor(LOOKUPS, ask)
    except (OSError, TimeoutError, UnicodeError):
        raise httpcore.ConnectError("unknown name") from None
    known = list(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))
    if not settings.current().webhooks_inward and not all(may_reach(ip_address(one)) for one in known):
        raise PrivateAddress("a private address")
    return known


class CheckedTransport(httpx.AsyncHTTPTransport):
    """HTTP over checked connections, kept alive; no proxy of the environment stands between.

    Where an answer points is taken away: the client would look at it, also when it follows nothing.
    """

    def __init__(self, connections: int) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=None,
            max_keepalive_connections=connections,
            keepalive_expiry=20.0,
            network_backend=CheckedBackend(),
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await super().handle_async_request(request)
        answer.headers.pop("location", None)
        return answer
