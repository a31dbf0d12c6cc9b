"""How assigning says no."""

from events_app.errors import Refusal
from events_app.i18n import N_


class SameOwner(Refusal):
    field = "responsible_institution_id"
    message = N_("They answer for it already.")


class VerifierIsResponsible(Refusal):
    status_code = 422
    field = "responsible_institution_id"
    message = N_("This institution verifies it. Set another verifier first: nobody verifies their own work.")


class RuleWaived(Refusal):
    field = "responsible_institution_id"
    message = N_(
        "For the institution that answers for it now the chair waived the rule of institutions, and for no other."
        " Cancel it and write a new one that replaces it."
    )


class SameVerifier(Refusal):
    field = "verifier_institution_id"
    message = N_("They verify it already.")


class OwnVerifier(Refusal):
    status_code = 422
    field = "verifier_institution_id"
    message = N_("This institution answers for it, and nobody verifies their own work.")
