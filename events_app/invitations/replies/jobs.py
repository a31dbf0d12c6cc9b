"""Nothing is done by the clock here; loading this makes the mailbox know who takes calendar replies."""

from events_app.invitations.replies import inbox

__all__ = ["inbox"]
