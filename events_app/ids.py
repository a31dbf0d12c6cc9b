"""Identifiers of rows: UUIDv7 (RFC 9562), so that ids sort by the time they were made."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A new UUIDv7; unique also when made on many machines at once."""
    return uuid7()


def uuid_of(text: str) -> UUID | None:
    """The id that somebody wrote; None where a choice was left empty, or where it is no id."""
    try:
        return UUID(text)
    except ValueError:
        return None
