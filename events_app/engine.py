"""Piccolo's PostgreSQL engine, hardened.

Piccolo leaks a connection when COMMIT fails, treats a nested transaction as nothing at all, and lets a child
task send queries through its parent's transaction. Here a connection always goes back to the pool, a nested
transaction is a savepoint, and a child task is told what it did wrong.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any

import asyncpg
from piccolo.engine.postgres import AsyncBatch, PostgresEngine, PostgresTransaction
from piccolo.query.base import Query
from piccolo.querystring import QueryString

from events_app import counting, held


class DatabaseFault(Exception):
    """The program used the database wrongly, or the database cannot serve it now."""


class NotConnected(DatabaseFault):
    """A query came before `connect()` or after `disconnect()`."""


class PoolExhausted(DatabaseFault):
    """Every connection stayed busy for the whole time one may wait for it."""


class ChildTaskInTransaction(DatabaseFault):
    """A task may not use the transaction of the task that started it: they share one connection."""


class NaiveDatetime(DatabaseFault):
    """A time without a zone would be stored as the server's local time."""


class Transaction(PostgresTransaction):
    """One database transaction, or a savepoint when it stands inside another of the same task."""

    def __init__(self, engine: "Engine", allow_nested: bool = True) -> None:
        super().__init__(engine, allow_nested=allow_nested)
        self.engine: Engine = engine
        self.task = asyncio.current_task()
        self.open = False
        self._parent: Transaction | None = engine.own_transaction()
        self._lent: Any = None

    async def __aenter__(self) -> "Transaction":
        self._lent = self._parent.connection if self._parent else held.connection()
        self.connection = self._lent or await self.engine.acquire()
        try:
            self.transaction = self.connection.transaction()
            await self.transaction.start()
        except BaseException:
            await self._give_back()
            raise
        self.open = True
        self.engine.current_transaction.set(self)
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        try:
            await self._end(exception)
        finally:
            self.open = False
            self.engine.current_transaction.set(self._parent)
            await self._give_back()
        return False

    async def _end(self, exception: BaseException | None) -> None:
        if self._rolled_back or self._committed:
            return
        if exception is None:
            await self.transaction.commit()
        else:
            await self._undo()

    async def _undo(self) -> None:
        """A rollback that fails must not hide why it was needed; the server drops what it cannot hear."""
        try:
            await self.transaction.rollback()
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            with contextlib.suppress(asyncpg.InterfaceError):  # the pool may have taken back what is dead
                self.connection.terminate()

    async def _give_back(self) -> None:
        if self._lent is None:
            await self.engine.release(self.connection)


class Batch(AsyncBatch):
    """Rows in portions; unlike Piccolo's, it lets an exception out and always closes its connection."""

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> bool:
        try:
            await super().__aexit__(exception_type, exception, traceback)  # type: ignore[no-untyped-call]
        finally:
            await self.connection.close()
        return False


