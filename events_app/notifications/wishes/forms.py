"""What comes in about wishes."""

from typing import Annotated

from pydantic import Field

from events_app.notifications.wishes.tables import Wish
from events_app.shapes import Body


class WishChoice(Body):
    """What an address may be sent from now on."""

    wish: Wish = Field(examples=["no_letters"])


class DisownIn(Body):
    """Why what one is reminded of is not one's own to do."""

    note: Annotated[
        str,
        Field(
            min_length=1,
            max_length=1_000,
            examples=["The task went to the health office with the new decree."],
        ),
    ]


class ObjectionIn(DisownIn):
    """The same, said by somebody at the telephone and written down by the office."""

    address: Annotated[
        str,
        Field(
            min_length=1,
            max_length=254,
            description="The mail address that the reminders go to.",
            examples=["dinas.pu@lembayung.example"],
        ),
    ]
