"""Who is touched by a release, and by what of it: guests by times and places, people on stage by their own parts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.database import fetch
from events_app.events.releases.queries import Release
from events_app.events.releases.snapshots import TELLS_EVERYBODY
from events_app.events.tables import Event
from events_app.invitations.news import concerned
from events_app.invitations.queries import Recipient, display_name

ON_STAGE = """
SELECT p.id, p.title_prefix, p.full_name, p.title_suffix, p.sex, p.language, p.email AS address,
  coalesce(n.name, '') AS office
FROM person p LEFT JOIN institution n ON n.id = p.institution WHERE p.id = ANY($1) ORDER BY p.id
"""


@dataclass
class Touched:
    """One person and the places of what concerns them in the release's list of changes."""

    to: Recipient
    changes: set[int] = field(default_factory=set)
    calendar: bool = False


async def touched_by(event: Event, release: Release, now: datetime) -> list[Touched]:
    """Everybody once, by name and address; the number of queries does not grow with theirs."""
    found: dict[tuple[str, str], Touched] = {}
    for_all = {place for place, change in enumerate(release.changes) if change["kind"] in TELLS_EVERYBODY}
    calendar = any(str(release.changes[place]["kind"]).startswith("event_") for place in for_all)
    if for_all:
        for to in await concerned(event, ("withdrawn", "declined"), now):
            _note(found, to, for_all, calendar=calendar)
    theirs = _of_people(release)
    for row in await fetch(ON_STAGE, list(theirs)) if theirs else []:
        _note(found, _recipient(row), theirs[row["id"]], calendar=False)
    return list(found.values())


def _of_people(release: Release) -> dict[UUID, set[int]]:
    """What each person on stage must know: changes of their sessions, and of the whole event."""
    theirs: dict[UUID, set[int]] = {}
    now_on_stage = {one["id"] for part in release.snapshot["sessions"] for one in part["people"]}
    for place, change in enumerate(release.changes):
        people: Iterable[str] = change.get(
            "people", now_on_stage if change["kind"] in TELLS_EVERYBODY else ()
        )
        for person in people:
            theirs.setdefault(UUID(person), set()).add(place)
    return theirs


def _note(found: dict[tuple[str, str], Touched], to: Recipient, changes: set[int], *, calendar: bool) -> None:
    one = found.setdefault((to.address.casefold(), to.name or to.office), Touched(to))
    one.changes |= changes
    one.calendar |= calendar


def _recipient(row: Any) -> Recipient:
    return Recipient(
        id=row["id"],
        version=1,
        office=row["office"],
        name=display_name(row),
        sex=row["sex"],
        titled=bool(row["title_prefix"]),
        address=row["address"],
        language=row["language"],
    )
