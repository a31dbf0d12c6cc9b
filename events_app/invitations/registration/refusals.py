"""How registration says no."""

from events_app.errors import Refusal
from events_app.i18n import N_


class RegistrationClosed(Refusal):
    message = N_("This event takes no registrations, or none any more.")


class RegistrationExpired(Refusal):
    status_code = 410
    message = N_("This link has ended. Please register again.")
