"""Every kind of change that is told, with what people call it."""

from events_app.i18n import N_, gettext

TEST = "test"

KINDS = {
    "event.published": N_("Event published"),
    "event.postponed": N_("Event postponed"),
    "event.cancelled": N_("Event cancelled"),
    "event.closed": N_("Event over"),
    "invitation.answered": N_("Invitation answered"),
    "attendance.recorded": N_("Somebody came in"),
    "commitment.agreed": N_("Commitment agreed"),
    "commitment.ratified": N_("Commitment ratified"),
    "commitment.declined": N_("Ratification declined"),
    "commitment.ratification_taken_back": N_("Ratification taken back"),
    "commitment.closed": N_("Commitment closed"),
    "commitment.withdrawn": N_("Commitment withdrawn"),
    "action.open": N_("Action open"),
    "action.in_progress": N_("Action in progress"),
    "action.submitted": N_("Action submitted"),
    "action.returned": N_("Action returned"),
    "action.verified": N_("Action verified"),
    "action.infeasible": N_("Action found infeasible"),
    "action.cancelled": N_("Action cancelled"),
    "submission.made": N_("Evidence submitted"),
    "verdict.given": N_("Verdict given"),
    "due_change.pending": N_("Other due date asked for by the owner"),
    "due_change.approved": N_("Other due date approved"),
    "due_change.rejected": N_("Other due date rejected"),
    "minutes.finalised": N_("Minutes finalised"),
}

OF_TEST = N_("Test of the connection")


def kind_name(kind: str) -> str:
    """What people call it."""
    return gettext(KINDS.get(kind, OF_TEST))
