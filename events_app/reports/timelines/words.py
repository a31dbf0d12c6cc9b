"""The words of a story's moments, and the sign and tone of each."""

from datetime import date
from enum import StrEnum

from events_app.commitments.assigning.words import passed_on
from events_app.commitments.carrying.words import decision_name
from events_app.commitments.reminding.words import hears, rules
from events_app.commitments.words import EVIDENCE_KINDS, OBSTACLES, RATINGS
from events_app.formats import date_text
from events_app.i18n import N_
from events_app.i18n import gettext as _
from events_app.reports.timelines.queries import Moment


class StoryKind(StrEnum):
    """What a story can be narrowed to."""

    invitation = "invitation"
    attendance = "attendance"
    promise = "promise"
    minutes = "minutes"
    progress = "progress"
    obstacle = "obstacle"
    evidence = "evidence"
    submission = "submission"
    verdict = "verdict"
    duty = "duty"
    due = "due"
    reminder = "reminder"
    meeting = "meeting"
    ending = "ending"


KINDS = {
    StoryKind.invitation: (N_("Invitation"), "mail", "calm"),
    StoryKind.attendance: (N_("Presence"), "door", "calm"),
    StoryKind.promise: (N_("The promise"), "commitment", "info"),
    StoryKind.minutes: (N_("Minutes"), "document", "calm"),
    StoryKind.progress: (N_("Progress"), "edit", "info"),
    StoryKind.obstacle: (N_("Obstacle"), "warning", "warn"),
    StoryKind.evidence: (N_("Evidence"), "attach", "info"),
    StoryKind.submission: (N_("Submission"), "send", "warn"),
    StoryKind.verdict: (N_("Verdict"), "verify", "ok"),
    StoryKind.duty: (N_("Duty"), "people", "warn"),
    StoryKind.due: (N_("Due date"), "clock", "warn"),
    StoryKind.reminder: (N_("Reminder"), "bell", "calm"),
    StoryKind.meeting: (N_("Later meeting"), "people", "calm"),
    StoryKind.ending: (N_("Ending"), "flag", "calm"),
}
BAD = {("verdict", "returned"), ("promise", "declined"), ("invitation", "declined")}
SAID = {
    ("invitation", "sent"): N_("The invitation was sent"),
    ("invitation", "opened"): N_("The invitation was opened"),
    ("invitation", "accepted"): N_("Answered: attending"),
    ("invitation", "tentative"): N_("Answered: undecided"),
    ("invitation", "declined"): N_("Answered: unable to attend"),
    ("invitation", "waitlisted"): N_("Answered: on the waiting list"),
    ("attendance", "came"): N_("Checked in"),
    ("promise", "captured"): N_("Spoken, and captured as it was"),
    ("promise", "recorded"): N_("Written down"),
    ("promise", "agreed"): N_("Agreed"),
    ("promise", "open"): N_("Agreed and opened"),
    ("promise", "ratify_asked"): N_("The head was asked to ratify it"),
    ("promise", "ratify_reminded"): N_("The head was reminded to ratify it"),
    ("promise", "ratified"): N_("The head ratified the promise"),
    ("promise", "declined"): N_("The head does not stand by this promise"),
    ("promise", "ratify_taken_back"): N_("The head took the answer back"),
    ("promise", "ratify_set_back"): N_("The chair set the head's answer back"),
    ("submission", "taken_back"): N_("The submission was withdrawn"),
    ("verdict", "accepted"): N_("Found in order"),
    ("verdict", "returned"): N_("Returned as not yet in order"),
    ("verdict", "reopened"): N_("Reopened"),
    ("verdict", "waived"): N_("The institution's own verifier may judge it"),
    ("due", "due_rejected"): N_("The due date stays as it is"),
    ("due", "due_pending"): N_("Awaiting a decision"),
    ("reminder", "letter"): N_("A letter of reminder was issued"),
    ("ending", "infeasible"): N_("Found impossible to do"),
    ("ending", "cancelled"): N_("Cancelled"),
    ("ending", "infeasible_asked"): N_("Asked whether it can be done at all"),
    ("ending", "infeasible_approved"): N_("The chair agrees that it cannot be done"),
    ("ending", "infeasible_rejected"): N_("The chair says that it can be done"),
    ("ending", "withdrawal_asked"): N_("The institution asked to take its promise back"),
    ("ending", "withdrawal_approved"): N_("The chair lets the institution take it back"),
    ("ending", "withdrawal_rejected"): N_("The chair holds the institution to its promise"),
    ("ending", "withdrawn"): N_("The promise was withdrawn"),
}


def options() -> list[tuple[str, str]]:
    """The kinds, for a filter."""
    return [(str(kind), _(word)) for kind, (word, _icon, _tone) in KINDS.items()]


def icon_of(moment: Moment) -> str:
    """The sign of its kind."""
    return KINDS[StoryKind(moment.kind)][1]


def tone_of(moment: Moment) -> str:
    """The tone of its kind; a refusal has its own."""
    return "bad" if (moment.kind, moment.code) in BAD else KINDS[StoryKind(moment.kind)][2]


def what(moment: Moment) -> str:
    """What happened, as a heading."""
    made = _made(moment)
    if made:
        return made
    word = SAID.get((moment.kind, moment.code)) or KINDS[StoryKind(moment.kind)][0]
    return _(word)


def _made(moment: Moment) -> str:
    """The headings that have facts in them."""
    kind, code, extra = moment.kind, moment.code, moment.extra
    if kind == StoryKind.minutes:
        return _("Minutes, version %(number)s", number=extra)
    if kind == StoryKind.submission and code == "submitted":
        return _("Submission %(number)s", number=extra)
    if kind == StoryKind.duty:
        return passed_on(code, extra)
    if kind == StoryKind.evidence:
        return _("Evidence: %(kind)s", kind=_(EVIDENCE_KINDS[code]))  # type: ignore[index]
    if kind in (StoryKind.progress, StoryKind.obstacle):
        return _progress(code, extra)
    if kind == StoryKind.due and code in ("due_asked", "due_approved"):
        day = date_text(date.fromisoformat(extra))
        return _("Asked to move the due date to %(day)s", day=day) if code == "due_asked" else _(
            "The due date is now %(day)s", day=day
        )  # fmt: skip
    if kind == StoryKind.reminder and code != "letter":
        told = hears(extra)
        return _("Reminded: %(rule)s, to %(who)s", rule=rules(code), who=told) if told else rules(code)
    if kind == StoryKind.meeting:
        return f"{extra}: {decision_name(code)}"
    return _("Closed: %(rating)s", rating=_rating(extra)) if code == "closed" else ""


def _progress(obstacle: str, percent: str) -> str:
    said = _("Progress: %(percent)s %%", percent=percent)
    if obstacle == "none":
        return said
    word = OBSTACLES[obstacle]  # type: ignore[index]
    return f"{said} · " + _("Obstacle: %(obstacle)s", obstacle=_(word))


def _rating(code: str) -> str:
    return _(RATINGS[code]) if code in RATINGS else "–"  # type: ignore[index]


def where(moment: Moment) -> str:
    """The place and role of somebody who came, or nothing."""
    return (
        _("In place of: %(title)s", title=moment.extra)
        if moment.kind == "attendance" and moment.extra
        else ""
    )


def leads_to(moment: Moment) -> str:
    """The page that tells more, or nothing."""
    if moment.about is None:
        return ""
    pages = {
        "evidence": "/evidence/{}/preview",
        "minutes": "/events/{}/minutes",
        "meeting": "/events/{}/minutes",
    }
    return pages.get(moment.kind, "/actions/{}").format(moment.about)
