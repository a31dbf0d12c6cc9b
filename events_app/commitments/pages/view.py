"""One action as its pages show it: facts, story, proof and extensions, by a handful of statements."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.commitments import shaping, story
from events_app.commitments.answers import DueChangeOut, SubmissionOut
from events_app.commitments.asking import queries as asking
from events_app.commitments.asking.answers import InfeasibleRequestOut, WithdrawalRequestOut
from events_app.commitments.assigning import queries as assigning
from events_app.commitments.assigning.words import passed_on
from events_app.commitments.reading import impossible, with_evidence
from events_app.commitments.tables import ActionState, AskDecision
from events_app.commitments.waiving import queries as waiving
from events_app.commitments.words import DECISIONS, EVIDENCE_KINDS, INFEASIBLE_REASONS, OBSTACLES, options
from events_app.errors import NotFound
from events_app.formats import date_text, datetime_long
from events_app.i18n import N_, gettext

Line = dict[str, Any]

STORY: dict[tuple[str, str], tuple[str, str, str]] = {
    ("draft", "open"): (N_("Agreed and opened"), "flag", "info"),
    ("open", "in_progress"): (N_("Work began"), "play", "info"),
    ("returned", "in_progress"): (N_("Work was taken up again"), "play", "info"),
    ("submitted", "in_progress"): (N_("The submission was withdrawn"), "undo", "calm"),
    ("verified", "in_progress"): (N_("Reopened"), "history", "warn"),
    ("submitted", "verified"): (N_("Found in order"), "verify", "ok"),
    ("submitted", "returned"): (N_("Returned as not yet in order"), "return", "bad"),
}
ENDS: dict[str, tuple[str, str, str]] = {
    "submitted": (N_("Submitted with evidence"), "send", "warn"),
    "infeasible": (N_("Found impossible to do"), "blocked", "calm"),
    "cancelled": (N_("Cancelled"), "danger", "calm"),
}
RATIFIED: dict[str, tuple[str, str, str]] = {
    "ratified": (N_("The head ratified the promise"), "certificate", "ok"),
    "declined": (N_("The head does not stand by this promise"), "danger", "bad"),
    "taken_back": (N_("The head took the answer back"), "undo", "warn"),
    "set_back": (N_("The chair set the head's answer back"), "undo", "warn"),
}
NOTELESS = {("open", "in_progress"), ("returned", "in_progress")}
"""The report that began the work stands right beside it."""


@dataclass(frozen=True)
class View:
    """What the templates know of an action."""

    facts: Any
    lines: list[Line]
    submissions: list[SubmissionOut]
    changes: list[DueChangeOut]
    related: list[Any]
    impossible: list[InfeasibleRequestOut]
    withdrawals: list[WithdrawalRequestOut]

    @property
    def asked_impossible(self) -> InfeasibleRequestOut | None:
        """That it cannot be done, as long as the chair has not decided."""
        return next((one for one in self.impossible if one.decision == AskDecision.pending), None)

    @property
    def asked_withdrawal(self) -> WithdrawalRequestOut | None:
        """That the promise be taken back, as long as the chair has not decided."""
        return next((one for one in self.withdrawals if one.decision == AskDecision.pending), None)

    @property
    def superseded_by(self) -> str:
        """The reference of what replaces it; nothing when nothing does."""
        ours = self.facts["superseded_by"]
        return next((one["ref"] for one in self.related if one["id"] == ours), "")

    @property
    def waiting(self) -> SubmissionOut | None:
        """The submission that awaits its verdict."""
        if self.facts["state"] != ActionState.submitted or not self.submissions:
            return None
        last = self.submissions[-1]
        return last if last.verification is None and last.withdrawn_at is None else None

    @property
    def pending(self) -> DueChangeOut | None:
        """The extension that awaits its decision."""
        return next((one for one in self.changes if one.decision == AskDecision.pending), None)


async def of_action(actor: Actor, action: UUID, now: datetime) -> View:
    """Everything about one action, as this reader may see it; what there is none of is not asked for."""
    facts = await story.told(actor.organisation, action, now)
    if facts is None:
        raise NotFound()
    rows = await story.submissions(action) if facts["was_submitted"] else []
    shape = await with_evidence(actor, rows)
    changes = await story.due_changes(actor, action) if facts["was_asked_later"] else []
    asked = await asking.infeasible(action) if facts["was_asked_infeasible"] else []
    back = await asking.withdrawals(facts["commitment"]) if facts["was_asked_back"] else []
    shape_asked = await impossible(actor, asked)
    view = View(
        facts=facts,
        lines=[],
        submissions=[shape(row) for row in rows],
        changes=[shaping.due_change_out(row) for row in changes],
        related=await story.replacing(actor, action) if facts["replaces"] or facts["superseded_by"] else [],
        impossible=[shape_asked(row) for row in asked],
        withdrawals=[shaping.withdrawal_out(row) for row in back],
    )
    return replace(view, lines=await _lines(actor, action, view))


def words_of() -> dict[str, Any]:
    """The words of stored values, for a template."""
    return {
        "obstacle_words": {key: gettext(word) for key, word in OBSTACLES.items()},
        "evidence_words": {key: gettext(word) for key, word in EVIDENCE_KINDS.items()},
        "reason_options": options(INFEASIBLE_REASONS),
        "decision_words": {key: gettext(word) for key, word in DECISIONS.items()},
    }


async def _lines(actor: Actor, action: UUID, view: View) -> list[Line]:
    """The story, the newest first."""
    told = [(row["created_at"], row["id"], _of_move(row)) for row in await story.moves(action)]
    reports = await story.updates(action) if view.facts["was_reported"] else []
    told += [(row["created_at"], row["id"], _of_update(row)) for row in reports]
    told += [(one.created_at, one.id, _of_change(one)) for one in view.changes]
    told += [(one.created_at, one.id, _of_impossible(one)) for one in view.impossible]
    told += [(one.created_at, one.id, of_withdrawal(one)) for one in view.withdrawals]
    passed_on = await assigning.changes(actor, action) if view.facts["was_passed_on"] else []
    told += [(row["created_at"], row["id"], _of_duty(row)) for row in passed_on]
    waiver = await waiving.of(action) if view.facts["waived"] else None
    told += [(waiver["created_at"], waiver["id"], _of_waiver(waiver))] if waiver else []
    answered = await story.ratification(action) if view.facts["was_answered"] else []
    told += [(row["created_at"], row["id"], _of_answer(row)) for row in answered]
    told.sort(key=lambda one: one[:2], reverse=True)
    zone = view.facts["timezone"]
    return [line | {"when": _when(moment, zone, line["who"])} for moment, _id, line in told]


def _of_move(row: Any) -> Line:
    pair = (row["from_state"], row["to_state"])
    what, icon, tone = STORY.get(pair) or ENDS[row["to_state"]]
    note = "" if pair in NOTELESS else row["note"]
    return {"what": gettext(what), "icon": icon, "tone": tone, "note": note, "who": row["who"]}


def _of_answer(row: Any) -> Line:
    what, icon, tone = RATIFIED[row["outcome"]]
    return {"what": gettext(what), "icon": icon, "tone": tone, "note": row["note"], "who": row["who"]}


def _of_update(row: Any) -> Line:
    what = gettext(N_("Progress: %(percent)s %%"), percent=row["percent"])
    note = row["narrative"]
    if row["obstacle"] != "none":
        word = OBSTACLES[row["obstacle"]]
        note += " · " + gettext(N_("Obstacle: %(obstacle)s"), obstacle=gettext(word))
    if row["help_needed"]:
        note += " · " + gettext(N_("Help needed: %(help)s"), help=row["help_needed"])
    return {"what": what, "icon": "edit", "tone": "info", "note": note, "who": row["who"]}


def _of_change(one: DueChangeOut) -> Line:
    what = gettext(N_("Asked to move the due date to %(day)s"), day=date_text(one.due))
    return {"what": what, "icon": "clock", "tone": "warn", "note": _decided(one.reason, one), "who": one.by}


def _of_impossible(one: InfeasibleRequestOut) -> Line:
    note = _decided(f"{gettext(INFEASIBLE_REASONS[one.reason_class])}. {one.reason}", one)
    what = gettext(N_("Asked whether it can be done at all"))
    return {"what": what, "icon": "blocked", "tone": "warn", "note": note, "who": one.by}


def of_withdrawal(one: WithdrawalRequestOut) -> Line:
    """That a promise be taken back, as a line of a story."""
    what = gettext(N_("The institution asked to take its promise back"))
    return {"what": what, "icon": "undo", "tone": "warn", "note": _decided(one.reason, one), "who": one.by}


def _of_duty(row: Any) -> Line:
    what = passed_on(row["duty"], row["after"])
    note = gettext(N_("Before: %(office)s"), office=row["before"]) if row["before"] else ""
    note = " · ".join(filter(None, (note, row["reason"])))
    return {"what": what, "icon": "people", "tone": "warn", "note": note, "who": row["who"]}


def _of_waiver(row: Any) -> Line:
    what = gettext(N_("The institution's own verifier may judge it"))
    return {"what": what, "icon": "verify", "tone": "warn", "note": row["reason"], "who": row["who"]}


def _decided(reason: str, one: DueChangeOut | InfeasibleRequestOut | WithdrawalRequestOut) -> str:
    note = f"{reason} · {gettext(DECISIONS[one.decision])}"
    return f"{note}: {one.note}" if one.note else note


def _when(moment: datetime, zone: str, who: str) -> str:
    return f"{datetime_long(moment, zone)} · {who}" if who else datetime_long(moment, zone)
