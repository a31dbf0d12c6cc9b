"""The last part of an event's public address: readable, and not to be guessed."""

import re
import unicodedata

from events_app.tokens import short_code

LONGEST = 60


def slug_of(title: str, *, confidential: bool) -> str:
    """`diskusi-tematik-7k2m9qxd`; who knows the title still does not know the address."""
    words = "" if confidential else _plain(title)
    return f"{words or 'e'}-{short_code().lower()}"


def _plain(title: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only)[:LONGEST].strip("-")
