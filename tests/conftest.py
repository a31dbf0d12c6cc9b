"""What every test may ask for: `db`, a database of its own with all tables, to which `DB` is connected."""

from collections.abc import AsyncIterator, Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests import databases
from tests.people import alice, bob, cast, chair, charlie, city, client, dewi, eko, owner, public

__all__ = [
    "alice",
    "bob",
    "cast",
    "chair",
    "charlie",
    "city",
    "client",
    "db",
    "dewi",
    "eko",
    "empty_db",
    "owner",
    "postgres",
    "public",
    "template",
]

# A busy machine is slow, not wrong.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def postgres() -> Iterator[databases.Postgres]:
    """The server of this run."""
    with databases.server() as running:
        yield running


@pytest.fixture(scope="session")
def template(postgres: databases.Postgres) -> str:
    """The migrated database that every other one is copied from."""
    return databases.build_template(postgres)


@pytest.fixture
async def db(postgres: databases.Postgres, template: str) -> AsyncIterator[str]:
    """The DSN of a migrated database of this test alone; `DB` is connected to it."""
    async with databases.fresh(postgres, template) as dsn, databases.connected(dsn):
        yield dsn


@pytest.fixture
async def empty_db(postgres: databases.Postgres) -> AsyncIterator[str]:
    """The DSN of an empty database; nobody is connected."""
    async with databases.fresh(postgres, None) as dsn:
        yield dsn
