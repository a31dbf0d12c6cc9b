"""How answering says no, beside what the room itself refuses."""

from events_app.errors import Refusal
from events_app.i18n import N_


class NoAddress(Refusal):
    message = N_(
        "No mail address of the invited is known, so no new link can be sent. Please contact the organiser."
    )


class SaidInTheFuture(Refusal):
    status_code = 422
    field = "said_at"
    message = N_("This moment has not come yet.")
