"""How the decisions of a review are spoken of."""

from events_app.commitments.carrying.tables import ReviewDecision
from events_app.i18n import N_, gettext

DECISIONS = {
    ReviewDecision.go_on: N_("Goes on"),
    ReviewDecision.extend: N_("Needs more time"),
    ReviewDecision.reassign: N_("Somebody else takes it over"),
    ReviewDecision.escalate: N_("Goes to a higher level"),
    ReviewDecision.close: N_("Is closed"),
}


def decision_name(value: str) -> str:
    """`Dilanjutkan`."""
    return gettext(DECISIONS[ReviewDecision(value)]) if value else ""


def options() -> list[tuple[str, str]]:
    """Values with their words, in the order of their keys."""
    return [(value.value, gettext(word)) for value, word in DECISIONS.items()]
