"""Hints as the form shows them: by the name of the field; and what a field is called where there is no form."""

from datetime import datetime

from events_app.accounts.actor import Actor
from events_app.commitments import reading
from events_app.commitments.tables import Commitment
from events_app.i18n import N_, gettext

NAMES = {
    "title": N_("Title"),
    "statement": N_("In their words"),
    "expected_result": N_("Expected result"),
    "indicator": N_("Indicator"),
    "target": N_("Target"),
    "actions": N_("Follow-up actions"),
}
OF_ACTION = {
    "title": N_("What will be done"),
    "deliverable": N_("What will be there to see"),
    "due": N_("Due"),
    "responsible_person_id": N_("Responsible person"),
    "verifier_institution_id": N_("Verified by"),
}


async def advice_on(actor: Actor, commitment: Commitment, now: datetime) -> dict[str, str]:
    """What a draft as it is kept would be clearer with, by the names of the form's fields."""
    promise = await reading.one_commitment(actor, commitment.id, now)
    return {hint.field: hint.message for hint in promise.hints}


def name_of(field: str) -> str:
    """`Follow-up action 2: Due`, in the language of the moment."""
    first, _dot, rest = field.partition(".")
    if not rest:
        return gettext(NAMES[first])
    number, _dot, leaf = rest.partition(".")
    of = gettext(N_("Follow-up action %(number)s"), number=int(number) + 1)
    return f"{of}, {gettext(OF_ACTION[leaf])}"
