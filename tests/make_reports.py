"""An event with something to report: who was invited and came, and promises in every state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.accounts.tables import Organisation
from events_app.checkin.tables import Attendance
from events_app.commitments.tables import Commitment, FollowUpAction
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.invitations.tables import Guest
from events_app.stakeholders.tables import Institution
from tests.make_events import NINE

NOW = datetime(2027, 6, 15, 3, 0, tzinfo=UTC)
"""Ten in the morning of a Tuesday in Jakarta, half a year after the events of the tests."""

TODAY = date(2027, 6, 15)


@dataclass(frozen=True)
class Fact:
    """One action as a report counts it; days are counted from TODAY, earlier ones negative."""

    state: str
    due: int
    first_due: int | None = None
    done: int | None = None
    since: int = 0


async def promised(
    organisation: Organisation, event: Event, institution: Institution, *facts: Fact, **more: Any
) -> Commitment:
    """An agreed commitment with actions of these facts, written directly."""
    facts_of: dict[str, Any] = {
        "title": "Posko di setiap kecamatan",
        "statement": "Kami membuka posko.",
        "expected_result": "Warga dapat melapor.",
        "state": "agreed",
        "agreed_at": NINE,
    }
    row = Commitment(
        organisation=organisation.id,
        ref=f"K-{new_id().hex[-16:]}",
        event=event.id,
        institution=institution.id,
        **facts_of | more,
    )
    await row.save()
    if facts:
        await FollowUpAction.insert(*(_action(row, seq, fact) for seq, fact in enumerate(facts, 1)))
    return row


def _action(commitment: Commitment, seq: int, fact: Fact) -> FollowUpAction:
    first = fact.due if fact.first_due is None else fact.first_due
    return FollowUpAction(
        organisation=commitment.organisation,
        ref=f"{commitment.ref}/{seq}",
        commitment=commitment.id,
        seq=seq,
        title=f"Tindak lanjut {seq}",
        deliverable="SK dan foto",
        responsible_institution=commitment.institution,
        state=fact.state,
        due=day(fact.due),
        original_due=None if fact.state == "draft" else day(first),
        done_on=None if fact.done is None else day(fact.done),
        infeasible_reason="force_majeure" if fact.state == "infeasible" else None,
        state_since=NOW + timedelta(days=fact.since),
    )


def day(offset: int) -> date:
    return TODAY + timedelta(days=offset)


async def came(guests: Sequence[Guest], at: datetime = NINE) -> None:
    """These guests were admitted."""
    rows = [
        Attendance(
            organisation=guest.organisation,
            event=guest.event,
            guest=guest.id,
            first_in_at=at,
            last_in_at=at,
            device="Pintu utara",
        )
        for guest in guests
    ]
    await Attendance.insert(*rows)


def answer_path(event: UUID, name: str) -> str:
    """Where a paper or list of an event is."""
    kind = "documents" if ".pdf" in name else "exports"
    return f"/events/{event}/{kind}/{name}"