class Engine(PostgresEngine):
    """Runs every query on the open transaction's connection, or on one lent by the pool."""

    def __init__(self) -> None:
        self.acquire_seconds = 10.0
        self.steady: Any = None
        super().__init__(config={})

    async def check_version(self) -> None:
        """Nothing at import: `connect()` asks the server when there is one."""

    async def open_pool(self, dsn: str, *, acquire_seconds: float, **options: Any) -> None:
        self.config = {"dsn": dsn}
        self.acquire_seconds = acquire_seconds
        self.pool = await asyncpg.create_pool(dsn, reset=_keep_session, **options)
        self.steady = await asyncpg.create_pool(dsn, reset=_keep_session, **_steady(options))

    async def close_pool(self) -> None:
        pools, self.pool, self.steady = (self.steady, self.pool), None, None
        for pool in pools:
            if pool is not None:
                await pool.close()

    async def acquire(self, steady: bool = False) -> Any:
        pool = self.steady if steady else self.pool
        if pool is None:
            raise NotConnected("call `await connect(dsn)` before the first query")
        try:
            async with asyncio.timeout(self.acquire_seconds):
                return await pool.acquire()
        except TimeoutError as error:
            raise PoolExhausted(
                f"no free database connection within {self.acquire_seconds:g} s "
                f"({pool.get_size() - pool.get_idle_size()} of {pool.get_max_size()} busy)"
            ) from error

    async def release(self, connection: Any, steady: bool = False) -> None:
        pool = self.steady if steady else self.pool
        if pool is not None:
            await pool.release(connection)

    def own_transaction(self) -> Transaction | None:
        """The open transaction of this very task; a child of that task gets `ChildTaskInTransaction`."""
        current: Any = self.current_transaction.get()
        if current is None or not current.open:
            return None
        if current.task is not asyncio.current_task():
            raise ChildTaskInTransaction(
                "this task was started inside a transaction of another task, which it may not use: await the "
                "query there, start the task after the transaction, or give it an empty contextvars.Context()"
            )
        own: Transaction = current
        return own

    def transaction_exists(self) -> bool:
        return self.own_transaction() is not None

    @contextlib.asynccontextmanager
    async def hold(self, steady: bool = False) -> AsyncIterator[None]:
        """One connection for all statements of this task in the block, and none without a statement; its children
        borrow their own."""
        if self.transaction_exists() or held.mine():
            yield
            return
        with held.keeping(steady) as kept:
            try:
                yield
            finally:
                if kept.connection is not None:
                    await self.release(kept.connection, steady)

    def own_connection(self) -> Any:
        """That of this task's transaction, or the one it holds; None where one must be borrowed."""
        current = self.own_transaction()
        return held.connection() if current is None else current.connection

    async def _held_connection(self) -> Any:
        """The same; where this task has a hold that needs a connection now, it gets one."""
        own, hold = self.own_connection(), held.mine()
        if own is None and hold is not None:
            own = hold.connection = await self.acquire(hold.steady)
        return own

    @contextlib.asynccontextmanager
    async def lend(self) -> AsyncIterator[Any]:
        """The connection to use here and now."""
        own = await self._held_connection()
        connection = own or await self.acquire()
        try:
            yield connection
        finally:
            if own is None:
                await self.release(connection)

    async def run(self, sql: str, args: Sequence[Any]) -> list[Any]:
        refuse_naive(args)
        counting.note(sql)
        own = await self._held_connection()
        connection = own or await self.acquire()
        try:
            rows: list[Any] = await connection.fetch(sql, *args)
            return rows
        finally:
            if own is None:
                await self.release(connection)

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> list[Any]:
        sql, args = querystring.compile_string(engine_type=self.engine_type)
        return await self.run(sql, args)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> list[Any]:
        return await self.run(ddl, ())

    async def batch(self, query: Query[Any, Any], batch_size: int = 100, node: str | None = None) -> Batch:
        connection = await self.get_new_connection()
        return Batch(connection=connection, query=query, batch_size=batch_size)

    def transaction(self, allow_nested: bool = True) -> Transaction:
        return Transaction(self, allow_nested=allow_nested)


def refuse_naive(args: Sequence[Any]) -> None:
    """Raise `NaiveDatetime` rather than let the driver guess a zone."""
    for value in args:
        if type(value) is datetime and value.tzinfo is None:
            raise NaiveDatetime(f"{value!r} has no time zone")


def _steady(options: dict[str, Any]) -> dict[str, Any]:
    """One connection, opened when it is needed, that plans a statement once and not by each one's values."""
    session = options.get("server_settings", {}) | {"plan_cache_mode": "force_generic_plan"}
    return options | {"min_size": 0, "max_size": 1, "server_settings": session}


async def _keep_session(connection: Any) -> None:
    """Spare the driver's reset round trip: nothing here leaves settings, cursors or locks in a session."""
