"""One action as its pages show it: facts, story, proof and extensions, by a handful of statements."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.commitments import queries, shaping, story
from events_app.commitments.answers import DueChangeOut, SubmissionOut
from events_app.commitments.reading import with_evidence
from events_app.commitments.tables import ActionState, Decision
from events_app.commitments.words import DECISIONS, EVIDENCE_KINDS, OBSTACLES
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
        return next((one for one in self.changes if one.decision == Decision.pending), None)


async def of_action(organisation: UUID, action: UUID, now: datetime) -> View:
    """Everything about one action."""
    facts = await queries.action(organisation, action, now)
    if facts is None:
        raise NotFound()
    rows = await story.submissions(action)
    shape = await with_evidence(rows)
    answered = await story.ratification(action)
    changes = [shaping.due_change_out(row) for row in await story.due_changes(action)]
    return View(
        facts=facts,
        lines=_lines(
            await story.moves(action), await story.updates(action), changes, answered, facts["timezone"]
        ),
        submissions=[shape(row) for row in rows],
        changes=changes,
        related=await story.replacing(action),
    )


def words_of() -> dict[str, Any]:
    """The words of stored values, for a template."""
    return {
        "obstacle_words": {key: gettext(word) for key, word in OBSTACLES.items()},
        "evidence_words": {key: gettext(word) for key, word in EVIDENCE_KINDS.items()},
        "decision_words": {key: gettext(word) for key, word in DECISIONS.items()},
    }


def _lines(
    moves: list[Any], updates: list[Any], changes: list[DueChangeOut], answered: Any | None, zone: str
) -> list[Line]:
    """The story, the newest first."""
    told = [(row["created_at"], row["id"], _of_move(row)) for row in moves]
    told += [(row["created_at"], row["id"], _of_update(row)) for row in updates]
    told += [(one.created_at, one.id, _of_change(one)) for one in changes]
    told += [(answered["created_at"], answered["id"], _of_answer(answered))] if answered else []
    told.sort(key=lambda one: one[:2], reverse=True)
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
    note = f"{one.reason} · {gettext(DECISIONS[one.decision])}"
    if one.note:
        note += f": {one.note}"
    return {"what": what, "icon": "clock", "tone": "warn", "note": note, "who": one.by}


def _when(moment: datetime, zone: str, who: str) -> str:
    return f"{datetime_long(moment, zone)} · {who}" if who else datetime_long(moment, zone)
