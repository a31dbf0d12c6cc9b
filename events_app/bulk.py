"""Many rows by one statement: arrays of columns cost the server and the driver far less than rows of parameters."""

from collections.abc import Sequence
from enum import Enum
from typing import Any
from uuid import UUID

from piccolo.columns import Array
from piccolo.table import Table

from events_app.database import fetch


async def insert_new(rows: Sequence[Table]) -> set[UUID]:
    """Insert rows of one table but for those that some unique key refuses; the ids of what is new."""
    if not rows:
        return set()
    columns = rows[0]._meta.columns
    if any(isinstance(column, Array) for column in columns):
        raise TypeError("a column that is an array itself cannot be sent in an array")
    names = ", ".join(f'"{column._meta.db_column_name}"' for column in columns)
    arrays = ", ".join(f"${n}::{column.column_type}[]" for n, column in enumerate(columns, 1))
    sql = (
        f'INSERT INTO "{rows[0]._meta.tablename}" ({names}) SELECT * FROM unnest({arrays})'
        " ON CONFLICT DO NOTHING RETURNING id"
    )
    values = [[_plain(getattr(row, column._meta.name)) for row in rows] for column in columns]
    new = {row["id"] for row in await fetch(sql, *values)}
    for row in rows:
        row._exists_in_db = row._exists_in_db or getattr(row, "id", None) in new
    return new


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
