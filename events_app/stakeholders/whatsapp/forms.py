"""What comes in about consent to WhatsApp."""

from pydantic import Field

from events_app.shapes import Body
from events_app.stakeholders.consents.forms import Via


class SaidIn(Body):
    """How it was said."""

    via: Via = Field(examples=["phone"])
