"""How capturing says no."""

from events_app.errors import Refusal
from events_app.i18n import N_


class LineTakenBack(Refusal):
    message = N_("This line was taken back. Type it again if it is meant all the same.")


class NoInstitution(Refusal):
    field = "institution_id"
    message = N_("This guest came for no institution. Choose the institution that promises.")


class NoSuchDay(Refusal):
    status_code = 422
    field = "due"
    message = N_("This is not a day. Type +30, 31/12 or 31/12/2026.")


class WallIsClosed(Refusal):
    message = N_("What is promised at a confidential event is never shown by a link.")
