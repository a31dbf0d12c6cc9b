"""How a decision on a scan is refused."""

from events_app.errors import Refusal
from events_app.i18n import N_


class AlreadySettled(Refusal):
    message = N_("Somebody has decided this already. Open it again to decide otherwise.")


class StillOpen(Refusal):
    message = N_("This is still open; nothing was decided yet.")


class StillRefused(Refusal):
    message = N_(
        "This guest's place does not stand, so they cannot be counted as present. Give them a place first."
    )
