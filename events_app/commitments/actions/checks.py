"""Whether the ids in a draft are ours, and fit together: every fault is found, not only the first."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from events_app.commitments.forms import ActionIn, CommitmentIn
from events_app.database import fetch, fetch_value
from events_app.errors import FieldError, Invalid
from events_app.events.tables import Event
from events_app.i18n import N_, gettext
from events_app.stakeholders.queries import successors

UNKNOWN = N_("Please choose one from the list.")
ANOTHER = N_("The person named spoke in place of another position.")
NOT_THEIRS = N_("This person belongs to another institution, and holds no position in this one.")
OF_EVENT = "SELECT EXISTS (SELECT 1 FROM {table} WHERE id = $1 AND event = $2)"
REPRESENTS_ANOTHER = "SELECT EXISTS (SELECT 1 FROM guest WHERE id = $1 AND event = $2 AND represents <> $3)"
OF_ANOTHER = """
SELECT n.place FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS n(person, office, place)
CROSS JOIN LATERAL (
  SELECT bool_and(h.office <> standing_office(n.office)) AS another FROM (
    SELECT standing_office(p.institution) AS office FROM person p WHERE p.id = n.person AND p.institution IS NOT NULL
    UNION ALL
    SELECT standing_office(o.institution) FROM position_holding x JOIN "position" o ON o.id = x.position
    JOIN organisation g ON g.id = x.organisation CROSS JOIN LATERAL (SELECT ($3 AT TIME ZONE g.timezone)::date AS today) d
    WHERE x.person = n.person AND coalesce(x.starts_on <= d.today, true) AND coalesce(x.ends_on >= d.today, true)) h) a
