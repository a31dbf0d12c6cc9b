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
WIDTH = 74
NAME, ADDRESS = "EVERY-ATTENDEE", "every-attendee@events.invalid"


@dataclass(frozen=True)
class Entry:
    """A calendar whose attendee is still open: what stands before and after that one line, folded, and the line."""

    before: str
    attendee: str
    after: str

    def for_one(self, name: str, address: str) -> str:
        """The whole calendar, naming this attendee and nobody else."""
        shown = one_line(name).replace("^", "^^").replace('"', "^'")
        line = self.attendee.replace(f'"{NAME}"', NAME).replace(NAME, f'"{shown}"').replace(ADDRESS, address)
        return f"{self.before}{_folded(line)}\r\n{self.after}"


def _folded(line: str) -> str:
    """The library counts bytes of every character, which plain letters do not need."""
    if line.isascii():
        return "\r\n ".join(line[start : start + WIDTH] for start in range(0, len(line), WIDTH))
    content: Any = Contentline
    written: bytes = content(line).to_ical()
    return written.decode()


async def entry(event: Event, organiser: Organiser, place: Place, method: Method) -> Entry:
    """The event's entry for receivers of one kind of news."""
    text = await invitation_calendar(event, NAME, ADDRESS, organiser, method, place=place)
    lines = [line for line in text.replace("\r\n ", "").split("\r\n") if line]
    [here] = [number for number, line in enumerate(lines) if line.startswith("ATTENDEE")]
    before, after = (
        "".join(f"{_folded(line)}\r\n" for line in part) for part in (lines[:here], lines[here + 1 :])
    )
    return Entry(before, lines[here], after)
