"""What rooms to the right offer on a guest's pass, which does not know them: each registers a function here."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from litestar.datastructures import Cookie

from events_app.invitations.access import Held


@dataclass(frozen=True)
class Offer:
    """A button on the pass: its label, where it leads below the pass's own address, and what the browser keeps.

    One that is not `shown` yet may still let the browser keep something.
    """

    label: str
    path: str
    icon: str
    cookie: Cookie | None = None
    shown: bool = True


Offering = Callable[[Held], Awaitable[Offer | None]]
_offerings: list[Offering] = []


def register(offering: Offering) -> Offering:
    """Asks this function whenever a pass is opened whose guest is expected."""
    _offerings.append(offering)
    return offering


async def offers_for(held: Held) -> list[Offer]:
    """Everything that is offered to this guest now."""
    found = [await offering(held) for offering in _offerings]
    return [one for one in found if one is not None]
