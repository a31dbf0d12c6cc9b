"""Which rows an act may touch: each one asked what the single act would ask it, all of them by one statement."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments import contacts
from events_app.commitments.actions import moves
from events_app.commitments.board.forms import BoardChangeIn
from events_app.commitments.board.tables import Verb
from events_app.commitments.reminding.muting import LONGEST
from events_app.commitments.tables import LATE_STATES, ActionState, CommitmentState, CommitmentVisibility
from events_app.database import fetch, fetch_value
from events_app.errors import FieldError
from events_app.i18n import N_, gettext
from events_app.notifications.mail import is_address

RIGHTS = {
    Verb.remind: Right.keep_commitments,
    Verb.due: Right.decide,
    Verb.verifier: Right.decide,
    Verb.visibility: Right.decide,
    Verb.mute: Right.keep_commitments,
    Verb.cancel: Right.decide,
}
"""Who may do what: the right that the single act asks for."""

STATES = {
    Verb.remind: LATE_STATES,
    Verb.due: LATE_STATES,
    Verb.verifier: LATE_STATES | {ActionState.draft},
    Verb.visibility: frozenset(ActionState),
    Verb.mute: LATE_STATES | {ActionState.submitted},
    Verb.cancel: moves.CANCEL.origins,
}
ENDED = (CommitmentState.closed, CommitmentState.withdrawn)
PAUSE = timedelta(days=1)
SHORTEST_REASON = 3

FACTS = """
SELECT a.id, a.ref, a.title, a.state, a.row_version, a.due, a.start_date, a.original_due, a.commitment,
  a.verifier_institution, a.verifier_position, ri.name AS responsible, c.visibility, c.state AS promise_state,
  c.row_version AS promise_version, e.confidential,
  (coalesce(c.agreed_at, c.created_at) AT TIME ZONE e.timezone)::date AS agreed_on,
  standing_office(a.responsible_institution) = standing_office($5) AS own_verifier,
  EXISTS (SELECT FROM due_change d WHERE d.action = a.id AND d.decision = 'pending') AS asked,
  EXISTS (SELECT FROM reminder_mute m JOIN organisation o ON o.id = m.organisation WHERE m.action = a.id
    AND m.ended_at IS NULL AND m.until >= ($4::timestamptz AT TIME ZONE o.timezone)::date) AS muted,
  EXISTS (SELECT FROM board_change_item i JOIN board_change b ON b.id = i.change WHERE i.action = a.id
    AND i.refusal = '' AND b.verb = 'remind' AND b.created_at > $6) AS asked_lately
