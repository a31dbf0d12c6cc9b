"""Who stands on an attendance list: everybody expected, and everybody who came to what the list is of."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.checkin.absences.tables import ExcuseKind
from events_app.checkin.absences.words import EXCUSES
from events_app.checkin.listing.forms import ListIn
from events_app.checkin.verdicts import display_name
from events_app.database import fetch
from events_app.errors import FieldError, Invalid
from events_app.events.moments import bounds_of_day, days_between
from events_app.events.tables import Event, Session
from events_app.i18n import N_, gettext

# By the whole event, somebody admitted to one of its sessions was there. A day counts what was scanned on it: whoever
# stayed in from the day before is scanned as "already in".
OF_ALL = """
SELECT guest, min(first_in_at) AS at FROM attendance WHERE event = $1 AND ($2::uuid IS NULL OR session = $2) GROUP BY guest
"""
OF_DAY = """
SELECT guest, min(at) AS at FROM (
  SELECT guest, first_in_at AS at FROM attendance WHERE event = $1 AND ($2::uuid IS NULL OR session = $2)
    AND first_in_at >= $3 AND first_in_at < $4
  UNION ALL
  SELECT guest, scanned_at FROM scan WHERE event = $1 AND ($2::uuid IS NULL OR session = $2) AND direction = 'in'
    AND outcome IN ('admitted', 'already') AND undone_at IS NULL AND scanned_at >= $3 AND scanned_at < $4
) scanned GROUP BY guest
"""
GUESTS = """
SELECT g.id, p.title_prefix, p.full_name, p.title_suffix, p.sex, p.nip, p.phone, p.is_minor, i.name AS institution,
  coalesce(nullif(g.position_title, ''), n.title, '') AS position, h.title AS in_place_of, g.walk_in, t.at AS came
FROM guest g JOIN person p ON p.id = g.person LEFT JOIN institution i ON i.id = g.institution
LEFT JOIN position n ON n.id = p.position LEFT JOIN position h ON h.id = g.represents
LEFT JOIN ({came}) t ON t.guest = g.id
WHERE g.event = $1 AND (g.state = 'expected' OR t.at IS NOT NULL) ORDER BY p.name_key, g.id
"""


@dataclass(frozen=True)
class Listed:
    """One line; `came` is empty for who did not."""

    id: UUID
    name: str
    sex: str | None
    nip: str
    phone: str
    is_minor: bool
    position: str
    in_place_of: str
    institution: str
    walk_in: bool
    came: datetime | None


@dataclass(frozen=True)
class Scope:
    """What a list is of: the session by its title, the day with its first and last moment in the event's zone."""

    session: UUID | None = None
    session_title: str = ""
    day: date | None = None
    moments: tuple[datetime, datetime] | None = None


async def scope_of(event: Event, ask: ListIn) -> Scope:
    """What the list is of. Raises Invalid for a session of another event, and for a day on which this one is not held."""
    faults = []
    title = ""
    if ask.session_id is not None:
        row = await Session.objects().get((Session.id == ask.session_id) & (Session.event == event.id))
        title = row.title if row else ""
        if row is None:
            faults.append(_fault("session_id", "unknown", N_("This session does not belong to the event.")))
    if ask.day is not None and ask.day not in days_of(event):
        faults.append(_fault("day", "other_day", N_("The event is not held on this day.")))
    if faults:
        raise Invalid(faults)
    return Scope(ask.session_id, title, ask.day, moments_of(event, ask.day) if ask.day else None)


async def listed(event: Event, scope: Scope) -> list[Listed]:
    """Everybody expected and everybody who came, by name: one query."""
    if scope.moments:
        rows = await fetch(GUESTS.format(came=OF_DAY), event.id, scope.session, *scope.moments)
    else:
        rows = await fetch(GUESTS.format(came=OF_ALL), event.id, scope.session)
    return [_listed(row) for row in rows]


def days_of(event: Event) -> list[date]:
    """The days on which an event is held, where it is held; at most a hundred."""
    first, last = days_between(event.starts_at, event.ends_at, event.timezone)
    return [first + timedelta(days=n) for n in range(min((last - first).days, 99) + 1)]


def moments_of(event: Event, day: date) -> tuple[datetime, datetime]:
    """A day's first moment and the next day's, in the event's zone."""
    return bounds_of_day(day, event.timezone)


def _listed(row: Any) -> Listed:
    texts: dict[str, Any] = {
        name: row[name] or "" for name in ("nip", "phone", "position", "in_place_of", "institution")
    }
    facts = {name: row[name] for name in ("id", "sex", "is_minor", "walk_in", "came")}
    return Listed(name=display_name(row), **texts, **facts)


def _fault(field: str, code: str, sentence: str) -> FieldError:
    return FieldError(field, code, gettext(sentence))


async def excuses(event: UUID) -> dict[UUID, str]:
    """Who stays away and says why: guest to the word that a list prints, in the language of the moment."""
    rows = await fetch("SELECT guest, kind FROM excuse WHERE event = $1", event)
    return {row["guest"]: gettext(EXCUSES[ExcuseKind(row["kind"])]) for row in rows}
