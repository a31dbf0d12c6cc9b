"""Numbers of certificates: a pattern as letters have one, counted a year, each given once under a lock."""

from datetime import date
from uuid import UUID

from events_app.clock import now
from events_app.database import execute, fetch, fetch_one
from events_app.ids import new_id
from events_app.invitations.letters.numbers import fitting, written

LOCK = """
INSERT INTO certificate_series (id, organisation, created_at, year, last) VALUES ($1, $2, $3, $4, 0)
ON CONFLICT (organisation, year) DO UPDATE SET last = certificate_series.last RETURNING id, last
"""
MOVE = "UPDATE certificate_series SET last = $2 WHERE id = $1"
TAKEN = "SELECT lower(number) AS number FROM certificate WHERE organisation = $1 AND year = $2 AND lower(number) = ANY($3)"


async def claim(organisation: UUID, pattern: str, unit: str, day: date, count: int) -> list[tuple[int, str]]:
    """The next numbers of the day's year. Who else wants some waits for this transaction to end. Raises NumberTooLong."""
    series = await fetch_one(LOCK, new_id(), organisation, now(), day.year)
    assert series is not None, "it was made or found"
    given: list[tuple[int, str]] = []
    last = series["last"]
    while len(given) < count:
        some = [
            (one, written(pattern, unit, one, day)) for one in range(last + 1, last + 1 + count - len(given))
        ]
        taken = await _taken(organisation, day.year, [number for _one, number in some])
        given += [(one, fitting(number)) for one, number in some if number.lower() not in taken]
        last = some[-1][0]
    await execute(MOVE, series["id"], last)
    return given


async def _taken(organisation: UUID, year: int, numbers: list[str]) -> set[str]:
    """Another pattern may have written one of them before."""
    rows = await fetch(TAKEN, organisation, year, [one.lower() for one in numbers])
    return {row["number"] for row in rows}
