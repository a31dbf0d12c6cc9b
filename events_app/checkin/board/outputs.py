"""What the board says to programs."""

from uuid import UUID

from pydantic import Field

from events_app.checkin.board.heads import MissingHead
from events_app.checkin.board.queries import Board, Counts, Turnout
from events_app.checkin.board.quorum import Standing, reached_at
from events_app.checkin.board.tables import Counting, Measure
from events_app.shapes import Moment, Out
from events_app.stakeholders.tables import InstitutionKind


class QuorumRuleOut(Out):
    """A rule and how it stands. `need` is a number of what it counts; `reached_at` follows the time of scanning."""

    id: UUID
    label: str = Field(examples=["Kelurahan"])
    kind: InstitutionKind | None
    group_id: UUID | None
    counting: Counting
    measure: Measure
    amount: int
    due: int = Field(description="Invited institutions, or expected people without walk-ins, that it counts.")
    present: int
    need: int
    lacking: int = Field(description="How many more it takes; 0 once it is reached.")
    reached_at: Moment | None
    row_version: int


class QuorumOut(Out):
    """All rules together; reached when the last of them is."""

    reached_at: Moment | None
    rules: list[QuorumRuleOut]


class InstitutionTurnoutOut(Out):
    """An institution's guests; null for guests who come for none."""

    institution_id: UUID | None
    institution: str | None
    kind: InstitutionKind | None
    expected: int
    present: int


class KindTurnoutOut(Out):
    """All institutions of a kind; null for guests who come for none."""

    kind: InstitutionKind | None
    institutions: int
    institutions_present: int
    expected: int
    present: int


class ArrivalsOut(Out):
    """How many came in within five minutes from `at`."""

    at: Moment
    count: int


class MissingHeadOut(Out):
    """An institution whose head is awaited and of which nobody came. Names and telephones are null to most readers."""

    institution_id: UUID
    institution: str
    kind: InstitutionKind
    head_title: str
    represented: bool = Field(description="Who is expected comes in the head's place.")
    name: str | None
    position: str
    phone: str | None


class HeadsOut(Out):
    """How many heads are awaited, came, or sent somebody who came; `missing` lists at most 200 of the rest."""

    awaited: int
    present: int
    represented: int
    missing_count: int
    missing: list[MissingHeadOut]


class BoardOut(Out):
    """Who is there. `by_sex` is null where so few are of one sex that it would point at people."""

    event_id: UUID
    session_id: UUID | None
    as_of: Moment
    expected: int
    present: int
    inside: int
    walk_ins: int
    by_sex: dict[str, int] | None
    by_institution: list[InstitutionTurnoutOut]
    by_kind: list[KindTurnoutOut]
    arrivals: list[ArrivalsOut]
    heads: HeadsOut
    quorum: QuorumOut


def board_out(board: Board, as_of: Moment, *, named: bool) -> BoardOut:
    """A board; `named`: to somebody who may read names."""
    counts = board.counts
    return BoardOut(
        event_id=board.event.id,
        session_id=board.session,
        as_of=as_of,
        expected=counts.expected,
        present=counts.present,
        inside=counts.inside,
        walk_ins=counts.walk_ins,
        by_sex=_by_sex(counts) if named or counts.telling else None,
        by_institution=[_institution(one) for one in board.institutions],
        by_kind=[_kind(one) for one in board.kinds],
        arrivals=[ArrivalsOut(at=at, count=count) for at, count in board.arrivals],
        heads=_heads(board, named=named),
        quorum=QuorumOut(reached_at=reached_at(board.quorum), rules=[rule_out(one) for one in board.quorum]),
    )


def rule_out(row: Standing) -> QuorumRuleOut:
    """A rule as it stands."""
    return QuorumRuleOut.model_validate(row)


def _by_sex(counts: Counts) -> dict[str, int]:
    return {"female": counts.female, "male": counts.male, "unknown": counts.unknown}


def _institution(one: Turnout) -> InstitutionTurnoutOut:
    kind = InstitutionKind(one.kind) if one.kind else None
    return InstitutionTurnoutOut(
        institution_id=one.id, institution=one.name, kind=kind, expected=one.expected, present=one.present
    )


def _kind(one: Turnout) -> KindTurnoutOut:
    return KindTurnoutOut(
        kind=InstitutionKind(one.kind) if one.kind else None,
        institutions=one.offices,
        institutions_present=one.offices_present,
        expected=one.expected,
        present=one.present,
    )


def _heads(board: Board, *, named: bool) -> HeadsOut:
    heads = board.heads
    return HeadsOut(
        awaited=heads.awaited,
        present=heads.present,
        represented=heads.represented,
        missing_count=heads.lacking,
        missing=[_missing(one, named=named) for one in heads.missing],
    )


def _missing(one: MissingHead, *, named: bool) -> MissingHeadOut:
    return MissingHeadOut(
        institution_id=one.institution_id,
        institution=one.institution,
        kind=InstitutionKind(one.kind),
        head_title=one.head_title,
        represented=one.represented,
        name=one.name if named else None,
        position=one.position,
        phone=one.phone if named else None,
    )
