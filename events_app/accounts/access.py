"""The gate: who asks, and may they. Every door is shut unless it says `public=True`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult

from events_app import clock, settings
from events_app.accounts import queries
from events_app.accounts.actor import Actor, Via
from events_app.accounts.rights import Right
from events_app.database import execute
from events_app.errors import NotAllowed, NotSignedIn

Connection = ASGIConnection[Any, Any, Any, Any]
# Guards are coroutines: the framework would send a plain function to a thread for every request.
Guard = Callable[[Connection, BaseRouteHandler], Awaitable[None]]
IDLE = timedelta(days=7)
TOUCH_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class Here:
    """The organisation of the one who asks, as pages show it."""

    id: UUID
    name: str
    slug: str
    timezone: str
    demo: bool


class Gate(AbstractAuthenticationMiddleware):
    """Knows the user of a bearer token or of a session cookie, or refuses with `not_signed_in`."""

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        row, via = await _recognise(connection)
        if row is None:
            raise NotSignedIn()
        here = Here(row["organisation"], row["organisation_name"], row["slug"], row["timezone"], row["demo"])
        connection.scope["state"]["organisation"] = here
        return AuthenticationResult(user=queries.actor_of(row, via, address_of(connection)), auth=via)


def requires(right: Right) -> Guard:
    """A guard: the actor holds the right, or gets `not_allowed`."""

    async def guard(connection: Connection, _handler: BaseRouteHandler) -> None:
        connection.user.must(right)

    return guard


def requires_any(*rights: Right) -> Guard:
    """A guard: the actor holds at least one of the rights."""

    async def guard(connection: Connection, _handler: BaseRouteHandler) -> None:
        if not any(connection.user.may(right) for right in rights):
            raise NotAllowed()

    return guard


def session_cookie() -> str:
    """The name of the session cookie; over HTTPS one that no subdomain can plant."""
    return "__Host-session" if settings.current().secure else "session"


def address_of(connection: Connection) -> str:
    """The address that the request came from; a proxy's word is taken only when it is trusted."""
    return connection.client.host if connection.client else ""


def visitor(
    connection: Connection, organisation: UUID, *, person: UUID | None = None, name: str = ""
) -> Actor:
    """The actor behind a personal link."""
    address = address_of(connection)
    return Actor(organisation=organisation, person=person, name=name, via="link", address=address)


async def _recognise(connection: Connection) -> tuple[Any | None, Via]:
    scheme, _space, token = connection.headers.get("authorization", "").partition(" ")
    if token:
        known = await queries.by_token(token.strip()) if scheme.lower() == "bearer" else None
        return known, "token"
    cookie = connection.cookies.get(session_cookie())
    if not cookie:
        return None, "session"
    now = clock.now()
    row = await queries.by_session(cookie, now, now - IDLE)
    await _touch(row, now)
    return row, "session"


async def _touch(row: Any | None, now: datetime) -> None:
    """Notes at most every few minutes that a session is in use: reading pages must not mean writing rows."""
    if row is not None and now - row["seen_at"] > TOUCH_EVERY:
        await execute("UPDATE login_session SET seen_at = $2 WHERE id = $1", row["credential"], now)
