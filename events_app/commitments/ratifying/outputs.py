"""What programs get of ratifying, filled from records of `queries.FACTS`."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from events_app.commitments.kinds import Ratified
from events_app.commitments.ratifying.forms import Stand
from events_app.commitments.ratifying.tables import LinkState
from events_app.commitments.ratifying.taking_back import may_take_back
from events_app.commitments.ratifying.telling import TO_TAKE_BACK
from events_app.commitments.tables import CommitmentState
from events_app.shapes import Moment, Out


class StandOut(Out):
    """What was answered: by the holder's link, or by a signed letter (`letter_url` gives its bytes)."""

    outcome: Stand
    by_id: UUID
    by: str
    at: Moment
    note: str
    letter_number: str
    letter_date: date | None
    letter_url: str | None
    handed_in_by: str | None


class TakenBackOut(Out):
    """An answer that counts no longer: its head took it back, or the chair set it back and said why.

    `letter_url` gives the bytes of the letter that it was given by.
    """

    outcome: Stand
    by: str
    at: Moment
    note: str
    by_letter: bool
    letter_url: str | None
    taken_back_at: Moment
    set_back_by: str | None
    reason: str


class RatificationOut(Out):
    """A promise made in somebody's place: who was asked, and what was answered. The link itself is never told."""

    commitment_id: UUID
    commitment_ref: str = Field(examples=["K-2027-01-0001"])
    title: str
    event_id: UUID
    institution: str
    position_id: UUID | None
    position: str | None
    spoken_by: str | None
    commitment_state: CommitmentState
    ratification: Ratified
    asked_id: UUID | None
    asked: str | None
    asked_at: Moment | None
    reminded_at: Moment | None
    link: LinkState
    answer: StandOut | None
    taken_back: list[TakenBackOut]


class ToRatifyActionOut(Out):
    """One thing that follows from the promise."""

    title: str
    deliverable: str
    due: date | None


class ToRatifyOut(Out):
    """What the head of a represented post reads: who promised what in whose place, and how it was answered."""

    ref: str
    title: str
    statement: str
    expected_result: str
    institution: str
    position: str
    spoken_by: str | None
    event: str
    said_at: Moment | None
    actions: list[ToRatifyActionOut]
    ratification: Ratified
    outcome: Stand | None
    answered_at: Moment | None
    note: str
    take_back_until: Moment | None = Field(
        description="Until when this answer may be taken back by `DELETE`."
    )


def ratification_out(row: Any, answers: list[Any], now: Any) -> RatificationOut:
    """For staff; `answers` are all of `queries.answers`."""
    same = ("title", "commitment_state", "ratification", "asked_id", "asked_at", "reminded_at")
    return RatificationOut(
        **{name: row[name] for name in same},
        commitment_id=row["id"],
        commitment_ref=row["ref"],
        event_id=row["event"],
        institution=row["institution_name"],
        position_id=row["position"] if row["ratification"] != Ratified.not_needed else None,
        position=row["position_title"] if row["ratification"] != Ratified.not_needed else None,
        spoken_by=row["guest_name"],
        asked=row["asked_name"],
        link=link_state(row, now),
        answer=_stand(row),
        taken_back=[_taken_back(one) for one in answers if one["taken_back_at"]],
    )


def to_ratify_out(row: Any, actions: list[Any], now: Any) -> ToRatifyOut:
    """For the head."""
    same = ("ref", "title", "statement", "expected_result", "ratification", "outcome", "answered_at")
    return ToRatifyOut(
        **{name: row[name] for name in same},
        institution=row["institution_name"],
        position=row["position_title"],
        spoken_by=row["guest_name"],
        event=row["event_title"],
        said_at=row["starts_at"],
        actions=[ToRatifyActionOut(**dict(one)) for one in actions],
        note=row["note"] or "",
        take_back_until=until(row, now),
    )


def until(row: Any, now: Any) -> Any:
    """Until when the head may take back the answer that stands; None when that is over, or not theirs to do."""
    if row["answer"] is None or row["commitment_state"] != CommitmentState.agreed:
        return None
    return (
        row["answered_at"] + TO_TAKE_BACK if may_take_back(row["letter"], row["answered_at"], now) else None
    )


def link_state(row: Any, now: Any) -> LinkState:
    """How the last link stands at a moment."""
    if row["token"] is None:
        return LinkState.none
    if row["revoked_at"] is not None:
        return LinkState.ended
    if row["expires_at"] <= now:
        return LinkState.expired
    return LinkState.works if row["holds"] else LinkState.left


def letter_path(row: Any, root: str = "") -> str:
    """Where the letter of an answer lies, whether it stands or not; `row` is one of `queries.answers`."""
    return f"{root}/commitments/{row['commitment']}/ratification/letter?answer={row['id']}"


def _stand(row: Any) -> StandOut | None:
    if row["answer"] is None:
        return None
    url = f"/api/v1/commitments/{row['id']}/ratification/letter" if row["letter"] else None
    same = ("outcome", "note", "letter_number", "letter_date", "handed_in_by")
    return StandOut(
        **{name: row[name] for name in same},
        by_id=row["answered_id"],
        by=row["answered_name"] or "",
        at=row["answered_at"],
        letter_url=url,
    )


def _taken_back(row: Any) -> TakenBackOut:
    same = ("outcome", "note", "by_letter", "taken_back_at", "reason")
    return TakenBackOut(
        **{name: row[name] for name in same},
        by=row["name"] or "",
        at=row["created_at"],
        letter_url=letter_path(row, "/api/v1") if row["by_letter"] else None,
        set_back_by=row["taken_back_by"] if row["set_back"] else None,
    )
