"""How self check-in says no: each with what to do next."""

from events_app.errors import Refusal
from events_app.i18n import N_


class NeverConfidential(Refusal):
    message = N_("Self check-in is never possible at a confidential event: the door team lets people in.")


class RoomCodeExists(Refusal):
    field = "session_id"
    message = N_("Self check-in is set up here already. Change it in the list instead.")


class NoPoster(Refusal):
    message = N_("Codes on a screen change by themselves; only a poster can be printed or replaced.")


class NoScreenLink(Refusal):
    message = N_("A poster needs no screen. Choose the changing code first.")


class SelfCheckInOff(Refusal):
    message = N_("Self check-in is switched off here. Please go to the desk.")


class NotOpenYet(Refusal):
    message = N_("The door is not open yet. Please scan the code again from %(time)s.")


class NotOnNow(Refusal):
    message = N_("Nobody is being checked in here now. Please go to the desk.")


class DoorClosed(Refusal):
    message = N_("The door has closed. Please go to the desk.")


class OldRoomCode(Refusal):
    field = "code"
    message = N_(
        "This code has been replaced by a newer one. Scan the code that is shown in the room now, or type it."
    )


class WrongRoomCode(Refusal):
    field = "code"
    message = N_("This is not a code of this room. Look again: six characters, below the QR code.")


class TimeIsOver(Refusal):
    field = "code"
    message = N_(
        "The five minutes to confirm are over, or this browser keeps no cookies. Scan the room's code again."
    )


class UnknownShortCode(Refusal):
    field = "short_code"
    message = N_("No pass of this event has this code. Look again: eight characters, on your pass.")


class PassNotHere(Refusal):
    message = N_("The pass that was opened on this phone is not valid here. Type the short code of yours.")


class AlreadyDecided(Refusal):
    message = N_("Somebody has decided about this mark already.")
