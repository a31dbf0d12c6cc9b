"""What a draft is made of, and whether the ids in it are ours: every fault is found, not only the first."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.commitments.forms import ActionIn, CommitmentIn
from events_app.commitments.tables import Commitment, FollowUpAction
from events_app.database import fetch, fetch_value
from events_app.errors import FieldError, Invalid
from events_app.events.tables import Event
from events_app.i18n import N_, gettext

UNKNOWN = N_("Please choose one from the list.")
OF_EVENT = "SELECT EXISTS (SELECT 1 FROM {table} WHERE id = $1 AND event = $2)"


async def check(event: Event, data: CommitmentIn) -> None:
    """Raises Invalid unless every id is of this organisation, and of this event where it must be."""
    faults = await _faults_of_event(event, data)
    faults += await _unknown("institution", event.organisation, [("institution_id", data.institution_id)])
    faults += await _faults_of_actions(event.organisation, data.actions, "actions.{}.")
    if faults:
        raise Invalid(faults)


async def check_actions(organisation: UUID, rows: Sequence[ActionIn]) -> None:
    """The same for follow-up actions alone."""
    faults = await _faults_of_actions(organisation, rows, "")
    if faults:
        raise Invalid(faults)


def columns(data: CommitmentIn, event: Event) -> dict[str, Any]:
    """A commitment's fields under the table's names; the theme is the event's unless one is given."""
    sent = data.model_dump(exclude={"actions", "institution_id", "attendance_guest_id", "session_id"})
    sent["theme"] = sent["theme"] or event.theme
    sent["visibility"] = data.visibility.value
    return sent | {
        "institution": data.institution_id,
        "guest": data.attendance_guest_id,
        "session": data.session_id,
    }


def search_text(commitment: Commitment) -> str:
    """What a search looks through."""
    parts = (
        commitment.ref,
        commitment.title,
        commitment.theme,
        commitment.statement,
        commitment.expected_result,
    )
    return " ".join(parts).casefold()


async def add_rows(
    actor: Actor, commitment: Commitment, rows: Sequence[ActionIn], now: datetime
) -> list[FollowUpAction]:
    """Draft actions, numbered on after those already there."""
    last = await fetch_value(
        "SELECT coalesce(max(seq), 0) FROM follow_up_action WHERE commitment = $1", commitment.id
    )
    made = [_row(actor, commitment, data, seq, now) for seq, data in enumerate(rows, start=last + 1)]
    if made:
        await FollowUpAction.insert(*made)
    return made


def _row(actor: Actor, commitment: Commitment, data: ActionIn, seq: int, now: datetime) -> FollowUpAction:
    ref = f"{commitment.ref}/{seq}"
    return FollowUpAction(
        organisation=commitment.organisation,
        created_at=now,
        created_by=actor.user,
        ref=ref,
        commitment=commitment.id,
        seq=seq,
        title=data.title,
        deliverable=data.deliverable,
        weight=data.weight,
        responsible_institution=data.responsible_institution_id,
        responsible_person=data.responsible_person_id,
        verifier_institution=data.verifier_institution_id,
        due=data.due,
        state_since=now,
        search_text=f"{ref} {data.title} {data.deliverable}".casefold(),
    )


async def _faults_of_event(event: Event, data: CommitmentIn) -> list[FieldError]:
    asked = (
        ("guest", "attendance_guest_id", data.attendance_guest_id),
        ("event_session", "session_id", data.session_id),
    )
    return [
        _fault(field)
        for table, field, given in asked
        if given is not None and not await fetch_value(OF_EVENT.format(table=table), given, event.id)
    ]


async def _faults_of_actions(organisation: UUID, rows: Sequence[ActionIn], prefix: str) -> list[FieldError]:
    institutions: list[tuple[str, UUID | None]] = []
    people: list[tuple[str, UUID | None]] = []
    for number, row in enumerate(rows):
        start = prefix.format(number)
        institutions.append((f"{start}responsible_institution_id", row.responsible_institution_id))
        institutions.append((f"{start}verifier_institution_id", row.verifier_institution_id))
        people.append((f"{start}responsible_person_id", row.responsible_person_id))
    return await _unknown("institution", organisation, institutions) + await _unknown(
        "person", organisation, people
    )


async def _unknown(table: str, organisation: UUID, given: list[tuple[str, UUID | None]]) -> list[FieldError]:
    ids = [one for _field, one in given if one is not None]
    if not ids:
        return []
    sql = f"SELECT id FROM {table} WHERE organisation = $1 AND id = ANY($2)"
    known = {row["id"] for row in await fetch(sql, organisation, ids)}
    return list(_missing(given, known))


def _missing(given: list[tuple[str, UUID | None]], known: set[UUID]) -> Iterator[FieldError]:
    return (_fault(field) for field, one in given if one is not None and one not in known)


def _fault(field: str) -> FieldError:
    return FieldError(field, "unknown", gettext(UNKNOWN))
