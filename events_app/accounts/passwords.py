"""Passwords as argon2id hashes (RFC 9106), computed in a thread so that nobody else waits."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's parameters for argon2id."""

_NOBODY = _HASHER.hash("nobody has this password")
"""Checked when the account does not exist, so that the time taken tells nothing."""


async def hashed(password: str) -> str:
    """The argon2id hash to keep."""
    return await asyncio.to_thread(_HASHER.hash, password)


async def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one kept; as slow for an account that has none."""
    return await asyncio.to_thread(_matches, kept, password)


def _matches(kept: str | None, password: str) -> bool:
    try:
        _HASHER.verify(kept or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None
