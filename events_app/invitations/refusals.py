"""How this room says no; what an event itself refuses is named in `events.states`."""

from events_app.errors import Refusal
from events_app.i18n import N_


class EventFull(Refusal):
    message = N_("All seats are taken.")


class QuotaFull(Refusal):
    message = N_("All seats for “%(label)s” are taken.")


class DeadlinePassed(Refusal):
    message = N_("The time for answering is over. Please contact the organiser.")


class InvitationWithdrawn(Refusal):
    message = N_("This invitation has been withdrawn.")


class TooManyRepresentatives(Refusal):
    status_code = 422
    field = "representatives"
    message = N_("This invitation has %(seats)s seats; you named %(named)s people.")


class AlreadyComing(Refusal):
    message = N_("%(name)s is already on the guest list of this event.")


class GuestCancelled(Refusal):
    """A guest that was cancelled cannot get a new pass."""

    message = N_("This guest has been cancelled.")


class NobodyChosen(Refusal):
    status_code = 422
    message = N_("Choose at least one institution or person.")


class NobodyHolds(Refusal):
    """An invited position that is vacant cannot come by itself."""

    status_code = 422
    field = "representatives"
    message = N_("Nobody holds this position at present: name who comes.")
