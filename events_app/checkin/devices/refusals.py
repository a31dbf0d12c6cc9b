"""How paired phones are told no."""

from events_app.errors import Refusal
from events_app.i18n import N_


class DeviceRevoked(Refusal):
    status_code = 401
    message = N_("This phone was revoked and works no door any more. Ask the organiser for a new code.")


class DeviceExpired(Refusal):
    status_code = 401
    message = N_("The door closed more than a day ago, so this phone is no longer paired.")


class CodeSpent(Refusal):
    status_code = 410
    message = N_("This code was used or is older than ten minutes. Ask the organiser for a new one.")


class OnlyItsMaker(Refusal):
    message = N_("Only who made this code sees it. Make a new one.")
