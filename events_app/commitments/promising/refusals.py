"""How the exit says no: each with what to do next."""

from events_app.errors import Refusal
from events_app.i18n import N_


class ExitIsConfidential(Refusal):
    message = N_("Nobody promises from a phone at a confidential event. Tell the secretariat.")


class ExitIsClosed(Refusal):
    message = N_("Nothing is taken here now. Please tell the secretariat what you promise.")


class OldExitCode(Refusal):
    field = "code"
    message = N_(
        "This code has been replaced by a newer one. Scan or type the one that is shown at the exit now."
    )


class WrongExitCode(Refusal):
    field = "code"
    message = N_("This is not the code of this exit. Look again: six characters, below the QR code.")


class ExitTimeIsOver(Refusal):
    field = "code"
    message = N_(
        "Twenty minutes have passed since the exit's code was read, or this browser keeps no cookies. Scan it again."
        " What you typed is kept."
    )


class PromiseIsDecided(Refusal):
    message = N_("Somebody has decided about this promise already.")


class TooLateToCorrect(Refusal):
    message = N_("The secretariat works with it already, or too much time has passed. Please tell them.")