WHERE a.another
"""

Named = tuple[str, UUID | None, UUID]
"""A field, the person in it, and the institution that the person is to answer for."""
Post = tuple[str, UUID | None, UUID | None]
"""A field, the position in it, and the institution whose position it must be."""


class Duty(Protocol):
    """Who is to answer for an action."""

    responsible_institution_id: UUID
    responsible_position_id: UUID | None
    responsible_person_id: UUID | None


class Verifier(Protocol):
    """Who is to verify an action."""

    verifier_institution_id: UUID
    verifier_position_id: UUID | None


async def check(event: Event, data: CommitmentIn, now: datetime) -> None:
    """Raises Invalid unless every id is of this organisation, and of this event where it must be."""
    named = [("institution_id", data.institution_id)]
    named += [
        (f"parties.{place}.institution_id", one.institution_id) for place, one in enumerate(data.parties)
    ]
    faults = await _faults_of_event(event, data)
    faults += await _unknown("institution", event.organisation, list(named))
    faults += await _faults_of_post(event, data)
    faults += await faults_of_actions(event.organisation, data.actions, "actions.{}.", now)
    if faults:
        raise Invalid(faults)


async def check_actions(organisation: UUID, rows: Sequence[ActionIn], now: datetime) -> None:
    """The same for follow-up actions alone."""
    faults = await faults_of_actions(organisation, rows, "", now)
    if faults:
        raise Invalid(faults)


async def check_duty(organisation: UUID, data: Duty, now: datetime) -> None:
    """The same for one office that is to answer for an action: it must stand, its position and its person be its own.

    A person of no institution, who holds no position today either, may be named beside any.
    """
    offices = [("responsible_institution_id", data.responsible_institution_id)]
    posts = [("responsible_position_id", data.responsible_position_id, data.responsible_institution_id)]
    faults = await _unknown("institution", organisation, list(offices), " AND active AND successor IS NULL")
    people = [("responsible_person_id", data.responsible_person_id)]
    faults += await _unknown(
        "person", organisation, people, " AND successor IS NULL AND anonymised_at IS NULL"
    )
    faults += await _elsewhere(organisation, list(posts))
    faults += await _of_others([(*people[0], data.responsible_institution_id)], now)
    if faults:
        raise Invalid(faults)


async def check_verifier(organisation: UUID, data: Verifier) -> None:
    """The same for the office that is to verify it."""
    offices = [("verifier_institution_id", data.verifier_institution_id)]
    posts = [("verifier_position_id", data.verifier_position_id, data.verifier_institution_id)]
    faults = await _unknown("institution", organisation, list(offices), " AND active AND successor IS NULL")
    faults += await _elsewhere(organisation, list(posts))
    if faults:
        raise Invalid(faults)


async def _faults_of_post(event: Event, data: CommitmentIn) -> list[FieldError]:
    given = data.attendance_guest_id, event.id, data.position_id
    if data.position_id is not None and await fetch_value(REPRESENTS_ANOTHER, *given):
        return [FieldError("position_id", "represents_another", gettext(ANOTHER))]
    return await _elsewhere(event.organisation, [("position_id", data.position_id, data.institution_id)])


async def _faults_of_event(event: Event, data: CommitmentIn) -> list[FieldError]:
    asked = (
        ("guest", "attendance_guest_id", data.attendance_guest_id),
        ("event_session", "session_id", data.session_id),
        ("agenda_item", "agenda_item_id", data.agenda_item_id),
    )
    return [
        _fault(field)
        for table, field, given in asked
        if given is not None and not await fetch_value(OF_EVENT.format(table=table), given, event.id)
    ]


async def faults_of_actions(
    organisation: UUID, rows: Sequence[ActionIn], prefix: str, now: datetime
) -> list[FieldError]:
    """What is wrong with the ids of actions, and nothing else of them; a field is `prefix`, filled, and its name."""
    institutions: list[tuple[str, UUID | None]] = []
    people: list[Named] = []
    posts: list[Post] = []
    for number, row in enumerate(rows):
        start = prefix.format(number)
        institutions.append((f"{start}responsible_institution_id", row.responsible_institution_id))
        institutions.append((f"{start}verifier_institution_id", row.verifier_institution_id))
        named = row.responsible_person_id, row.responsible_institution_id
        people.append((f"{start}responsible_person_id", *named))
        posts += [
            (
                f"{start}{of}_position_id",
                getattr(row, f"{of}_position_id"),
                getattr(row, f"{of}_institution_id"),
            )
            for of in ("responsible", "verifier")
        ]
    faults = await _unknown("institution", organisation, institutions)
    faults += await _unknown("person", organisation, [(field, one) for field, one, _office in people])
    faults += await _elsewhere(organisation, posts) + await _of_others(people, now)
    return faults + await _become_one(organisation, rows, prefix)


async def _become_one(organisation: UUID, rows: Sequence[ActionIn], prefix: str) -> list[FieldError]:
    """An institution that has gone into the one it was to verify cannot verify it any more."""
    duties = [(row.responsible_institution_id, row.verifier_institution_id) for row in rows]
    standing = await successors(organisation, [one for duty in duties for one in duty])
    return [
        _fault(f"{prefix.format(number)}verifier_institution_id")
        for number, (owner, judge) in enumerate(duties)
        if judge is not None and owner != judge and standing.get(owner, owner) == standing.get(judge, judge)
    ]


async def _elsewhere(organisation: UUID, posts: list[Post]) -> list[FieldError]:
    """A post must be one of the institution that it is named beside."""
    ids = [post for _field, post, _institution in posts if post is not None]
    sql = """SELECT o.id, standing_office(o.institution) AS office FROM "position" o
    WHERE o.organisation = $1 AND o.id = ANY($2)"""
    homes = {row["id"]: row["office"] for row in await fetch(sql, organisation, ids)} if ids else {}
    offices = await successors(organisation, [institution for *_rest, institution in posts])
    return [
        _fault(field)
        for field, post, institution in posts
        if post is not None
        and (institution is None or homes.get(post) != offices.get(institution, institution))
    ]


async def _of_others(people: list[Named], now: datetime) -> list[FieldError]:
    """A person who belongs to institutions answers for one of them; who belongs to none may be named beside any."""
    named = [one for one in people if one[1] is not None]
    if not named:
        return []
    rows = await fetch(OF_ANOTHER, [who for _field, who, _office in named], [one[2] for one in named], now)
    return [FieldError(named[row["place"] - 1][0], "of_another", gettext(NOT_THEIRS)) for row in rows]


async def _unknown(
    table: str, organisation: UUID, given: list[tuple[str, UUID | None]], standing: str = ""
) -> list[FieldError]:
    ids = [one for _field, one in given if one is not None]
    if not ids:
        return []
    sql = f"SELECT id FROM {table} WHERE organisation = $1 AND id = ANY($2){standing}"
    known = {row["id"] for row in await fetch(sql, organisation, ids)}
    return list(_missing(given, known))


def _missing(given: list[tuple[str, UUID | None]], known: set[UUID]) -> Iterator[FieldError]:
    return (_fault(field) for field, one in given if one is not None and one not in known)


def _fault(field: str) -> FieldError:
    return FieldError(field, "unknown", gettext(UNKNOWN))
