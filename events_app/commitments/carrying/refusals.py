"""How carrying over says no."""

from events_app.errors import Refusal
from events_app.i18n import N_


class NotCarried(Refusal):
    """Only what an earlier meeting left open is reviewed."""

    message = N_("This is no open follow-up action of an earlier meeting.")


class NotBefore(Refusal):
    status_code = 422
    field = "previous_id"
    message = N_("The meeting before must be one that began earlier.")
