"""Numbers of letters: a pattern with placeholders, and the next number of a year, given under a lock."""

import re
from datetime import date
from uuid import UUID

from events_app.clock import now
from events_app.database import execute, fetch_one, fetch_value
from events_app.ids import new_id
from events_app.invitations.letters.refusals import NumberTaken, NumberTooLong

PATTERN = "400.2/{number}/{unit}/{year}"
LONGEST = 60
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
KNOWN = re.compile(r"number(?::[1-6])?|unit|year|month")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

LOCK = """
INSERT INTO letter_series (id, organisation, created_at, year, first, last) VALUES ($1, $2, $3, $4, 1, 0)
ON CONFLICT (organisation, year) DO UPDATE SET last = letter_series.last RETURNING id, first, last
"""
"""Makes the year's row or takes it; either way it is ours until the transaction ends."""

TAKEN = "SELECT 1 FROM letter WHERE organisation = $1 AND year = $2 AND (lower(number) = lower($3) OR sequence = $4)"
MOVE = "UPDATE letter_series SET last = $2 WHERE id = $1"


def unknown_places(pattern: str) -> list[str]:
    """Placeholders of a pattern that nobody fills."""
    return [one for one in PLACEHOLDER.findall(pattern) if not KNOWN.fullmatch(one)]


def has_number(pattern: str) -> bool:
    """Whether the running number stands in it, once."""
    names = [one.partition(":")[0] for one in PLACEHOLDER.findall(pattern)]
    return names.count("number") == 1


def written(pattern: str, unit: str, sequence: int, day: date) -> str:
    """`400.2/17/SETDA/2026`; `{number:3}` gives 017, `{month}` the month in Roman figures."""

    def one(found: re.Match[str]) -> str:
        name, _colon, width = found.group(1).partition(":")
        if name == "number":
            return f"{sequence:0{int(width or 1)}}"
        return {"unit": unit, "year": str(day.year), "month": ROMAN[day.month - 1]}[name]

    return PLACEHOLDER.sub(one, _without_empty(pattern, unit))


def sequence_in(pattern: str, unit: str, number: str, day: date) -> int | None:
    """The running number inside a number that was typed, if it follows the pattern."""
    ways = {"unit": re.escape(unit), "year": str(day.year), "month": "[IVX]+"}
    parts = enumerate(PLACEHOLDER.split(_without_empty(pattern, unit)))
    words = [ways.get(part, "0*([0-9]{1,6})") if place % 2 else re.escape(part) for place, part in parts]
    found = re.fullmatch("".join(words), number.strip(), re.IGNORECASE | re.ASCII)
    return int(found.group(1)) if found and int(found.group(1)) > 0 else None


def _without_empty(pattern: str, unit: str) -> str:
    """Without a unit, its place goes with the stroke beside it: `400.2/17/2026`."""
    return pattern if unit else pattern.replace("{unit}/", "").replace("/{unit}", "")


async def claim(organisation: UUID, pattern: str, unit: str, day: date) -> tuple[int, str]:
    """The next number of the day's year. Who else wants one waits for this transaction to end."""
    series = await fetch_one(LOCK, new_id(), organisation, now(), day.year)
    assert series is not None, "it was made or found"
    sequence = series["last"] + 1
    # What was typed by hand may stand where the count arrives.
    while await _taken(organisation, day.year, written(pattern, unit, sequence, day), sequence):
        sequence += 1
    await execute(MOVE, series["id"], sequence)
    return sequence, fitting(written(pattern, unit, sequence, day))


async def claim_typed(
    organisation: UUID, pattern: str, unit: str, number: str, day: date
) -> tuple[int | None, str]:
    """A number from the office's own agenda. Raises NumberTaken; one that follows the pattern moves the count on."""
    series = await fetch_one(LOCK, new_id(), organisation, now(), day.year)
    assert series is not None, "it was made or found"
    sequence = sequence_in(pattern, unit, number, day)
    if await _taken(organisation, day.year, number, sequence):
        raise NumberTaken()
    if sequence is not None:
        await execute(MOVE, series["id"], max(sequence, series["last"]))
    return sequence, fitting(number)


async def begin_with(organisation: UUID, year: int, sequence: int) -> None:
    """Let the count go on with this number; what the year has used already is skipped."""
    series = await fetch_one(LOCK, new_id(), organisation, now(), year)
    assert series is not None, "it was made or found"
    used = await fetch_value(
        "SELECT min(sequence) FROM letter WHERE organisation = $1 AND year = $2", organisation, year
    )
    first = sequence if used is None else min(used, series["first"])
    sql = "UPDATE letter_series SET first = least($2::int, $3::int), last = $3::int - 1 WHERE id = $1"
    await execute(sql, series["id"], first, sequence)


async def next_of(organisation: UUID, year: int) -> int:
    """What would be given next, for a form; nothing is kept by asking."""
    sql = "SELECT last FROM letter_series WHERE organisation = $1 AND year = $2"
    return int(await fetch_value(sql, organisation, year) or 0) + 1


def fitting(number: str) -> str:
    """The number, if it is short enough to be kept."""
    if len(number) > LONGEST:
        raise NumberTooLong()
    return number


async def _taken(organisation: UUID, year: int, number: str, sequence: int | None) -> bool:
    return await fetch_one(TAKEN, organisation, year, number, sequence) is not None
