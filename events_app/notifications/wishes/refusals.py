"""How wishes say no."""

from events_app.errors import Refusal
from events_app.i18n import N_


class WroteEnough(Refusal):
    """`most` is how many a day are told."""

    field = "note"
    message = N_(
        "You wrote %(most)s times within a day, and the secretariat got each of them. Please call them, or write again tomorrow."
    )
