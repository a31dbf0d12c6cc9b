"""The mailbox that replies arrive in."""

from tests.notifications.mailbox.conftest import imap, imap_server, polled

__all__ = ["imap", "imap_server", "polled"]
