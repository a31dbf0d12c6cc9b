"""How signing is refused."""

from events_app.errors import Refusal
from events_app.i18n import N_


class SignaturesNotAsked(Refusal):
    message = N_("This event does not ask for signatures at the door.")


class NotCheckedIn(Refusal):
    message = N_("This guest is not checked in, so there is nothing to sign yet.")


class AlreadySigned(Refusal):
    message = N_("This guest has signed already. A new signature replaces the old one only when you say so.")