FROM follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event
JOIN institution ri ON ri.id = a.responsible_institution
WHERE a.organisation = $1 AND ($2 OR NOT e.confidential) AND a.id = ANY($3) ORDER BY a.id
"""
HELD = "SELECT 1 FROM follow_up_action WHERE organisation = $1 AND id = ANY($2) ORDER BY id FOR NO KEY UPDATE"
"""Before they are judged, and by a statement of its own: one that waited would judge by what stood before."""
PROMISES = """
SELECT 1 FROM commitment WHERE id IN (SELECT commitment FROM follow_up_action WHERE organisation = $1 AND id = ANY($2))
ORDER BY id FOR NO KEY UPDATE
"""
OURS = "SELECT EXISTS (SELECT FROM institution WHERE id = $1 AND organisation = $2 AND active AND successor IS NULL)"


@dataclass(frozen=True)
class Judged:
    """One row that was asked for: its facts (None where there is no such row), and why it is refused, or nothing."""

    action: UUID
    facts: Any | None
    refusal: str

    @property
    def ok(self) -> bool:
        return not self.refusal


async def preview(actor: Actor, said: BoardChangeIn, now: datetime) -> list[Judged]:
    """What the act would do to each row, in the order asked; changes nothing."""
    return await _judge(actor, said, now)


async def claim(actor: Actor, said: BoardChangeIn, now: datetime) -> list[Judged]:
    """The same with the rows ours until the transaction ends: what is said then stays true."""
    ids = [row.action_id for row in said.rows]
    if said.verb == Verb.visibility:
        await fetch(PROMISES, actor.organisation, ids)
    await fetch(HELD, actor.organisation, ids)
    return await _judge(actor, said, now)


async def faults(actor: Actor, said: BoardChangeIn, now: datetime) -> list[FieldError]:
    """What is wrong with the words of an act, whatever rows it is for."""
    checks = {
        Verb.remind: _nothing,
        Verb.due: _of_due,
        Verb.verifier: _of_verifier,
        Verb.visibility: _of_visibility,
        Verb.mute: _of_silence,
        Verb.cancel: _of_reason,
    }
    return await checks[said.verb](actor, said, now)


async def _judge(actor: Actor, said: BoardChangeIn, now: datetime) -> list[Judged]:
    wanted = list({row.action_id: row.row_version for row in said.rows}.items())
    ids = [action for action, _version in wanted]
    given = actor.organisation, actor.may(Right.read_confidential), ids, now
    rows = await fetch(FACTS, *given, said.verifier_institution_id, now - PAUSE)
    known = {row["id"]: row for row in rows}
    reached = await _reached(actor, ids) if said.verb == Verb.remind else set(ids)
    return [
        Judged(action, facts, _refusal(said, facts, version, action in reached))
        for action, version in wanted
        for facts in (known.get(action),)
    ]


async def _reached(actor: Actor, ids: list[UUID]) -> set[UUID]:
    owners = await contacts.owners_of([actor.organisation], ids)
    return {action for action, owner in owners.items() if owner is not None and is_address(owner.address)}


def _refusal(said: BoardChangeIn, row: Any, version: int | None, reached: bool) -> str:
    """The first reason that holds, or nothing."""
    if row is None:
        return "not_found"
    due, to_all = said.due, said.visibility == CommitmentVisibility.public
    reasons: dict[Verb, dict[str, bool]] = {
        Verb.remind: {
            "muted": row["muted"],
            "asked_lately": row["asked_lately"],
            "nobody_to_ask": not reached,
        },
        Verb.due: {
            "due_change_pending": row["asked"],
            "same_due": due is not None and due == row["due"],
            "due_before_agreement": due is not None and due < row["agreed_on"],
        },
        Verb.verifier: {
            "verifier_is_responsible": bool(row["own_verifier"]),
            "same_verifier": said.verifier_institution_id is not None
            and (said.verifier_institution_id, None)
            == (row["verifier_institution"], row["verifier_position"]),
        },
        Verb.visibility: {
            "confidential": to_all and row["confidential"],
            "same_visibility": said.visibility == row["visibility"],
        },
        Verb.mute: {"muted_already": row["muted"]},
        Verb.cancel: {},
    }
    common = {
        "changed_meanwhile": version is not None and version != row["row_version"],
        "wrong_state": row["state"] not in STATES[said.verb],
        "promise_ended": said.verb != Verb.visibility and row["promise_state"] in ENDED,
    }
    return next((code for code, holds in (common | reasons[said.verb]).items() if holds), "")


async def _nothing(actor: Actor, said: BoardChangeIn, now: datetime) -> list[FieldError]:
    return []


async def _of_reason(actor: Actor, said: BoardChangeIn, now: datetime) -> list[FieldError]:
    if len(said.reason) >= SHORTEST_REASON:
        return []
    return [FieldError("reason", "missing", gettext(N_("Please say why.")))]


async def _of_due(actor: Actor, said: BoardChangeIn, now: datetime) -> list[FieldError]:
    return _missing("due", said.due) + await _of_reason(actor, said, now)


async def _of_visibility(actor: Actor, said: BoardChangeIn, now: datetime) -> list[FieldError]:
    return _missing("visibility", said.visibility)


async def _of_verifier(actor: Actor, said: BoardChangeIn, now: datetime) -> list[FieldError]:
    chosen = said.verifier_institution_id
    if chosen is not None and not await fetch_value(OURS, chosen, actor.organisation):
        unknown = gettext(N_("Please choose one from the list."))
        return [
            FieldError("verifier_institution_id", "unknown", unknown),
            *await _of_reason(actor, said, now),
        ]
    return _missing("verifier_institution_id", chosen) + await _of_reason(actor, said, now)


async def _of_silence(actor: Actor, said: BoardChangeIn, now: datetime) -> list[FieldError]:
    zone = await fetch_value("SELECT timezone FROM organisation WHERE id = $1", actor.organisation)
    today = now.astimezone(ZoneInfo(zone)).date()
    found = _missing("until", said.until) + await _of_reason(actor, said, now)
    if said.until is not None and not today <= said.until <= today + LONGEST:
        text = gettext(N_("The last silent day is today or later, and within a year."))
        found.append(FieldError("until", "ends_too_soon", text))
    return found


def _missing(field: str, value: Any) -> list[FieldError]:
    return [FieldError(field, "missing", gettext(N_("Please fill this in.")))] if value is None else []
