"""Rules of recurrence (RFC 5545) as local dates: the hour on the wall stays, whatever summer time does.

The rule itself is read by dateutil. Here is what it may not say (hours, endlessness), and where it stops.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr
from pydantic_core import PydanticCustomError

from events_app.errors import Refusal
from events_app.events.moments import local_moment
from events_app.i18n import N_, gettext

MOST = 200
YEARS = 5

_SIGNED = r"[+-]?\d{1,3}(,[+-]?\d{1,3}){0,49}"
PARTS = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"0*[1-9]\d{0,2}",
    "COUNT": r"0*[1-9]\d{0,4}",
    "UNTIL": r"\d{8}(T\d{6}Z?)?",
    "BYDAY": r"([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)){0,49}",
    "BYMONTHDAY": _SIGNED,
    "BYYEARDAY": _SIGNED,
    "BYWEEKNO": _SIGNED,
    "BYSETPOS": _SIGNED,
    "BYMONTH": r"(0?[1-9]|1[0-2])(,(0?[1-9]|1[0-2])){0,11}",
    "WKST": r"MO|TU|WE|TH|FR|SA|SU",
}
REACH = {"BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}


class RuleUnreadable(Refusal):
    status_code = 422
    message = N_("This is no rule that can be read: %(part)s. FREQ=MONTHLY;BYDAY=2TU;COUNT=6 is one.")
    field = "rule"


class RuleEmpty(Refusal):
    status_code = 422
    message = N_("No date is left.")
    field = "rule"


class HourMissing(Refusal):
    status_code = 422
    message = N_("On these dates the clocks skip this hour, or it comes twice: %(dates)s. Leave them out.")
    field = "exdates"


@dataclass(frozen=True)
class Dates:
    """Local starts without a zone, in order; `cut` when the rule goes on beyond what is made at once."""

    starts: list[datetime] = field(default_factory=list)
    cut: bool = False


def cut_text() -> str:
    """What is said when a rule goes on."""
    return gettext(
        N_("The rule goes on; at most %(most)s dates within %(years)s years are made at once."),
        most=MOST,
        years=YEARS,
    )


def dates_of(rule: str, first: datetime, zone: str, rdates: Iterable[datetime] = ()) -> Dates:
    """The local starts of a rule: the first always counts; extra dates join. Raises RuleUnreadable."""
    parts = _parts(rule)
    horizon = first + relativedelta(years=YEARS)
    until = _until(parts.pop("UNTIL", None), zone)
    count = int(parts.pop("COUNT", MOST + 1))
    end = min(until or horizon, horizon)
    by_rule = _by_rule(parts, first, end, min(count, MOST + 1))
    endless = (until is None or until > horizon) and len(by_rule) < count
    extra = {moment for moment in rdates if first <= moment <= horizon}
    starts = sorted({*by_rule, *extra})
    return Dates(starts[:MOST], len(starts) > MOST or endless)


def without(dates: Dates, exdates: Iterable[datetime]) -> list[datetime]:
    """The dates that are to be made."""
    gone = set(exdates)
    return [start for start in dates.starts if start not in gone]


def normal(rule: str) -> str:
    """The rule as it is kept: without its name, in capitals."""
    return rule.strip().upper().removeprefix("RRULE:")


def with_end(rule: str, count: int | None, until: datetime | None) -> str:
    """The rule with another end."""
    parts = _parts(rule)
    for name in ("COUNT", "UNTIL"):
        parts.pop(name, None)
    if count is not None:
        parts["COUNT"] = str(count)
    elif until is not None:
        parts["UNTIL"] = f"{until:%Y%m%dT%H%M%S}"
    return _written(parts)


def local(moment: datetime, zone: str) -> datetime:
    """What the clock on the wall shows."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def moment_or_none(naive: datetime, zone: str) -> datetime | None:
    """The moment in UTC; None where the clocks skip this hour or it comes twice."""
    try:
        return local_moment(naive, zone).astimezone(UTC)
    except PydanticCustomError:
        return None


def moments(starts: Sequence[datetime], zone: str) -> list[datetime]:
    """The moments of local times; all that do not exist or are doubled are named. Raises HourMissing."""
    found = {start: moment_or_none(start, zone) for start in starts}
    missing = [start for start, moment in found.items() if moment is None]
    if missing:
        raise HourMissing(
            extra={"dates": [f"{start:%Y-%m-%dT%H:%M}" for start in missing]},
            dates=", ".join(f"{start:%Y-%m-%d %H:%M}" for start in missing),
        )
    return [moment for moment in found.values() if moment is not None]


def _by_rule(parts: dict[str, str], first: datetime, end: datetime, most: int) -> list[datetime]:
    bounded = _written(parts | {"UNTIL": f"{end:%Y%m%dT%H%M%S}"})
    try:
        found = list(islice(rrulestr(bounded, dtstart=first), most))
    except (ValueError, TypeError, OverflowError, IndexError) as wrong:
        raise RuleUnreadable(part=str(wrong)[:100]) from None
    if first not in found:  # RFC 5545 3.8.5.3: the first start always counts as the first
        found = [first, *found][:most]
    return found


def _parts(rule: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for piece in normal(rule).strip(";").split(";"):
        name, _equals, value = piece.partition("=")
        if name in parts or not re.fullmatch(PARTS.get(name, "(?!)"), value) or not _in_reach(name, value):
            raise RuleUnreadable(part=piece[:100] or "RRULE")
        parts[name] = value
    if "FREQ" not in parts or {"COUNT", "UNTIL"} <= parts.keys():
        raise RuleUnreadable(part="COUNT+UNTIL" if "FREQ" in parts else "FREQ")
    return {"FREQ": parts.pop("FREQ")} | parts


def _in_reach(name: str, value: str) -> bool:
    return name not in REACH or all(1 <= abs(int(one)) <= REACH[name] for one in value.split(","))


def _until(text: str | None, zone: str) -> datetime | None:
    """The last local time; a day means its end, a moment in UTC is read in the zone."""
    if text is None:
        return None
    try:
        if "T" not in text:
            return datetime.strptime(text, "%Y%m%d") + timedelta(hours=23, minutes=59, seconds=59)  # noqa: DTZ007
        read = datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
        return local(read.replace(tzinfo=UTC), zone) if text.endswith("Z") else read
    except (ValueError, OverflowError):
        raise RuleUnreadable(part=f"UNTIL={text}") from None


def _written(parts: dict[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())
