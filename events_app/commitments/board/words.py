"""The board's words, as people read them."""

from events_app.commitments.board.refusals import ROWS
from events_app.commitments.board.tables import Grouping, Verb
from events_app.i18n import N_, gettext

GROUPINGS = {
    Grouping.state: N_("By state"),
    Grouping.institution: N_("By institution"),
    Grouping.month: N_("By due month"),
}
VERBS = {
    Verb.remind: N_("Ask for progress now"),
    Verb.due: N_("Move the due date"),
    Verb.verifier: N_("Set the verifier"),
    Verb.visibility: N_("Change who sees it"),
    Verb.mute: N_("Silence reminders"),
    Verb.cancel: N_("Cancel the follow-up action"),
}
DONE = {
    Verb.remind: N_("Asked for progress"),
    Verb.due: N_("Due date moved"),
    Verb.verifier: N_("Verifier set"),
    Verb.visibility: N_("Changed who sees it"),
    Verb.mute: N_("Reminders silenced"),
    Verb.cancel: N_("Cancelled"),
}


def why(code: str) -> str:
    """Why a row was refused, in the reader's language."""
    return gettext(ROWS[code])


def grouping(text: str) -> Grouping:
    """The grouping that was asked for; by state when it is none of ours."""
    return Grouping(text) if text in set(Grouping) else Grouping.state
