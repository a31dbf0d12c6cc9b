"""What JSON doors share: the limit and cursor of a list, and its pages."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar
from uuid import UUID

from litestar.params import QueryParameter

from events_app.errors import FieldError, Invalid
from events_app.i18n import N_, _
from events_app.shapes import Body, Moment, Out, Page

__all__ = ["Body", "Cursor", "Limit", "Moment", "Out", "Page", "after", "listing", "part"]

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


def part(rows: Sequence[Any], limit: int, cursor: str | None, shape: Callable[[Any], T]) -> Page[T]:
    """A page of a short list that is read whole, in whatever order it stands.

    A cursor whose row is not in the list, or is not any more, is refused as invalid.
    """
    last = after(cursor)
    places = [place for place, row in enumerate(rows) if row.id == last]
    if last is not None and not places:
        fault = FieldError("cursor", "cursor", _(N_("This cursor was not given by us.")))
        raise Invalid([fault])
    start = places[0] + 1 if places else 0
    return listing(rows[start : start + limit + 1], limit, shape)
