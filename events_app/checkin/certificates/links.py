"""Addresses of certificates: the holder's own, and the one that proves a paper; each with a purpose of its own."""

from uuid import UUID

from events_app import settings, tokens
from events_app.notifications import links
from events_app.notifications.links import Link

HOLDER = "certificate"
CHECK = "certificate-check"
HOLDER_PATH = "/certificate/"
CHECK_PATH = "/verify/certificate/"


def holder_token(certificate: UUID) -> str:
    """The token with which its holder opens a certificate; derived, never stored."""
    return tokens.derive(HOLDER, certificate)


def holder_hash(certificate: UUID) -> bytes:
    """What the database keeps of it."""
    return tokens.digest(holder_token(certificate))


def holder_link(certificate: UUID) -> Link:
    """The holder's address in a message, filled in at delivery."""
    return links.link(HOLDER, certificate, 1, HOLDER_PATH)


def check_token(certificate: UUID) -> str:
    """The token on the paper, which proves it; it opens nothing else."""
    return tokens.derive(CHECK, certificate)


def check_hash(certificate: UUID) -> bytes:
    """What the database keeps of it."""
    return tokens.digest(check_token(certificate))


def check_url(certificate: UUID) -> str:
    """Where a paper is checked; also what its QR code says."""
    return f"{settings.current().public_url}{CHECK_PATH}{check_token(certificate)}"
