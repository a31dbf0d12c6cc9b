"""How ratifying says no."""

from events_app.errors import Refusal
from events_app.i18n import N_


class NothingToRatify(Refusal):
    message = N_("No ratification is waited for here.")


class AlreadyAnswered(Refusal):
    """Somebody answered; `outcome` and `answered_at` say what and when."""

    message = N_("This has been answered already. Only the answer that stands can be taken back.")


class NoAnswerStands(Refusal):
    message = N_("No answer stands here that could be set back.")


class PromiseEnded(Refusal):
    message = N_("The promise was closed or withdrawn meanwhile, so its answer stays.")


class TooLateToTakeBack(Refusal):
    message = N_(
        "An answer can be taken back for ten minutes. The chair can still set it back: please tell the secretariat."
    )


class NobodyToAsk(Refusal):
    message = N_(
        "Nobody who holds this position can be written to. Name a holder with a mail address, or hand in a letter."
    )


class RatifyLinkEnded(Refusal):
    """Replaced, ended, too old, or its holder has left the post."""

    status_code = 410
    message = N_("This link no longer works. Please ask the secretariat for a new one.")


class NotASignedLetter(Refusal):
    status_code = 422
    message = N_("A signed letter is a PDF or a picture of it (JPEG, PNG).")
    field = "file"
