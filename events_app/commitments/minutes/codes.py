"""The code on finalised minutes: whoever holds the paper can ask whether it is genuine and still the newest."""

from uuid import UUID

from events_app import settings, tokens

PURPOSE = "minutes"
PATH = "/verify/minutes/"


def token(version: UUID) -> str:
    """The check token of a version; derived, never stored."""
    return tokens.derive(PURPOSE, version)


def digest(version: UUID) -> bytes:
    """What the database keeps of it."""
    return tokens.digest(token(version))


def url(version: UUID) -> str:
    """Where the paper is checked."""
    return f"{settings.current().public_url}{PATH}{token(version)}"
