"""Words of reminding, in the language of the moment."""

from events_app.commitments.reminding.tables import ReminderLetterState
from events_app.i18n import N_, gettext

RULES = {
    "H-14": N_("14 days before the due date"),
    "H-7": N_("7 days before the due date"),
    "H-1": N_("1 day before the due date"),
    "H+1": N_("1 day late"),
    "H+7": N_("7 days late"),
    "H+14": N_("14 days late"),
    "H+30": N_("30 days late"),
    "S+7": N_("7 days without a verdict"),
    "S+14": N_("14 days without a verdict"),
    "R+7": N_("7 days after a return"),
    "P+7": N_("7 days without ratification"),
}
HEARS = {
    "owner": N_("person in charge"),
    "head": N_("head of the institution"),
    "secretariat": N_("secretariat"),
    "chair": N_("chair of the task force"),
    "verifier": N_("verifier"),
    "verifier_head": N_("the verifier's head"),
}
STATES = {
    "waiting": N_("about to be written"),
    "nothing_left": N_("nothing was left to say"),
    "queued": N_("on its way"),
    "sent": N_("sent"),
    "failed": N_("could not be delivered"),
    "held": N_("held"),
}
KINDS = {
    "daily": N_("Reminders of the day"),
    "monthly": N_("Summary of the month"),
    "quarterly": N_("Summary of the quarter"),
}
LETTER_STATES = {
    ReminderLetterState.draft: N_("waits for its number"),
    ReminderLetterState.issued: N_("numbered"),
    ReminderLetterState.discarded: N_("put aside"),
}


def rules(some: str) -> str:
    """Several rungs, as they stand in a row."""
    return ", ".join(gettext(RULES[one]) for one in some.split())


def hears(some: str) -> str:
    """Several roles, as they stand in the ledger."""
    return ", ".join(gettext(HEARS[one]) for one in some.split())
