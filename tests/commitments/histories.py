"""What the rules say of a promise and its actions, in plain Python: the model that random histories are compared with.

It is written from the tables of the domain, not from the code: states, who may judge, what is refused and by what name.
"""

from dataclasses import dataclass, field
from datetime import date

MOVES = {
    ("draft", "open"),
    ("draft", "cancelled"),
    ("open", "in_progress"),
    ("open", "submitted"),
    ("open", "infeasible"),
    ("open", "cancelled"),
    ("in_progress", "submitted"),
    ("in_progress", "infeasible"),
    ("in_progress", "cancelled"),
    ("returned", "in_progress"),
    ("returned", "submitted"),
    ("returned", "infeasible"),
    ("returned", "cancelled"),
    ("submitted", "in_progress"),
    ("submitted", "verified"),
    ("submitted", "returned"),
    ("submitted", "cancelled"),
    ("verified", "in_progress"),
}
"""Every move that may ever be found in a story."""

OWED = {"open", "in_progress", "returned"}
FINAL = {"verified", "infeasible", "cancelled"}
OPENED = OWED | {"submitted"}


@dataclass
class Act:
    """One action as it should be."""

    due: date
    owed_by_post: bool = False
    verifier: str = ""
    judged_by_post: bool = False
    state: str = "draft"
    original: date | None = None
    percent: int = 0
    reopened: int = 0
    submitter: str = ""
    submission: str = ""
    pending: bool = False

    def __post_init__(self) -> None:
        self.first = self.due


@dataclass
class Promise:
    """A promise with its actions, who holds the post that owes, and what the third office has become."""

    acts: list[Act] = field(default_factory=list)
    state: str = "draft"
    holder: str = "ani"
    third_is: str = "third"

    def refuses_judging(self, who: str, act: Act) -> str | None:
        """By what name somebody who may not judge is refused; `who` is a user."""
        office = {"inside": "promiser", "named": "judge", "colleague": "judge", "other": self.third_is}.get(
            who
        )
        if who == act.submitter or (act.owed_by_post and who == self.holder) or office == "promiser":
            return "OwnWork"
        if office is not None and act.judged_by_post:
            return None if who == "named" else "NotTheVerifier"
        if office is not None and act.verifier not in ("", office):
            return "NotTheVerifier"
        return None

    def refuses_verdict(self, who: str, act: Act) -> str | None:
        """The same, and whether the submission still waits."""
        unfit = self.refuses_judging(who, act)
        if unfit:
            return unfit
        if act.submission in ("judged", "withdrawn"):
            return {"judged": "AlreadyJudged", "withdrawn": "AlreadyWithdrawn"}[act.submission]
        return None if act.state == "submitted" else "WrongState"

    def refuses_agreeing(self) -> str | None:
        if self.state != "draft":
            return "NotADraft"
        return None if any(act.state == "draft" for act in self.acts) else "NotReady"

    def refuses_closing(self) -> str | None:
        if self.state in ("closed", "withdrawn"):
            return "AlreadyEnded"
        ended = self.state == "agreed" and all(act.state in FINAL for act in self.acts)
        return None if ended else "ActionsStillOpen"

    def refuses_reopening(self, act: Act) -> str | None:
        if self.state in ("closed", "withdrawn"):
            return "CommitmentEnded"
        return None if act.state == "verified" else "WrongState"


def refuses_taking_back(act: Act) -> str | None:
    """Why a submission cannot be withdrawn."""
    if act.submission in ("judged", "withdrawn"):
        return {"judged": "AlreadyJudged", "withdrawn": "AlreadyWithdrawn"}[act.submission]
    return None if act.state == "submitted" else "WrongState"


def refuses_asking(act: Act, due: date) -> str | None:
    """Why another due date cannot be asked for."""
    if act.state not in OWED:
        return "WrongState"
    if due == act.due:
        return "Invalid"
    return "DueChangePending" if act.pending else None
