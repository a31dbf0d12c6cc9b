"""How minutes say no."""

from events_app.errors import NotFound, Refusal
from events_app.i18n import N_


class WrittenMeanwhile(Refusal):
    """Somebody else changed the same words; `extra` has their wording and its version."""

    message = N_("Somebody else changed the same words meanwhile. Both wordings are below.")
    field = "content"


class MinutesFinalised(Refusal):
    message = N_("These minutes are finalised. The chair can begin a correction.")


class WordingUnknown(NotFound):
    code = "not_found"
    message = N_("There is no such wording to begin from.")
    field = "base_version"


class NotFinalised(Refusal):
    message = N_("These minutes are not finalised yet.")


class WrittenSince(Refusal):
    """The chair finalises what the chair has read."""

    message = N_("Somebody wrote something since you opened this page. Please read it, then finalise.")


class RecipientsChanged(Refusal):
    message = N_("The recipients are not those that you looked at. Please look again.")
