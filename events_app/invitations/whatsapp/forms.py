"""What comes in about WhatsApp."""

from pydantic import Field

from events_app.invitations.whatsapp.tables import Words
from events_app.shapes import Body


class WordsIn(Body):
    """Which words: the invitation or a reminder."""

    words: Words = Field(default=Words.invitation, examples=["invitation"])
