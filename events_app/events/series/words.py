"""The words that people read for rules and scopes."""

from events_app.i18n import N_, gettext

FREQUENCIES = {
    "DAILY": N_("Every day"),
    "WEEKLY": N_("Every week"),
    "MONTHLY": N_("Every month"),
    "YEARLY": N_("Every year"),
}
WEEKDAYS = {
    "MO": N_("Monday"),
    "TU": N_("Tuesday"),
    "WE": N_("Wednesday"),
    "TH": N_("Thursday"),
    "FR": N_("Friday"),
    "SA": N_("Saturday"),
    "SU": N_("Sunday"),
}
MONTHLY = {
    "weekday": N_("On the same weekday of the month, such as the second Tuesday"),
    "day": N_("On the same day of the month, such as the 8th"),
}
ENDS = {
    "count": N_("After a number of occurrences"),
    "until": N_("On a day"),
    "never": N_("As far as can be made at once"),
}
SCOPES = {
    "this": N_("Only this occurrence"),
    "following": N_("This and the following"),
    "all": N_("All that are ahead"),
}


def options(words: dict[str, str]) -> list[tuple[str, str]]:
    """Choices in the reader's language."""
    return [(value, gettext(text)) for value, text in words.items()]
