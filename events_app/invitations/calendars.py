"""One calendar entry for many receivers: built once, then addressed to each of them alone.

Building an entry with its time zone takes ten milliseconds; naming another attendee takes none.
"""

from dataclasses import dataclass
from typing import Any, Literal

from icalendar.parser import Contentline

from events_app.events.calendars import Organiser, invitation_calendar
from events_app.events.queries import Place
from events_app.events.tables import Event
from events_app.notifications.mail import one_line

Method = Literal["REQUEST", "CANCEL"]
NAME, ADDRESS = "EVERY-ATTENDEE", "every-attendee@events.invalid"


@dataclass(frozen=True)
class Entry:
    """A calendar whose attendee is still open: unfolded lines, one of them the attendee's."""

    lines: tuple[str, ...]

    def for_one(self, name: str, address: str) -> str:
        """The whole calendar, naming this attendee and nobody else."""
        shown = one_line(name).replace("^", "^^").replace('"', "^'")
        lines = (
            line.replace(f'"{NAME}"', NAME).replace(NAME, f'"{shown}"').replace(ADDRESS, address)
            if line.startswith("ATTENDEE")
            else line
            for line in self.lines
        )
        return "".join(f"{_folded(line)}\r\n" for line in lines)


def _folded(line: str) -> str:
    content: Any = Contentline
    written: bytes = content(line).to_ical()
    return written.decode()


async def entry(event: Event, organiser: Organiser, place: Place, method: Method) -> Entry:
    """The event's entry for receivers of one kind of news."""
    text = await invitation_calendar(event, NAME, ADDRESS, organiser, method, place=place)
    return Entry(tuple(line for line in text.replace("\r\n ", "").split("\r\n") if line))
