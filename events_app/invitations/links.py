"""Personal addresses of invitations and passes; each kind has a purpose of its own."""

from uuid import UUID

from events_app import settings, tokens
from events_app.notifications import links
from events_app.notifications.links import Link

RSVP = "rsvp"
PASS = "pass"  # noqa: S105 - what the link is for, not a secret
REPLY = "reply"
RSVP_PATH = "/rsvp/"
PASS_PATH = "/T/"  # noqa: S105 - a path


def rsvp_token(invitation: UUID, version: int) -> str:
    """The token with which an invitation is answered."""
    return tokens.derive(RSVP, invitation, version)


def rsvp_hash(invitation: UUID, version: int) -> bytes:
    """What the database keeps of it."""
    return tokens.digest(rsvp_token(invitation, version))


def rsvp_url(invitation: UUID, version: int) -> str:
    """Where an invitation is answered."""
    return f"{settings.current().public_url}{RSVP_PATH}{rsvp_token(invitation, version)}"


def reply_link(invitation: UUID, version: int) -> Link:
    """What tags the organiser's address in one receiver's calendar; filled in at delivery."""
    return links.link(REPLY, invitation, version, "/")


def reply_hash(invitation: UUID, version: int) -> bytes:
    """What the database keeps of a receiver's tag."""
    return tokens.digest(tokens.derive(REPLY, invitation, version))


def pass_token(guest: UUID, version: int) -> str:
    """The token on a guest's pass."""
    return tokens.derive(PASS, guest, version)


def pass_hash(guest: UUID, version: int) -> bytes:
    """What the database keeps of it."""
    return tokens.digest(pass_token(guest, version))


def pass_url(guest: UUID, version: int) -> str:
    """Where a pass is shown; also what its QR code says."""
    return f"{settings.current().public_url}{PASS_PATH}{pass_token(guest, version)}"


def rsvp_link(invitation: UUID, version: int) -> Link:
    """The answer link for a message, filled in at delivery."""
    return links.link(RSVP, invitation, version, RSVP_PATH)


def pass_link(guest: UUID, version: int) -> Link:
    """The pass link for a message, filled in at delivery."""
    return links.link(PASS, guest, version, PASS_PATH)


def pass_qr(guest: UUID, version: int) -> Link:
    """The pass as a QR code in a message, drawn at delivery."""
    return links.qr(PASS, guest, version, PASS_PATH)
