"""What an activity report says, in the language of the moment: five chapters, who signs, six annexes."""

from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from events_app.checkin.listing import paper as listing
from events_app.checkin.listing.forms import ListIn, Phones, Whom
from events_app.checkin.listing.paper import Sheet
from events_app.commitments.minutes import content as minutes
from events_app.commitments.reporting.actions import texts_of
from events_app.commitments.reporting.tables import ActivityReport
from events_app.database import fetch
from events_app.events.calendars import subject_of
from events_app.events.queries import Part, parts_of
from events_app.events.runs.making import Told, nobody
from events_app.events.tables import Event
from events_app.formats import date_long, span_text, time_text
from events_app.i18n import gettext as _
from events_app.i18n import ngettext
from events_app.invitations.letters import signing
from events_app.invitations.letters.content import kop, occasion_of
from events_app.reports.activity import annexes
from events_app.reports.activity.blocks import Block, bullets, facts, heading, section, table, text
from events_app.reports.papers import matrix

CHAPTERS, WHOLE = 5, 11
"""Five chapters and six annexes."""
Facts = dict[str, Any]
Sums = tuple[list[list[str]], list[str]]

PROMISES = """
SELECT c.ref, c.title, c.statement, c.expected_result, i.name AS institution FROM commitment c
JOIN institution i ON i.id = c.institution
WHERE c.event = $1 AND c.agreed_at IS NOT NULL AND c.state <> 'withdrawn' ORDER BY i.name_key, c.ref
"""


async def _follow_up(event: Event, now: datetime) -> Facts:
    """The matrix of what was agreed; minutes show drafts, too, but a report hands in promises."""
    rows = matrix.agreed(await matrix.actions_of(event, now))
    return {"follow_up": {"headers": matrix.headers(), "rows": matrix.lines(rows)}}


async def of(event: Event, now: datetime, told: Told = nobody) -> tuple[Facts, dict[str, bytes]]:
    """The report's data, and its pictures by name; `told` hears how many chapters and annexes are written."""
    report, said = await texts_of(event), await minutes.of(event, now) | await _follow_up(event, now)
    sheet = await listing.sheet_of(event, ListIn(people=Whom.present, phones=Phones.none))
    head, occasion = await kop(event.organisation), await occasion_of(event)
    promises = await fetch(PROMISES, event.id)
    chapters = [
        *_opening(report, occasion),
        *_held(report, said, sheet, await parts_of(event), event.timezone),
        *_results(report, said, promises),
        *_closing(report, said),
    ]
    await told(CHAPTERS, WHOLE)
    added, files = await annexes.of(event, now, said, sheet, _from(CHAPTERS, told))
    found = {
        "title": _("Activity report"),
        "about": subject_of(event),
        "cover": [span_text(event.starts_at, event.ends_at, event.timezone), occasion[2][1]],
        "letterhead": head,
        "number": [[_("Number of the report"), report.number]] if report.number else [],
        "chapters": chapters,
        "signature": await _signed(event, report, head, now),
        "annexes": added,
        "contents": _("Contents"),
    }
    return found, files


def _from(first: int, told: Told) -> Callable[[int], Awaitable[None]]:
    return lambda done: told(first + done, WHOLE)


def _opening(report: ActivityReport, occasion: list[list[str]]) -> list[Block]:
    nothing = _("Nothing was written.")
    return [
        heading(_("I. Introduction"), 1),
        *section(_("A. Background"), text(report.background, nothing)),
        *section(_("B. Basis"), text(report.basis, nothing)),
        *section(_("C. Purpose"), text(report.purpose, nothing)),
        *section(_("D. Time and place"), facts(occasion)),
    ]


