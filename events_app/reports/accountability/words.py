"""How a commitment stands, in the reader's words."""

from typing import Any

from events_app.i18n import N_, gettext
from events_app.i18n import gettext as _
from events_app.reports.accountability.forms import Standing

STANDINGS = {
    Standing.underway: N_("Under way"),
    Standing.overdue: N_("With something overdue"),
    Standing.done: N_("Everything done"),
}


def standings() -> list[tuple[str, str]]:
    """Value and word of each, for a select."""
    return [(value.value, gettext(word)) for value, word in STANDINGS.items()]


def named(choices: dict[str, list[Any]]) -> dict[str, tuple[str, list[tuple[Any, ...]]]]:
    """Each filter with its label and what can be chosen, for those that are open."""
    return {
        "institution_id": (_("Institution"), [tuple(row.values()) for row in choices["institutions"]]),
        "theme": (_("Theme"), [tuple(row.values()) for row in choices["themes"]]),
        "standing": (_("How it stands"), list(standings())),
    }
