"""The people of the tests: each with a JSON client, a browser-like client and an actor.

Alice organises, Bob works the door, Charlie is a stranger who owns another organisation, Dewi keeps the
secretariat, Eko verifies for no institution, Fitri chairs, Gita owns.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpx
import pytest

from events_app import clock
from events_app.accounts import actions, sessions
from events_app.accounts.actor import Actor
from events_app.accounts.forms import UserForm
from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation, User
from events_app.app import App, create_app
from events_app.database import execute

BASE = "http://localhost:8000"


class Browser:
    """A client that keeps cookies and adds the form secret to what it posts."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def get(self, path: str, **more: Any) -> httpx.Response:
        return await self.client.get(path, **more)

    async def post(self, path: str, data: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        if "csrf" not in self.client.cookies:
            await self.client.get("/login")
        form = dict(data or {}) | {"_csrf": self.client.cookies["csrf"]}
        return await self.client.post(path, data=form, **more)


@dataclass
class Somebody:
    """One person: `.api` speaks JSON with a token, `.web` clicks, `.actor` acts directly."""

    user: User
    actor: Actor
    api: httpx.AsyncClient
    web: Browser
    token: str


@dataclass
class Cast:
    """Makes people of organisations on the application under test."""

    app: App
    stack: AsyncExitStack

    async def client(self, prefix: str = "", address: str = "127.0.0.1", **headers: str) -> httpx.AsyncClient:
        app: Any = self.app
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False, client=(address, 123))
        fresh = httpx.AsyncClient(
            transport=transport, base_url=BASE + prefix, headers={"accept-language": "en"} | headers
        )
        return await self.stack.enter_async_context(fresh)

    async def somebody(
        self, organisation: Organisation, name: str, *roles: Role, institution: Any = None
    ) -> Somebody:
        email = f"{name.lower()}@{organisation.slug}.example"
        form = UserForm(name=name, email=email, roles=list(roles), institution=institution, language="en")
        user = await actions.add_user(Actor.system(organisation.id), form)
        actor = actions.owner_actor(user)
        token = await actions.add_token(actor, user.id, "tests")
        await execute(
            "UPDATE api_token SET used_at = now()"
        )  # so that no first request differs from the next
        api = await self.client("/api/v1", authorization=f"Bearer {token}")
        web = await self.client()
        row = {"organisation": organisation.id, "id": user.id, "name": name}
        cookie = await sessions.open_session(row, "127.0.0.1", "tests", clock.now())
        web.cookies.set("session", cookie)
        web.cookies.set("lang", "en")
        return Somebody(user, actor, api, Browser(web), token)


@pytest.fixture
async def cast(db: str) -> AsyncIterator[Cast]:
    """The application on this test's database, and clients for it."""
    async with AsyncExitStack() as stack:
        yield Cast(application(), stack)


@cache
def application() -> App:
    """One for all tests of a process: it keeps nothing between requests, and making it takes longer than most tests."""
    return create_app()


@pytest.fixture
async def city(db: str) -> Organisation:
    """The organisation that the people of the tests work for."""
    return await actions.found("Kota Lembayung")


@pytest.fixture
async def client(cast: Cast) -> httpx.AsyncClient:
    """Nobody in particular."""
    return await cast.client()


@pytest.fixture
async def public(cast: Cast) -> Browser:
    """A visitor's browser, not signed in."""
    return Browser(await cast.client())


@pytest.fixture
async def alice(cast: Cast, city: Organisation) -> Somebody:
    return await cast.somebody(city, "Alice", Role.organiser)


@pytest.fixture
async def bob(cast: Cast, city: Organisation) -> Somebody:
    return await cast.somebody(city, "Bob", Role.door)


@pytest.fixture
async def charlie(cast: Cast) -> Somebody:
    elsewhere = await actions.found("Kabupaten Sebelah")
    return await cast.somebody(elsewhere, "Charlie", Role.owner)


@pytest.fixture
async def dewi(cast: Cast, city: Organisation) -> Somebody:
    return await cast.somebody(city, "Dewi", Role.secretariat)


@pytest.fixture
async def eko(cast: Cast, city: Organisation) -> Somebody:
    return await cast.somebody(city, "Eko", Role.verifier)


@pytest.fixture
async def chair(cast: Cast, city: Organisation) -> Somebody:
    return await cast.somebody(city, "Fitri", Role.chair)


@pytest.fixture
async def owner(cast: Cast, city: Organisation) -> Somebody:
    return await cast.somebody(city, "Gita", Role.owner)
