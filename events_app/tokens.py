"""Tokens that can be recomputed, never stored: passes, answers, progress links and certificates.

A token is the Crockford base32 form of the first 130 bits of HMAC-SHA256 over
``purpose | id | version``. Each purpose is a world of its own: a photographed badge
cannot change an answer. Raising the version revokes the old token. The database keeps
the SHA-256 of a token at most, so neither it nor a backup of it opens anything.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from uuid import UUID

from events_app import settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O or U."""

_PAIRS = [one + other for one in ALPHABET for other in ALPHABET]

LENGTH = 26
SHORT_LENGTH = 8
_LOOK_ALIKES = str.maketrans("ILOU", "110V")
_TELLTALE = re.compile(r"[^\W_](?:[\s-]*[^\W_]){19,}")
"""Twenty letters and digits, whatever is typed between their groups: with fewer, too much of a token is missing."""


def derive(purpose: str, subject: UUID, version: int = 1) -> str:
    """The 26-character token of a subject for one purpose, the same on every call."""
    message = f"{purpose}|{subject}|{version}".encode()
    mac = hmac.digest(settings.current().secret_key, message, "sha256")
    return _base32(int.from_bytes(mac, "big") >> (256 - LENGTH * 5), LENGTH)


def digest(token: str) -> bytes:
    """The SHA-256 (32 bytes) of a bare token, by which rows are looked up."""
    return hashlib.sha256(normalise(token).encode()).digest()


@dataclass(frozen=True)
class Proof:
    """How papers of one kind are proven: the purpose of the tokens in their codes, and the path where they are checked."""

    purpose: str
    path: str

    def token(self, row: UUID) -> str:
        """The token on the paper of a row; derived, never stored, and it opens nothing else."""
        return derive(self.purpose, row)

    def digest(self, row: UUID) -> bytes:
        """What the database keeps of it."""
        return digest(self.token(row))

    def url(self, row: UUID) -> str:
        """Where the paper is checked; also what its QR code says."""
        return f"{settings.current().public_url}{self.path}{self.token(row)}"


def normalise(text: str) -> str:
    """The bare token or short code in what was scanned or typed.

    Takes a whole URL, any case, spaces and hyphens, and the look-alikes I, L, O and U.
    """
    bare = text.strip().split("?")[0].split("#")[0].rstrip("/").rsplit("/", 1)[-1]
    return bare.upper().replace("-", "").replace(" ", "").translate(_LOOK_ALIKES)


def masked(text: str) -> str:
    """The text as it may be kept and shown: of whatever in it could be a token, only the first four characters."""
    return _TELLTALE.sub(lambda found: f"{''.join(filter(str.isalnum, found[0]))[:4]}…", text)


def short_code() -> str:
    """Eight random characters without look-alikes, for typing at the door."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SHORT_LENGTH))


def random_token() -> str:
    """A random token of 160 bits for logins, sessions and API clients; kept only as its digest."""
    return _base32(secrets.randbits(160), 32)


def _base32(number: int, length: int) -> str:
    """The last `length` letters of a number, two at a time: an even length."""
    return "".join([_PAIRS[(number >> place) & 1023] for place in range(5 * (length - 2), -1, -10)])
