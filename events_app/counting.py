"""Counts the queries of a task and its children, so that a test can promise their number stays constant."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class Count:
    """The SQL that ran while this was being kept, oldest first."""

    statements: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.statements)


_kept: ContextVar[tuple[Count, ...]] = ContextVar("kept_query_counts", default=())


@contextmanager
def counting_queries() -> Iterator[Count]:
    """Keep every ORM and raw query of this task and the tasks it starts; BEGIN and COMMIT are not queries."""
    count = Count()
    token = _kept.set((*_kept.get(), count))
    try:
        yield count
    finally:
        _kept.reset(token)


def note(sql: str) -> None:
    for count in _kept.get():
        count.statements.append(sql)
