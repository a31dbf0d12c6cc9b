"""From records to what programs and pages get; every row of a list has the shape of the item itself."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from events_app.accounts.actor import Actor
from events_app.commitments.agreeing import hints
from events_app.commitments.answers import (
    ActionOut,
    CommitmentOut,
    CommitmentWarningOut,
    DueChangeOut,
    EvidenceOut,
    HintOut,
    PartyOut,
    SubmissionOut,
    UpdateOut,
    VerificationOut,
)
from events_app.commitments.asking.answers import InfeasibleRequestOut, WithdrawalRequestOut
from events_app.commitments.evidence.privacy import may_see
from events_app.commitments.tables import CommitmentState
from events_app.documents.preview import can_show
from events_app.i18n import N_, gettext
from events_app.shapes import Out, Page

T = TypeVar("T")
Shape = TypeVar("Shape", bound=Out)

WARNINGS = {
    "guest_not_present": N_("The person named was not checked in at this event."),
}


def action_out(row: Any) -> ActionOut:
    """From a record of `queries.actions`."""
    return _made(
        ActionOut,
        row,
        commitment_id=row["commitment"],
        event_id=row["event"],
        responsible_institution_id=row["responsible_institution"],
        responsible_institution=row["responsible_name"],
        responsible_person_id=row["responsible_person"],
        responsible_person=row["person_name"],
        verifier_institution_id=row["verifier_institution"],
        verifier_institution=row["verifier_name"],
        responsible_position_id=row["responsible_position"],
        responsible_position=row["responsible_title"],
        verifier_position_id=row["verifier_position"],
        verifier_position=row["verifier_title"],
        superseded_by_id=row["superseded_by"],
        replaces_ids=row["replaces"],
    )


def commitment_out(row: Any, actions: Sequence[Any], parties: Sequence[Any], now: datetime) -> CommitmentOut:
    """From a record of `queries.commitments`, those of its actions and of the parties that stand behind it."""
    made = _commitment(row, actions, parties)
    if made.state != CommitmentState.draft:
        return made
    found = hints.of_draft(made, now.astimezone(ZoneInfo(row["timezone"])).date())
    said = [HintOut(field=one.field, code=one.code, message=one.message) for one in found]
    return made.model_copy(update={"hints": said})


def _commitment(row: Any, actions: Sequence[Any], parties: Sequence[Any]) -> CommitmentOut:
    found = [] if row["guest_was_present"] else ["guest_not_present"]
    return _made(
        CommitmentOut,
        row,
        event_id=row["event"],
        session_id=row["session"],
        attendance_guest_id=row["guest"],
        attendance_guest=row["guest_name"],
        institution_id=row["institution"],
        institution=row["institution_name"],
        agenda_item_id=row["agenda_item"],
        agenda_item=row["agenda_title"],
        position_id=row["position"],
        position=row["position_title"],
        ratified_by_id=row["ratified_by"],
        parties=[PartyOut(**one) for one in parties],
        actions=[action_out(action) for action in actions],
        warnings=[CommitmentWarningOut(code=code, message=gettext(WARNINGS[code])) for code in found],
        hints=[],
    )


def update_out(row: Any) -> UpdateOut:
    """From a record of `story.updates`."""
    return _made(UpdateOut, row, action_id=row["action"], by=row["who"])


def evidence_out(row: Any, actor: Actor) -> EvidenceOut:
    """From a record of `story.evidence_of`, as this actor may see it."""
    facts: dict[str, Any] = {
        "submission_id": row["submission"],
        "infeasible_request_id": row["infeasible_request"],
    }
    if not may_see(actor, row):
        nothing = dict.fromkeys(("url", "filename", "media_type", "size", "sha256", "content_url"))
        return _made(EvidenceOut, row, title="", hidden=True, can_preview=False, **facts, **nothing)
    content = f"/api/v1/evidence/{row['id']}/content" if row["document"] else None
    facts |= {"hidden": False, "can_preview": can_show(row["media_type"])}
    return _made(EvidenceOut, row, url=row["url"] or None, content_url=content, **facts)


def submission_out(row: Any, evidence: Sequence[Any], actor: Actor) -> SubmissionOut:
    """From a record of `story.submissions` and those of its evidence."""
    return _made(
        SubmissionOut,
        row,
        verification=verification_out(row),
        action_id=row["action"],
        by=row["who"],
        evidence=[evidence_out(one, actor) for one in evidence],
    )


def verification_out(row: Any) -> VerificationOut | None:
    """The verdict in a record of `story.submissions`, if there is one."""
    if row["verification"] is None:
        return None
    return VerificationOut(
        id=row["verification"],
        submission_id=row["id"],
        verdict=row["verdict"],
        reason=row["reason"],
        verifier_id=row["verifier"],
        verifier=row["verifier_name"] or "",
        waiver_reason=row["waiver_reason"],
        created_at=row["judged_at"],
    )


def due_change_out(row: Any) -> DueChangeOut:
    """From a record of `story.due_changes`."""
    facts = {"decided_by": row["decider"], "due": row["new_due"], "by": row["who"]}
    return _made(DueChangeOut, row, action_id=row["action"], **facts)


def infeasible_out(row: Any, evidence: Sequence[Any], actor: Actor) -> InfeasibleRequestOut:
    """From a record of `asking.queries.infeasible` and those of its evidence."""
    facts = {"decided_by": row["decider"], "by": row["who"], "action_id": row["action"]}
    return _made(InfeasibleRequestOut, row, evidence=[evidence_out(one, actor) for one in evidence], **facts)


def withdrawal_out(row: Any) -> WithdrawalRequestOut:
    """From a record of `asking.queries.withdrawals`."""
    facts = {"decided_by": row["decider"], "by": row["who"], "commitment_id": row["commitment"]}
    return _made(WithdrawalRequestOut, row, **facts)


def part(rows: Sequence[Any], limit: int, shape: Callable[[Any], T], key: str = "id") -> Page[T]:
    """A page of up to `limit` items from up to `limit + 1` records; `key` names the column of the cursor."""
    shown = rows[:limit]
    following = str(shown[-1][key]) if len(rows) > limit else None
    return Page[T](items=[shape(row) for row in shown], next=following)


def _made(shape: type[Shape], row: Any, **others: Any) -> Shape:
    """The columns that bear the name of a field, and others under theirs."""
    same = {name: row[name] for name in shape.model_fields if name in row.keys()}  # noqa: SIM118
    return shape(**same | others)
