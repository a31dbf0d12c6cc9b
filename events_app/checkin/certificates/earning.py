"""Who earned a certificate, by what the door saw; and, in plain words, why somebody did not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.checkin.certificates.tables import CertificatePlan, CertificateRole, Earning, JpOf
from events_app.checkin.certificates.words import role_name
from events_app.database import fetch
from events_app.events.tables import Event
from events_app.formats import number
from events_app.i18n import gettext as _
from events_app.i18n import ngettext
from events_app.invitations.queries import display_name

# A role that somebody chose for the badge, else what they do on stage. Two guests who are one person get one certificate,
# also where they were found to be one afterwards: a merge leaves a second guest of the same event where it was.
PEOPLE = """
WITH staged AS (
  SELECT coalesce(p.successor, p.id) AS person, CASE WHEN bool_or(r.role IN ('speaker', 'opening')) THEN 'speaker'
    WHEN bool_or(r.role IN ('moderator', 'chair')) THEN 'moderator'
    WHEN bool_or(r.role = 'facilitator') THEN 'facilitator' ELSE 'committee' END AS role
  FROM session_role r JOIN event_session s ON s.id = r.session JOIN person p ON p.id = r.person
  WHERE s.event = $1 AND s.cancelled_at IS NULL GROUP BY 1),
came AS (
  SELECT guest, min(first_in_at) AS first_in, max(last_out_at) AS last_out,
    bool_or(last_out_at IS NULL OR last_in_at > last_out_at) AS inside,
    coalesce(array_agg(DISTINCT session) FILTER (WHERE session IS NOT NULL), '{}') AS sessions
  FROM attendance WHERE event = $1 GROUP BY guest),
guests AS (
  SELECT DISTINCT ON (1) coalesce(p.successor, p.id) AS person, g.id AS guest, g.institution, c.first_in, c.last_out,
    c.inside, c.sessions
  FROM guest g JOIN person p ON p.id = g.person LEFT JOIN came c ON c.guest = g.id
  WHERE g.event = $1 AND (g.state = 'expected' OR c.guest IS NOT NULL) ORDER BY 1, c.first_in NULLS LAST, g.id),
given AS (
  SELECT DISTINCT ON (1) coalesce(p.successor, p.id) AS holder, x.* FROM certificate x JOIN person p ON p.id = x.person
  WHERE x.event = $1 ORDER BY 1, x.revoked_at IS NOT NULL, x.id),
others AS (
  SELECT person FROM staged UNION SELECT holder FROM given EXCEPT SELECT person FROM guests),
everybody AS (
  SELECT * FROM guests UNION ALL SELECT person, NULL, NULL, NULL, NULL, NULL, NULL FROM others)
SELECT w.person, w.guest, w.first_in, w.last_out, w.inside, w.sessions, p.title_prefix, p.full_name, p.title_suffix,
  p.is_minor, coalesce(i.name, '') AS institution, s.person IS NOT NULL AS on_stage,
  coalesce(CASE WHEN b.role IN ('speaker', 'moderator', 'facilitator', 'committee') THEN b.role END, s.role, 'participant')
    AS role,
  x.id AS certificate, x.number, x.name AS printed, x.version, x.jp AS given_jp, x.role AS given_role, x.revoked_at,
  x.reason
