"""What was to be done by when, as first promised and as it stands now, against what has been verified."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Any

from events_app.formats import date_text, month_text, number
from events_app.i18n import gettext as _
from events_app.reports.counts import Counts
from events_app.reports.counts.counts import first_of, month, month_of
from events_app.reports.plots.drawing import lines
from events_app.reports.plots.plot import Column, Key, Picture, Plot, small, told
from events_app.reports.plots.scope import Scope

BEFORE, AHEAD = 24, 12
"""Months shown before and after the present one, as far as there is anything."""

LINES = ("planned", "current", "verified")

KINDS = ("planned", "owed", "met", "done")
"""What is counted for it."""


@dataclass(frozen=True)
class Course:
    """Months, and for each line how many there were by the end of each; the verified end with the present month."""

    months: list[date]
    sums: dict[str, list[int]]
    today: date
    later: int


def burn_up(scope: Scope, counts: Counts) -> Plot:
    """The three lines."""
    today, zones = scope.today, set()
    due = done = n = 0
    for (zone, ending, number_), many in counts.of("planned", 3):
        if ending == "gone":
            continue
        zones.add(zone)
        n += many
        if int(number_) <= today.number(zone):
            due += many
            done += many if ending != "owed" else 0
    known = course(counts, max(today[zone] for zone in zones)) if zones else None
    says = _(
        "Of %(due)s follow-up actions that were first to be done by today, %(done)s are verified%(share)s.",
        due=number(due),
        done=number(done),
        share=told(done, due),
    )
    return Plot(
        name="burn-up",
        title=_("Verified against the plan"),
        says=says,
        n=n,
        columns=[Column("month", _("Month"), "text"), *(Column(key, word) for key, word in _words().items())],
        rows=_table(known) if known else [],
        notes=[*(_notes(known) if known else []), *small(due)],
        picture=_drawn(known) if known else None,
    )


def course(counts: Counts, today: date) -> Course:
    """What there was by the end of each month of the window; what lies before it counts from its first month on."""
    found = _months(counts)
    known = [index for months in found.values() for index in months]
    now = month(today)
    first, last = max(min(*known, now), now - BEFORE), min(max(*known, now), now + AHEAD)
    sums = {line: _sums(months, first, now if line == "verified" else last) for line, months in found.items()}
    later = sum(n for index, n in found["current"].items() if index > last)
    return Course([first_of(index) for index in range(first, last + 1)], sums, today, later)


def _months(counts: Counts) -> dict[str, Counter[int]]:
    """How many each line gains in each month."""
    found: dict[str, Counter[int]] = {line: Counter() for line in LINES}
    for (_zone, ending, number_), n in counts.of("planned", 3):
        if ending != "gone":
            found["planned"][month_of(int(number_))] += n
    for (_zone, number_), n in counts.of("owed", 2):
        found["current"][month_of(int(number_))] += n
    for (_state, index), n in counts.of("met", 2):
        found["current"][int(index)] += n
    for (index,), n in counts.of("done", 1):
        found["verified"][int(index)] += n
    return found


def _sums(months: Counter[int], first: int, last: int) -> list[int]:
    before = sum(n for index, n in months.items() if index < first)
    return list(
        accumulate((months[index] for index in range(first + 1, last + 1)), initial=before + months[first])
    )


def _words() -> dict[str, str]:
    return {
        "planned": _("Due as first promised"),
        "current": _("Due as it stands now"),
        "verified": _("Completed"),
    }


def _table(known: Course) -> list[list[Any]]:
    return [
        [f"{start:%Y-%m}", *(known.sums[line][i] if i < len(known.sums[line]) else None for line in LINES)]
        for i, start in enumerate(known.months)
    ]


def _notes(known: Course) -> list[str]:
    told_ = [
        _("Counted up to the end of each month; cancelled and infeasible ones are left out."),
        _("The verified ones are told up to %(day)s.", day=date_text(known.today)),
    ]
    if known.later:
        told_.append(_("%(n)s fall due after the months shown.", n=number(known.later)))
    return told_


def _drawn(known: Course) -> Picture:
    words = _words()
    looks = {"planned": ("s-calm", "dashed"), "current": ("s-info", "dotted"), "verified": ("s-ok", "thick")}
    drawn = [(Key(words[line], *looks[line], shape="line"), known.sums[line]) for line in LINES]
    here = known.months.index(known.today.replace(day=1)) / max(len(known.months) - 1, 1)
    return lines.over_time([month_text(start) for start in known.months], drawn, here, _("Today"))
