"""How the board says no: to a whole act, and to single rows in it."""

from events_app.errors import Refusal
from events_app.i18n import N_

ROWS = {
    "not_found": N_("There is nothing here."),
    "changed_meanwhile": N_("Somebody else has changed it meanwhile."),
    "wrong_state": N_("It no longer stands where this can be done."),
    "promise_ended": N_("Its commitment has been closed or withdrawn."),
    "same_due": N_("This is the due date already."),
    "due_before_agreement": N_("The day lies before the commitment was agreed."),
    "due_change_pending": N_("An extension was asked for and awaits its decision."),
    "verifier_is_responsible": N_("The institution that does the work cannot also verify it."),
    "same_verifier": N_("This institution verifies it already."),
    "same_visibility": N_("It is shown to just these already."),
    "confidential": N_("What belongs to a confidential event is not shown to everybody."),
    "muted_already": N_("It is silent already."),
    "muted": N_("Reminders of it are silenced."),
    "asked_lately": N_("Its owner was asked within the last day."),
    "nobody_to_ask": N_("Nobody with an address answers for it."),
    "ended_already": N_("It has ended already."),
}
"""Why a row was left as it is, by its stable code."""


class AlreadyUndone(Refusal):
    message = N_("This has already been taken back.")


class TooLateToUndo(Refusal):
    message = N_("This can be taken back within ten minutes, and those are over.")


class NotUndoable(Refusal):
    message = N_("This cannot be taken back: what was sent is sent, and what was cancelled stays so.")


class ViewNameTaken(Refusal):
    field = "name"
    message = N_("You have a view of this name already.")


class NotYourView(Refusal):
    status_code = 403
    message = N_("Only whoever keeps this view, or an owner, can change it.")
