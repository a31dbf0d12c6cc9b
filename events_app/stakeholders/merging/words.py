"""The words that people read for why two may be the same, and why one went into another."""

from collections.abc import Mapping

from events_app.i18n import N_, gettext
from events_app.stakeholders.merging.tables import MatchWhy

REASONS: Mapping[str, str] = {
    "nip": N_("Same employee number"),
    "name": N_("Same name"),
    "namesake": N_("Same name, in another institution"),
    "phone": N_("Same phone"),
    "short_name": N_("Same short name"),
    "mail": N_("Same mail address"),
}
WHYS: Mapping[str, tuple[str, str]] = {
    MatchWhy.duplicate: (N_("Written down twice"), N_("Everything moves to the one that stays.")),
    MatchWhy.merged: (N_("Merged in life"), N_("What belongs to events that are over keeps the old name.")),
    MatchWhy.succeeded: (N_("Succeeded by"), N_("What belongs to events that are over keeps the old name.")),
}


def reason_name(code: str) -> str:
    """What two have in common."""
    return gettext(REASONS[code])


def why_name(why: str) -> str:
    """Why one went into another."""
    return gettext(WHYS[why][0])


def why_options() -> list[tuple[str, str, str]]:
    """To choose from, each with what it means."""
    return [(f"{why}", gettext(name), gettext(hint)) for why, (name, hint) in WHYS.items()]
