"""Our own tokens in what comes back: Message-IDs, and the return address that carries one.

A Message-ID follows from the message's id, which is random: who names it has seen the message. The return
address carries a mark besides, since any mailbox may be addressed by anybody.
"""

import hmac
import re
from email.utils import parseaddr
from uuid import UUID

from events_app import settings, tokens

OURS = re.compile(
    r"([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})@[a-z0-9.-]{1,255}", re.I
)
RETURNED = re.compile(r"\+([0-9a-f]{32})([0-9a-z]{12})@", re.I)
MOST = 20
"""How many Message-IDs are looked at: a thread of replies names a few, not hundreds."""


def return_address(message: UUID, sender: str) -> str:
    """The envelope's sender: the configured address with the message's own tag, else the plain sender."""
    configured = settings.current().return_address
    if not configured:
        return sender
    name, _at, host = parseaddr(configured)[1].rpartition("@")
    return f"{name}+{message.hex}{_mark(message)}@{host}"


def returned_to(addresses: list[str]) -> UUID | None:
    """The message that one of these addresses is the return address of."""
    for address in addresses:
        found = RETURNED.search(address)
        if found and hmac.compare_digest(found.group(2).lower(), _mark(UUID(found.group(1)))):
            return UUID(found.group(1))
    return None


def named(text: str) -> list[UUID]:
    """The messages whose Message-ID stands in a text, each once."""
    found = dict.fromkeys(one.group(1).lower() for one in OURS.finditer(text))
    return [UUID(one) for one in list(found)[:MOST]]


def _mark(message: UUID) -> str:
    return tokens.derive("return", message)[:12].lower()
