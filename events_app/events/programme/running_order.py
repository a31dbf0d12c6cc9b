"""The running order by the clock: when each line begins, and where a session's lines need more time than it has.

Pure. Lines follow each other from the start of their session, or of the event when they belong to none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID


@dataclass(frozen=True)
class Line:
    """One agenda item; without minutes nobody can say when the next one begins."""

    id: UUID
    title: str
    minutes: int | None
    presenter: str
    session: UUID | None
    presenter_id: UUID | None = None


@dataclass(frozen=True)
class TimedLine:
    """A line with its hours, as far as they are known; `late` when it ends after its session does."""

    line: Line
    starts_at: datetime | None
    ends_at: datetime | None
    late: bool


@dataclass(frozen=True)
class Block:
    """A session, or the event itself, and its lines. `spare` is minutes left, below nought when overrun."""

    session: UUID | None
    title: str
    starts_at: datetime
    ends_at: datetime
    lines: list[TimedLine]
    spare: int

    @property
    def overrun(self) -> int:
        """Minutes more than there are."""
        return max(0, -self.spare)


@dataclass(frozen=True)
class Span:
    """What lines are counted from: a session, or the event (no id)."""

    session: UUID | None
    title: str
    starts_at: datetime
    ends_at: datetime


def blocks(spans: Sequence[Span], lines: Sequence[Line]) -> list[Block]:
    """Every span that has lines, in the order given; lines of a session that is gone come with the event's."""
    known = {span.session for span in spans}
    mine: dict[UUID | None, list[Line]] = {}
    for line in lines:
        mine.setdefault(line.session if line.session in known else None, []).append(line)
    return [_block(span, mine[span.session]) for span in spans if span.session in mine]


def _block(span: Span, lines: list[Line]) -> Block:
    timed, at = [], span.starts_at
    certain = True
    for line in lines:
        ends = at + timedelta(minutes=line.minutes or 0)
        known_end = ends if certain and line.minutes else None
        timed.append(TimedLine(line, at if certain else None, known_end, ends > span.ends_at))
        at, certain = ends, certain and bool(line.minutes)
    spare = int((span.ends_at - at).total_seconds() // 60)
    return Block(span.session, span.title, span.starts_at, span.ends_at, timed, spare)
