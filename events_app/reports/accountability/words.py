"""How a commitment stands, in the reader's words."""

from events_app.i18n import N_, gettext
from events_app.reports.accountability.forms import Standing

STANDINGS = {
    Standing.underway: N_("Under way"),
    Standing.overdue: N_("With something overdue"),
    Standing.done: N_("Everything done"),
}


def standings() -> list[tuple[str, str]]:
    """Value and word of each, for a select."""
    return [(value.value, gettext(word)) for value, word in STANDINGS.items()]
