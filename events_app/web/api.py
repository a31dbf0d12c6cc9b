"""What JSON doors share: the limit and cursor of a list, and its pages."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar
from uuid import UUID

from litestar.params import QueryParameter

from events_app.errors import FieldError, Invalid
from events_app.i18n import N_, _
from events_app.shapes import Body, Moment, Out, Page

__all__ = ["Body", "Cursor", "Limit", "Moment", "Out", "Page", "after", "listing"]

T = TypeVar("T")
MOST = 500

Limit = Annotated[int, QueryParameter(ge=1, le=MOST, description="How many at most.")]
Cursor = Annotated[str | None, QueryParameter(description="`next` of the answer before.", max_length=100)]


def after(cursor: str | None) -> UUID | None:
    """The id that a cursor stands for; a cursor we never gave is refused as invalid."""
    if cursor is None:
        return None
    try:
        return UUID(cursor)
    except ValueError:
        fault = FieldError("cursor", "cursor", _(N_("This cursor was not given by us.")))
        raise Invalid([fault]) from None


def listing(rows: Sequence[Any], limit: int, shape: Callable[[Any], T]) -> Page[T]:
    """A page of up to `limit` items from up to `limit + 1` rows that are ordered by id.

    Ask the database for one row more than the limit; `shape` makes an item of a row.
    """
    shown = rows[:limit]
    more = str(shown[-1].id) if len(rows) > limit else None
    return Page[T](items=[shape(row) for row in shown], next=more)
