"""Rows of several tables by one statement of our own.

The ORM asks for each table alone and writes its SQL anew every time, which on a page that is opened by a link costs
more than the database's whole answer. Here the columns are written once, when the program starts.
"""

from functools import cache
from typing import Any, TypeVar

from piccolo.table import Table

T = TypeVar("T", bound=Table)


def columns(table: type[Table], alias: str) -> str:
    """What to select of a table that the statement calls `alias`, for `row` to find again."""
    names = (column._meta.db_column_name for column in table._meta.columns)
    return ", ".join(f'{alias}."{name}" AS "{alias}.{name}"' for name in names)


def row(table: type[T], alias: str, found: Any) -> T:
    """The table's row out of a record that `columns` chose: as the ORM would have read it."""
    made = table.__new__(table)
    made._exists_in_db, made._was_created = True, None
    made.__dict__.update({name: found[chosen] for name, chosen in _chosen(table, alias)})
    return made


@cache
def _chosen(table: type[Table], alias: str) -> list[tuple[str, str]]:
    """Each attribute of a row with the name that `columns` gave it."""
    meta = (column._meta for column in table._meta.columns)
    return [(one.name, f"{alias}.{one.db_column_name}") for one in meta]
