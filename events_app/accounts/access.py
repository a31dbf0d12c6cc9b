"""The gate: who asks, and may they. Every door is shut unless it says `public=True`."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.handlers import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.types import ASGIApp

from events_app import clock, settings
from events_app.accounts import queries
from events_app.accounts.actor import Actor, Via
from events_app.accounts.rights import Right
from events_app.database import execute
from events_app.errors import NotAllowed, NotSignedIn

Connection = ASGIConnection[Any, Any, Any, Any]
# Guards are coroutines: the framework would send a plain function to a thread for every request.
Guard = Callable[[Connection, BaseRouteHandler], Awaitable[None]]
Recognise = Callable[[Connection], Awaitable["Recognised | None"]]
IDLE = timedelta(days=7)
TOUCH_EVERY = timedelta(minutes=5)
SEEN = "UPDATE login_session SET seen_at = $2 WHERE id = $1"
USED = "UPDATE api_token SET used_at = $2 WHERE id = $1"


@dataclass(frozen=True)
class Here:
    """The organisation of the one who asks, as pages show it."""

    id: UUID
    name: str
    slug: str
    timezone: str
    demo: bool


@dataclass(frozen=True)
class Recognised:
    """Somebody the gate lets pass, and where they are; `roles` as they are written down, of users alone."""

    actor: Actor
    here: Here
    roles: str = ""


class Gate(AbstractAuthenticationMiddleware):
    """Knows the user of a bearer token or of a session cookie, or refuses with `not_signed_in`.

    `others` are asked, in their order, about whoever brings neither: rooms to the right know more than users.
    """

    def __init__(self, app: ASGIApp, *, others: Sequence[Recognise] = (), **how: Any) -> None:
        super().__init__(app, **how)
        self.others = others

    async def authenticate_request(self, connection: Connection) -> AuthenticationResult:
        known = await recognised(connection, self.others)
        if known is None:
            raise NotSignedIn()
        connection.scope["state"]["organisation"] = known.here
        return AuthenticationResult(user=known.actor, auth=known.actor.via)


async def recognised(connection: Connection, others: Sequence[Recognise]) -> Recognised | None:
    """Who brings this request; None where nobody is known. Refuses what one of the others refuses."""
    known = await _user(connection)
    if known is not None or "authorization" in connection.headers:
        return known  # who names a token means it; and such a request is not checked for forgery
    for recognise in others:
        known = await recognise(connection)
        if known is not None:
            return known
    return None


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


def no_session() -> Cookie:
    """The cookie that ends a browser's session."""
    secure = settings.current().secure
    return Cookie(key=session_cookie(), value="", path="/", httponly=True, secure=secure, max_age=0)


def address_of(connection: Connection) -> str:
    """The address that the request came from; a proxy's word is taken only when it is trusted."""
    return connection.client.host if connection.client else ""


def visitor(
    connection: Connection, organisation: UUID, *, person: UUID | None = None, name: str = ""
) -> Actor:
    """The actor behind a personal link."""
    address = address_of(connection)
    return Actor(organisation=organisation, person=person, name=name, via="link", address=address)


async def _user(connection: Connection) -> Recognised | None:
    row, via = await _recognise(connection)
    if row is None:
        return None
    here = Here(row["organisation"], row["organisation_name"], row["slug"], row["timezone"], row["demo"])
    return Recognised(queries.actor_of(row, via, address_of(connection)), here, " ".join(row["roles"]))


async def _recognise(connection: Connection) -> tuple[Any | None, Via]:
    scheme, _space, token = connection.headers.get("authorization", "").partition(" ")
    now = clock.now()
    if token:
        known = await queries.by_token(token.strip()) if scheme.lower() == "bearer" else None
        await _touch(USED, known, now)
        return known, "token"
    cookie = connection.cookies.get(session_cookie())
    if not cookie:
        return None, "session"
    row = await queries.by_session(cookie, now, now - IDLE)
    await _touch(SEEN, row, now)
    return row, "session"


async def _touch(statement: str, row: Any | None, now: datetime) -> None:
    """Notes at most every few minutes that a session or a token is in use: reading must not mean writing rows."""
    if row is not None and (row["seen_at"] is None or now - row["seen_at"] > TOUCH_EVERY):
        await execute(statement, row["credential"], now)
