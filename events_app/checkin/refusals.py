"""How the door says no to those who work it; why a scan was refused is a `Reason`."""

from events_app.errors import Refusal
from events_app.i18n import N_


class TooLateToUndo(Refusal):
    message = N_("A scan can be undone within ten minutes only. Please tell the organiser.")


class NothingToUndo(Refusal):
    message = N_("This scan let nobody in or out, so there is nothing to undo.")


class OtherSession(Refusal):
    message = N_("This scan was made at another session's door. Ask there, or ask the organiser.")
