"""What comes in about mail that came back."""

from pydantic import Field

from events_app.shapes import Body

LOCAL = r"^/(mailbox|outbox|people|institutions)(/[0-9a-f-]{36})?$"


class BackForm(Body):
    """Where to go after a decision: a page of ours that shows such a button."""

    back: str = Field(default="/mailbox", pattern=LOCAL)
