"""How mail that comes in is refused, and what a person cannot do with one that was kept."""

from events_app.errors import Refusal
from events_app.i18n import N_


class MailSettled(Refusal):
    message = N_("This mail has been dealt with already.")


class NotAboutAMessage(Refusal):
    message = N_("This mail does not name a message of ours, so no address can be marked by it.")


class BadSignature(Refusal):
    """The same for an unknown organisation, a hook that is shut, and a signature that is wrong."""

    status_code = 401
    message = N_("The signature does not fit.")


class StaleSignature(Refusal):
    status_code = 401
    message = N_("The signature is too old or from the future: five minutes are allowed.")


class MailTooLarge(Refusal):
    status_code = 413
    message = N_("This mail is too large: 5 MB at most.")


class EmptyMail(Refusal):
    status_code = 422
    message = N_("There is no mail in this request.")
