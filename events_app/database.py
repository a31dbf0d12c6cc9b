"""The one PostgreSQL database: queries, transactions, raw SQL.

Piccolo's ORM and the raw helpers here share the open transaction of the running task; without one they borrow
a connection from the pool for a single statement. Only actions open transactions.
"""

import asyncio
import contextlib
import functools
import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any, ParamSpec, TypeVar

import asyncpg

from events_app.counting import Count, counting_queries, note
from events_app.engine import (
    ChildTaskInTransaction,
    DatabaseFault,
    Engine,
    NaiveDatetime,
    NotConnected,
    PoolExhausted,
    Transaction,
    refuse_naive,
)

__all__ = [
    "DB",
    "ChildTaskInTransaction",
    "Count",
    "DatabaseFault",
    "NaiveDatetime",
    "NoTransaction",
    "NotConnected",
    "PoolExhausted",
    "Transaction",
    "atomically",
    "connect",
    "connection",
    "counting_queries",
    "disconnect",
    "execute",
    "fetch",
    "fetch_one",
    "fetch_value",
    "in_transaction",
    "one_connection",
    "one_moment",
    "steady_connection",
    "transaction",
]

P = ParamSpec("P")
T = TypeVar("T")
Record = Any

# Piccolo finds the engine of a table by this name, whatever process imported the table.
os.environ.setdefault("PICCOLO_CONF", "events_app.piccolo_conf")

DB = Engine()

OLDEST_SERVER = 15
RETRIES = 4
SESSION = {
    "application_name": "events_app",
    "timezone": "UTC",
    "jit": "off",  # compiling a plan costs more than any of our queries
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "60s",
}


class NoTransaction(DatabaseFault):
    """`connection()` was asked for outside a transaction."""


class DatabaseTooOld(DatabaseFault):
    """The server lacks what the tables need, such as NULLS NOT DISTINCT."""


async def connect(
    dsn: str, *, size: int = 10, acquire_seconds: float = 10.0, session: dict[str, str] | None = None
) -> None:
    """Open a pool of at most `size` connections; a query waits `acquire_seconds` for one, then is refused."""
    if DB.pool is not None:
        raise DatabaseFault("already connected: call `await disconnect()` first")
    await DB.open_pool(
        dsn,
        acquire_seconds=acquire_seconds,
        min_size=1,
        max_size=size,
        server_settings={**SESSION, **(session or {})},
    )
    await _refuse_old_server()


async def disconnect() -> None:
    """Close the pool once its borrowed connections are back. Twice is as good as once."""
    await DB.close_pool()


def transaction() -> Transaction:
    """`async with transaction():` all of it or nothing; inside another one it is a savepoint of its own."""
    return DB.transaction()


@contextlib.asynccontextmanager
async def one_moment() -> AsyncIterator[None]:
    """`async with one_moment():` every statement sees what was committed at the first, whatever others do; none writes.

    Inside another one it is that one's moment. Inside a transaction that writes each statement sees what is there when it
    begins, as ever.
    """
    if in_transaction():
        yield
        return
    async with transaction():
        await execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def one_connection() -> contextlib.AbstractAsyncContextManager[None]:
    """`async with one_connection():` a page that reads a lot asks the pool once. No transaction: each statement sees
    what is committed when it begins."""
    return DB.hold()


def steady_connection() -> contextlib.AbstractAsyncContextManager[None]:
    """The same, on the one connection that plans a statement once: for a large one that is asked all day, always in the
    same way. Elsewhere the server may come to plan it anew for each one's values, which takes longer than the work."""
    return DB.hold(steady=True)


def in_transaction() -> bool:
    """Is a transaction of this task open?"""
    return DB.transaction_exists()


def atomically(action: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Run the whole action in one transaction, and again from its start when a race made the server stop it.

    Only the outermost transaction is repeated: a savepoint cannot outlive a deadlock.
    """

    @functools.wraps(action)
    async def whole(*args: P.args, **kwargs: P.kwargs) -> T:
        attempts = 1 if in_transaction() else 1 + RETRIES
        while True:
            attempts -= 1
            try:
                async with transaction():
                    return await action(*args, **kwargs)
            except (asyncpg.DeadlockDetectedError, asyncpg.SerializationError):
                if not attempts:
                    raise
            await asyncio.sleep(random.uniform(0.005, 0.05) * (1 + RETRIES - attempts))  # noqa: S311

    return whole


async def fetch(sql: str, *args: Any) -> list[Record]:
    """All rows."""
    return await DB.run(sql, args)


async def fetch_one(sql: str, *args: Any) -> Record | None:
    """The first row, or None."""
    rows = await DB.run(sql, args)
    return rows[0] if rows else None


async def fetch_value(sql: str, *args: Any) -> Any:
    """The first column of the first row, or None."""
    row = await fetch_one(sql, *args)
    return None if row is None else row[0]


async def execute(sql: str, *args: Any) -> str:
    """Run it and return PostgreSQL's tag (`UPDATE 3`); without arguments it may be several statements."""
    refuse_naive(args)
    note(sql)
    async with DB.lend() as lent:
        tag: str = await lent.execute(sql, *args)
        return tag


def connection() -> Any:
    """The driver's connection of the open transaction, for a library that must write in it."""
    current = DB.own_transaction()
    if current is None:
        raise NoTransaction("open a transaction first: its connection is not yours outside it")
    return current.connection


async def _refuse_old_server() -> None:
    found = int(await fetch_value("SELECT current_setting('server_version_num')::int / 10000"))
    if found < OLDEST_SERVER:
        await disconnect()
        raise DatabaseTooOld(f"PostgreSQL {found} is too old: {OLDEST_SERVER} or newer is needed")
