"""What comes in about getting ready: who works the door."""

from uuid import UUID

from events_app.shapes import Body


class DoorForm(Body):
    """Who works the door."""

    user_id: UUID
