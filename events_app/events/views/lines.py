"""A calendar's entries and days, written into the patterns of `templates/events/views/_entry.html`.

A calendar shows hundreds of entries. Their markup is made once for each view and language, as patterns, which hold
nothing of anybody's; only what differs is filled in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from markupsafe import Markup, escape

from events_app.events.tables import EventState
from events_app.events.views.grid import Day, Shown
from events_app.formats import date_long
from events_app.i18n import gettext, locale, ngettext

STUCK = (EventState.cancelled, EventState.closed)


@dataclass
class Patterns:
    """What a template makes: an entry by whether it moves and has a line below, marks, a day by whether it is today."""

    entries: dict[tuple[bool, bool], Markup] = field(default_factory=dict)
    marks: dict[tuple[str, bool], Markup] = field(default_factory=dict)
    days: dict[bool, Markup] = field(default_factory=dict)
    more: Markup = field(default_factory=Markup)

    def set_more(self, pattern: Markup) -> None:
        """A template cannot assign."""
        self.more = pattern


_MADE: dict[tuple[str, str], Patterns] = {}
"""By view and language; a template fills what is empty."""


class Lines:
    """Fills the patterns of a view. Words are looked up once, and what people typed is escaped here."""

    def __init__(self, view: str, today: date, kept: str, *, may_plan: bool) -> None:
        self.view, self.today, self.kept, self.may_plan = view, today, escape(kept), may_plan
        self.patterns = _MADE.setdefault((view, locale()), Patterns())
        self.point = "." if locale() == "id" else ":"
        self.goes_on, self.until = escape(gettext("goes on")), escape(gettext("until %(time)s"))

    def entry(self, shown: Shown) -> Markup:
        """One entry."""
        entry = shown.entry
        below = entry.event_title if entry.session else self._sessions(shown.sessions)
        movable = self.may_plan and entry.state not in STUCK
        here = f"/events/{entry.event}/sessions" if entry.session else f"/events/{entry.event}"
        facts = {
            "href": here,
            "move": f"{here}/{entry.session}/move" if entry.session else f"{here}/move",
            "looks": self._looks(shown),
            "when": self._when(shown),
            "title": escape(entry.title),
            "below": escape(below),
            "marks": self.patterns.marks.get((entry.state.value, entry.confidential), ""),
        }
        return _filled(self.patterns.entries[movable, bool(below)], facts)

    def day(self, day: Day, month: int) -> Markup:
        """A month's day with as many entries as it has room for."""
        long, iso, is_today = date_long(day.day), day.day.isoformat(), day.day == self.today
        looks = " is-outside" if day.day.month != month else ""
        looks += ("" if day.entries else " is-empty") + (" is-today" if is_today else "")
        facts = {
            "looks": looks,
            "iso": iso,
            "long": long,
            "number": day.day.day,
            "entries": "".join(self.entry(shown) for shown in day.first),
            "more": _filled(self.patterns.more, self._more(day, iso, long)) if day.more else "",
        }
        return _filled(self.patterns.days[is_today], facts)

    def _more(self, day: Day, iso: str, long: str) -> dict[str, Any]:
        told = ngettext("+%(num)s more", "+%(num)s more", day.more)
        return {"iso": iso, "long": long, "kept": self.kept, "told": escape(told)}

    def _looks(self, shown: Shown) -> str:
        looks = f" is-{shown.entry.state.value}" + (" is-session" if shown.entry.session else "")
        if self.view == "week":
            return f"{looks} at-{shown.first} span-{shown.last - shown.first}" if shown.begins else looks
        return looks + ("" if shown.begins else " from-before") + ("" if shown.ends else " goes-further")

    def _when(self, shown: Shown) -> str:
        if shown.begins:
            begun = self._clock(shown.start)
            return f"{begun}–{self._clock(shown.end)}" if self.view == "week" else begun
        return self.until % {"time": self._clock(shown.end)} if shown.ends else self.goes_on

    def _clock(self, moment: datetime) -> str:
        return f"{moment.hour:02}{self.point}{moment.minute:02}"

    def _sessions(self, count: int) -> str:
        return ngettext("%(num)s session", "%(num)s sessions", count) if count else ""


def _filled(pattern: Markup, facts: Mapping[str, Any]) -> Markup:
    """As a plain string: Markup would escape again, one by one, what is safe by its making."""
    return Markup(str.__mod__(pattern, facts))  # noqa: S704 - what people typed was escaped by who made the facts
