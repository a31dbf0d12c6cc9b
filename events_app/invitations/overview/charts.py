"""The figures as the plots take them: names, and numbers in the order of the legend."""

from datetime import timedelta
from typing import Any

from events_app.formats import date_short
from events_app.i18n import N_
from events_app.i18n import gettext as _
from events_app.invitations.overview.queries import Overview, Steps

PARTS = (
    (N_("Coming"), "c-ok"),
    (N_("Undecided or waiting"), "c-warn"),
    (N_("Unable to attend"), "c-bad"),
    (N_("Opened, no answer"), "c-info"),
    (N_("Reached, not opened"), "c5"),
    (N_("Not reached yet"), "c-calm"),
)
LINES = (
    ("coming", N_("Coming"), "c-ok"),
    ("declined", N_("Unable to attend"), "c-bad"),
    ("undecided", N_("Undecided or waiting"), "c-warn"),
)
MOST_POINTS = 60
SEXES = (("female", N_("Women")), ("male", N_("Men")), ("unknown", N_("Not said")))


def funnel(whole: Steps) -> list[tuple[str, int]]:
    """A bar for each step."""
    return [
        (_("Invited"), whole.invited),
        (_("Reached"), whole.delivered),
        (_("Opened"), whole.opened),
        (_("Answered"), whole.answered),
        (_("Coming"), whole.coming),
    ]


def parts() -> list[tuple[str, str]]:
    """The legend of where invitations stand."""
    return [(_(word), colour) for word, colour in PARTS]


def standing(steps: Steps) -> list[int]:
    """Where they stand, each invitation in one part."""
    later = steps.answered - steps.coming - steps.declined - steps.undecided
    return [
        steps.coming,
        steps.undecided + later,
        steps.declined,
        steps.opened - steps.answered,
        steps.delivered - steps.opened,
        steps.invited - steps.delivered,
    ]


def sexes(seen: Overview) -> list[tuple[str, int]]:
    """A bar for women, men, and those of whom it is not known."""
    return [(_(word), seen.by_sex[name]) for name, word in SEXES]


def days(rows: list[Any]) -> list[Any]:
    """Every day from the first answer to the last, those without one too, added up; by weeks where they are many."""
    if not rows:
        return []
    known = {row["day"]: row for row in rows}
    first, last = rows[0]["day"], rows[-1]["day"]
    step = timedelta(days=1 + (last - first).days // MOST_POINTS)
    sums, points, day = dict.fromkeys((name for name, _word, _colour in LINES), 0), [], first
    while day < last + step:
        for offset in range(step.days):
            row = known.get(day + timedelta(days=offset), {})
            sums = {name: number + row.get(name, 0) for name, number in sums.items()}
        points.append({"day": min(day + step - timedelta(days=1), last), **sums})
        day += step
    return points


def labels(points: list[Any]) -> list[str]:
    """The day under each point."""
    return [date_short(point["day"]) for point in points]


def lines(points: list[Any]) -> list[tuple[str, str, list[int]]]:
    """A line for each kind of answer."""
    return [(_(word), colour, [point[name] for point in points]) for name, word, colour in LINES]
