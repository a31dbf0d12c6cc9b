"""The attendance list: to be signed, or showing who was scanned; with sums by sex."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from events_app.events.tables import Event
from events_app.formats import date_short, time_text
from events_app.i18n import N_
from events_app.i18n import gettext as _
from events_app.reports import words
from events_app.reports.guests import by_sex, guests_of
from events_app.reports.papers import pieces

Row = Any

SEX = {"female": N_("F"), "male": N_("M")}
SEXES = {"female": N_("Women"), "male": N_("Men"), None: N_("Not stated")}


async def data(event: Event, now: datetime, _part: int) -> dict[str, Any]:
    """Everybody expected and everybody who came, by name."""
    rows = await guests_of(event.id)
    counts = by_sex(rows)
    sums = [[_(word), str(counts[sex][0]), str(counts[sex][1])] for sex, word in SEXES.items()]
    whole = [str(sum(count[n] for count in counts.values())) for n in (0, 1)]
    return {
        "title": _("Attendance list"),
        "letterhead": await pieces.head_of(event),
        "occasion": await pieces.occasion_of(event),
        "headers": [
            _("No."),
            _("Name"),
            _("M/F"),
            _("Position"),
            _("Institution"),
            _("Present since"),
            _("Signature"),
        ],
        "rows": [_line(event, number, row) for number, row in enumerate(rows, 1)],
        "sum_headers": ["", _("Expected"), _("Present")],
        "sums": [*sums, [_("Together"), *whole]],
        "signature": pieces.signature(pieces.written_on(now, event), _("For the organisers,")),
    }


def _line(event: Event, number: int, row: Row) -> list[str]:
    came = row["first_in"]
    return [
        str(number),
        row["name"],
        words.say(SEX, row["sex"]),
        row["position_title"],
        row["institution"] or "",
        _since(event, came) if came else "",
        _("scanned") if came else "",
    ]


def _since(event: Event, moment: datetime) -> str:
    """The time; of an event of several days also the day."""
    zone = event.timezone
    hour = time_text(moment, zone)
    if (event.ends_at - event.starts_at).days < 1:
        return hour
    return f"{date_short(moment.astimezone(ZoneInfo(zone)).date())}, {hour}"
