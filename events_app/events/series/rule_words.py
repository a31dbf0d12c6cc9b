"""A rule as people say it; what has no words here is shown as it is written (RFC 5545)."""

import re
from datetime import date, datetime

from events_app.events.series.recurrence import normal
from events_app.events.series.rule_form import DAYS
from events_app.events.series.words import FREQUENCIES
from events_app.formats import date_text, day_names
from events_app.i18n import N_, gettext, ngettext

STEPS = {
    "DAILY": N_("Every %(num)s days"),
    "WEEKLY": N_("Every %(num)s weeks"),
    "MONTHLY": N_("Every %(num)s months"),
    "YEARLY": N_("Every %(num)s years"),
}
NTH = {
    1: N_("on the first %(day)s"),
    2: N_("on the second %(day)s"),
    3: N_("on the third %(day)s"),
    4: N_("on the fourth %(day)s"),
    -1: N_("on the last %(day)s"),
}
KNOWN = {"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "COUNT", "UNTIL", "WKST"}


def rule_text(rule: str) -> str:
    """`Setiap 3 bulan, pada Selasa kedua, 6 tanggal`; empty for a rule that says more than this can."""
    parts = dict(piece.split("=", 1) for piece in normal(rule).strip(";").split(";"))
    on = _on(parts)
    if not parts.keys() <= KNOWN or on is None:
        return ""
    return ", ".join(piece for piece in (_how_often(parts), on, _end(parts)) if piece)


def _how_often(parts: dict[str, str]) -> str:
    step, often = int(parts.get("INTERVAL", 1)), parts["FREQ"]
    return gettext(FREQUENCIES[often]) if step == 1 else gettext(STEPS[often], num=step)


def _on(parts: dict[str, str]) -> str | None:
    """On which days; empty where the first start says it, None where there are no words for it."""
    days, dates = parts.get("BYDAY"), parts.get("BYMONTHDAY")
    if days and not dates:
        return _weekdays(days, parts["FREQ"])
    if dates and not days:
        plain = parts["FREQ"] == "MONTHLY" and re.fullmatch(r"\+?\d+", dates)
        return gettext("on day %(day)s of the month", day=int(dates)) if plain else None
    return None if days and dates else ""


def _weekdays(days: str, often: str) -> str | None:
    names: dict[str, str] = dict(zip(DAYS, day_names(), strict=True))
    if often in ("DAILY", "WEEKLY"):
        listed = [names[one] for one in days.split(",") if one in names]
        return gettext("on %(days)s", days=", ".join(listed)) if len(listed) == days.count(",") + 1 else None
    found = re.fullmatch(r"\+?(-?\d+)([A-Z]{2})", days)
    if often != "MONTHLY" or found is None or int(found[1]) not in NTH:
        return None
    return gettext(NTH[int(found[1])], day=names[found[2]])


def _end(parts: dict[str, str]) -> str:
    if "COUNT" in parts:
        return ngettext("%(num)s date", "%(num)s dates", int(parts["COUNT"]))
    return gettext("until %(day)s", day=date_text(_day(parts["UNTIL"]))) if "UNTIL" in parts else ""


def _day(until: str) -> date:
    return datetime.strptime(until[:8], "%Y%m%d").date()  # noqa: DTZ007 - a day, whatever its zone
