"""The codes on letters: what opens an answer, and what checks that a letter is genuine."""

from uuid import UUID

from events_app import qr, settings, tokens

PURPOSE = "letter"
PATH = "/verify/"


def token(row: UUID) -> str:
    """The check token of a letter, or of one recipient's letter; derived, never stored."""
    return tokens.derive(PURPOSE, row)


def digest(row: UUID) -> bytes:
    """What the database keeps of it."""
    return tokens.digest(token(row))


def url(row: UUID) -> str:
    """Where a letter is checked."""
    return f"{settings.current().public_url}{PATH}{token(row)}"


def drawn(address: str) -> dict[str, str]:
    """An address with its code, as papers take them."""
    return {"url": address, "svg": qr.svg(qr.payload(address))}