def _held(report: ActivityReport, said: Facts, sheet: Sheet, parts: list[Part], zone: str) -> list[Block]:
    rows, whole = by_institution(sheet)
    seen = [_("No."), _("Institution"), _("Women"), _("Men"), _("Not stated"), _("Together")]
    came = table(seen, rows, [0.7, 4.2, 1.6, 1.5, 1.7, 1.3], range(2, 6), whole) if rows else None
    return [
        heading(_("II. How it was held"), 1),
        *section(_("A. Participants"), came or text("", _("Nobody was checked in."))),
        *section(_("B. Programme"), _programme(parts, zone)),
        *section(_("C. Course of the event"), text(report.course), _discussed(said, bool(report.course))),
    ]


def by_institution(sheet: Sheet) -> Sums:
    """Who came, counted by institution and sex; the last line is the whole."""
    counts: dict[str, Counter[str]] = {}
    for one in sheet.here:
        counts.setdefault(one.institution or _("Without an institution"), Counter())[one.sex or ""] += 1
    rows = [[str(number), name, *_counted(counts[name])] for number, name in enumerate(sorted(counts), 1)]
    return rows, ["", _("Together"), *_counted(sum(counts.values(), Counter()))]


def _counted(sexes: Counter[str]) -> list[str]:
    return [str(sexes[sex]) for sex in ("female", "male", "")] + [str(sexes.total())]


def _programme(parts: list[Part], zone: str) -> list[Block]:
    rows = [_line(part, zone) for part in parts if part.session.cancelled_at is None]
    if not rows:
        return text("", _("No sessions were planned."))
    return [table([_("Time"), _("Session"), _("Speakers")], rows, [2.6, 4, 3])]


def _line(part: Part, zone: str) -> list[str]:
    start, end = part.session.starts_at, part.session.ends_at
    when = f"{date_long(start, zone)}\n{time_text(start, zone)}–{time_text(end, zone)}"
    return [when, part.session.title, "\n".join(person.name for person in part.speakers)]


def _discussed(said: Facts, written: bool) -> list[Block]:
    made: list[Block] = []
    for number, topic in enumerate(said["discussion"]["topics"], 1):
        if topic["text"]:
            made += [heading(f"{number}. {topic['title']}", 3), *text(topic["text"])]
    return made or ([] if written else text("", _("Nothing was written.")))


def _results(report: ActivityReport, said: Facts, promises: list[Any]) -> list[Block]:
    decided = [one for topic in said["discussion"]["topics"] for one in topic["decisions"]]
    rows = [
        [str(number), f"{row['institution']}", f"{row['title']}\n{row['ref']}", row["expected_result"]]
        for number, row in enumerate(promises, 1)
    ]
    heads = [_("No."), _("Institution"), _("Commitment"), _("Expected result")]
    made = table(heads, rows, [0.6, 2.4, 3.5, 3.5]) if rows else text("", _("No commitment was agreed."))
    planned = len(said["follow_up"]["rows"])
    plan = ngettext(
        "%(num)s follow-up action is planned; the matrix in annex 6 names who does what by when.",
        "%(num)s follow-up actions are planned; the matrix in annex 6 names who does what by when.",
        planned,
    )
    return [
        heading(_("III. Results"), 1),
        *section(
            _("A. Decisions"), bullets(decided) if decided else text("", _("No decision was recorded."))
        ),
        *section(_("B. Commitments"), made),
        *section(_("C. Obstacles and evaluation"), text(report.evaluation, _("Nothing was written."))),
        heading(_("IV. Follow-up plan"), 1),
        *text(plan if planned else _("No follow-up action has been recorded.")),
    ]


def _closing(report: ActivityReport, said: Facts) -> list[Block]:
    nothing = _("Nothing was written.")
    end = _("This report was made to be used as it should be.")
    return [
        heading(_("V. Closing"), 1),
        *section(_("A. Conclusions"), text(said["conclusions"]["text"], nothing)),
        *section(_("B. Suggestions"), text(report.suggestions, nothing)),
        *text(end),
    ]


async def _signed(event: Event, report: ActivityReport, head: Facts, now: datetime) -> dict[str, str]:
    day = now.astimezone(ZoneInfo(event.timezone)).date()
    office = _("Responsible for the event,")
    return await signing.block(event.organisation, report.signatory, head, day, office)
