"""What cannot be marked or sent by WhatsApp."""

from events_app.errors import Refusal
from events_app.i18n import N_


class NotReachable(Refusal):
    message = N_("This invitee has decided already, or has no telephone number.")


class NotMarked(Refusal):
    message = N_("This was not marked as sent.")


class WhatsappRefused(Refusal):
    message = N_("The owner of this telephone took back the consent to WhatsApp.")
