"""Telephone numbers as a list shows them."""

from events_app.checkin.listing.forms import Phones
from events_app.checkin.listing.queries import Listed

SHOWN_FIRST, SHOWN_LAST = 4, 3
DOT = "•"


def phone_of(one: Listed, phones: Phones) -> str:
    """`0812-3456-7890`, or `0812•••••890`; a child's is never shown whole."""
    number = at_home(one.phone)
    return number if phones is Phones.full and not one.is_minor else masked(number)


def masked(number: str) -> str:
    """The first four and the last three characters: enough to know one's own, too little to call."""
    hidden = len(number) - SHOWN_FIRST - SHOWN_LAST
    if hidden < 3:
        return DOT * len(number)
    return number[:SHOWN_FIRST] + DOT * hidden + number[-SHOWN_LAST:]


def at_home(e164: str) -> str:
    """An Indonesian number as it is dialled at home, any other as it is."""
    return f"0{e164[3:]}" if e164.startswith("+62") else e164