FROM everybody w JOIN person p ON p.id = w.person LEFT JOIN institution i ON i.id = coalesce(w.institution, p.institution)
LEFT JOIN staged s ON s.person = w.person LEFT JOIN badge_role b ON b.guest = w.guest
LEFT JOIN given x ON x.holder = w.person
WHERE ($2::uuid IS NULL OR w.person = $2) AND (p.anonymised_at IS NULL OR x.id IS NOT NULL)
ORDER BY p.name_key, p.id
"""
SESSIONS = """
SELECT s.id, s.title, s.starts_at, s.ends_at, coalesce(j.jp, 0) AS jp FROM event_session s
LEFT JOIN session_jp j ON j.session = s.id WHERE s.event = $1 AND s.cancelled_at IS NULL ORDER BY s.starts_at, s.id
"""


@dataclass(frozen=True)
class Part:
    """A session that was not taken off, and its lesson hours."""

    id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    jp: int


@dataclass(frozen=True)
class Candidate:
    """Somebody who was expected, came, was on stage, or has a certificate; `earned`, and `why` in words.

    `minutes` of the event's time they were there; `sessions` they checked in at; `jp` what they would get now.
    """

    person: UUID
    guest: UUID | None
    name: str
    full_name: str
    is_minor: bool
    institution: str
    role: CertificateRole
    came: bool
    sessions: int
    minutes: int
    jp: int
    earned: bool
    why: str
    certificate: UUID | None
    number: str
    printed: str
    version: int
    given_jp: int
    given_role: str
    revoked: bool
    reason: str

    @property
    def id(self) -> UUID:
        """By whom a list is parted."""
        return self.person

    @property
    def due(self) -> bool:
        """Whether one is still to be issued by the rule."""
        return self.earned and self.certificate is None


async def parts_of(event: Event) -> list[Part]:
    """The sessions that count, in their order."""
    return [Part(**row) for row in await fetch(SESSIONS, event.id)]


async def candidates(event: Event, plan: CertificatePlan, only: UUID | None = None) -> list[Candidate]:
    """Everybody by name, judged by the rule as it is now: two queries, however many they are."""
    parts = await parts_of(event)
    return [_judged(event, plan, parts, row) for row in await fetch(PEOPLE, event.id, only)]


def _judged(event: Event, plan: CertificatePlan, parts: list[Part], row: Any) -> Candidate:
    known = frozenset(row["sessions"] or ())
    there = [part for part in parts if part.id in known]
    minutes = _minutes(event, row)
    earned, why = _verdict(event, plan, row, (len(there), len(parts)), minutes)
    return Candidate(
        person=row["person"],
        guest=row["guest"],
        name=display_name(row),
        full_name=row["full_name"],
        is_minor=row["is_minor"],
        institution=row["institution"],
        role=CertificateRole(row["role"]),
        came=row["first_in"] is not None,
        sessions=len(there),
        minutes=minutes,
        jp=plan.jp if plan.jp_of == JpOf.event else sum(part.jp for part in there),
        earned=earned,
        why=why,
        certificate=row["certificate"],
        number=row["number"] or "",
        printed=row["printed"] or "",
        version=row["version"] or 0,
        given_jp=row["given_jp"] or 0,
        given_role=row["given_role"] or "",
        revoked=row["revoked_at"] is not None,
        reason=row["reason"] or "",
    )


def _minutes(event: Event, row: Any) -> int:
    """From the first check-in to the last check-out, within the event's hours; who was not seen leaving stayed."""
    if row["first_in"] is None:
        return 0
    out = event.ends_at if row["inside"] or row["last_out"] is None else min(row["last_out"], event.ends_at)
    return max(0, int((out - max(row["first_in"], event.starts_at)).total_seconds()) // 60)


def _verdict(
    event: Event, plan: CertificatePlan, row: Any, sessions: tuple[int, int], minutes: int
) -> tuple[bool, str]:
    if row["guest"] is None:
        return False, _("on stage, but holds no pass to check in with") if row["on_stage"] else _(
            "no longer on the guest list"
        )
    if row["first_in"] is None:
        return False, _("never checked in")
    if plan.stage and row["role"] != CertificateRole.participant:
        return True, _("there as: %(role)s", role=role_name(row["role"]))
    if plan.earned_by == Earning.sessions:
        return _of_sessions(plan.share, *sessions)
    if plan.earned_by == Earning.time:
        return _of_time(plan.share, minutes, event)
    return True, _("checked in")


def _of_sessions(share: int, there: int, of: int) -> tuple[bool, str]:
    why = ngettext(
        "checked in at %(there)s of %(num)s session",
        "checked in at %(there)s of %(num)s sessions",
        of,
        there=there,
    )
    return of > 0 and there * 100 >= share * of, why


def _of_time(share: int, minutes: int, event: Event) -> tuple[bool, str]:
    whole = max(1, int((event.ends_at - event.starts_at).total_seconds()) // 60)
    why = _("stayed for %(there)s of %(all)s minutes", there=number(minutes), all=number(whole))
    return minutes * 100 >= share * whole, why
