"""How wishes say no."""

from events_app.errors import Refusal
from events_app.i18n import N_


class WroteEnough(Refusal):
    """`most` is how many a day are told."""

    field = "note"
    message = N_(
        "You wrote %(most)s times within a day, and the secretariat got each of them. Please call them, or write again tomorrow."
    )


class NeverAsked(Refusal):
    status_code = 422
    field = "address"
    message = N_(
        "Nothing was ever asked of this address, so there is nothing that it could say is not its own."
    )
