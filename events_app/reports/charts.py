"""Figures as the plots take them: names, and numbers in the order of the legend."""

from typing import Any
from uuid import UUID

from events_app.formats import month_text
from events_app.i18n import N_
from events_app.i18n import gettext as _
from events_app.reports.rates import AGES, Figures

MOST_BARS = 15

# Six colours can be told apart, so what is no longer to be done shares one; its two numbers stand in the tiles.
PARTS = (
    (("verified",), N_("Completed"), "c-ok"),
    (("submitted",), N_("Awaiting verification"), "c-warn"),
    (("in_progress",), N_("In progress"), "c-info"),
    (("open",), N_("Not started"), "c5"),
    (("returned",), N_("Returned"), "c-bad"),
    (("infeasible", "cancelled"), N_("Cannot be done or cancelled"), "c-calm"),
)
AGE_NAMES = (N_("1–7 days"), N_("8–30 days"), N_("31–90 days"), N_("More than 90 days"))
MONTH_PARTS = (
    ("verified", N_("Completed"), "c-ok"),
    ("submitted", N_("Awaiting verification"), "c-warn"),
    ("owed", N_("Not due yet or due now"), "c-info"),
    ("overdue", N_("Overdue"), "c-bad"),
)


def parts() -> list[tuple[str, str]]:
    """The legend of the states."""
    return [(_(word), colour) for _states, word, colour in PARTS]


def states_by_institution(rows: list[tuple[UUID, str, Figures]]) -> list[tuple[str, list[int]]]:
    """A bar for each of the busiest institutions, and one for all the others together."""
    busiest = sorted(rows, key=lambda row: (-row[2].total, row[1]))
    bars = [(name, _counts([figures])) for _id, name, figures in busiest[:MOST_BARS]]
    others = [figures for _id, _name, figures in busiest[MOST_BARS:]]
    return [*bars, (_("Others (%(n)s)", n=len(others)), _counts(others))] if others else bars


def ageing(figures: Figures) -> list[tuple[str, int]]:
    """A bar for each span of days."""
    return [(_(name), figures.ageing[age]) for age, name in zip(AGES, AGE_NAMES, strict=True)]


def months(rows: list[Any]) -> list[tuple[str, list[int]]]:
    """A bar for each month in which something falls due."""
    return [(month_text(row["month"]), [row[name] for name, _word, _colour in MONTH_PARTS]) for row in rows]


def month_parts() -> list[tuple[str, str]]:
    """The legend of the months."""
    return [(_(word), colour) for _name, word, colour in MONTH_PARTS]


def _counts(many: list[Figures]) -> list[int]:
    return [sum(one.states[state] for one in many for state in states) for states, _word, _colour in PARTS]
