"""The codes on letters: what opens an answer, and what checks that a letter, or one recipient's letter, is genuine."""

from events_app import qr
from events_app.tokens import Proof

LETTER = Proof("letter", "/verify/")


def drawn(address: str) -> dict[str, str]:
    """An address with its code, as papers take them."""
    return {"url": address, "svg": qr.svg(qr.payload(address))}
