"""Addresses of certificates: the holder's own, and the one that proves a paper; each with a purpose of its own."""

from uuid import UUID

from events_app import tokens
from events_app.notifications import links
from events_app.notifications.links import Link

HOLDER = "certificate"
HOLDER_PATH = "/certificate/"
CHECK = tokens.Proof("certificate-check", "/verify/certificate/")


def holder_token(certificate: UUID) -> str:
    """The token with which its holder opens a certificate; derived, never stored."""
    return tokens.derive(HOLDER, certificate)


def holder_hash(certificate: UUID) -> bytes:
    """What the database keeps of it."""
    return tokens.digest(holder_token(certificate))


def holder_link(certificate: UUID) -> Link:
    """The holder's address in a message, filled in at delivery."""
    return links.link(HOLDER, certificate, 1, HOLDER_PATH)
