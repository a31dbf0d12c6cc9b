"""What each paper says, in the language of the moment, as blocks that PDF, DOCX and workbook set alike."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from events_app.accounts.actor import Actor
from events_app.commitments.reporting.columns import USUAL
from events_app.formats import date_text, number
from events_app.i18n import gettext as _
from events_app.invitations.letters import signing
from events_app.invitations.letters.content import kop
from events_app.reports import measures
from events_app.reports.activity.blocks import Block, facts, heading, section, table, text
from events_app.reports.office import pictures, queries
from events_app.reports.office.columns import matrix
from events_app.reports.office.forms import OfficePaperIn, days_of
from events_app.reports.rates import Figures, Rate

ZONE = ZoneInfo("Asia/Jakarta")
"""Of the day on a paper across events, which may be held in several zones."""
OWED = ("open", "in_progress", "returned")
LONG_LATE = 30


@dataclass(frozen=True)
class Written:
    """A paper before it is a file; `counted` is how many rows it found."""

    title: str
    blocks: list[Block]
    counted: int
    letterhead: dict[str, Any]
    signature: dict[str, str]


async def of(actor: Actor, wish: OfficePaperIn, now: datetime) -> Written:
    """The paper that was asked for."""
    title, blocks, counted = await _MAKERS[wish.paper](actor, wish, now)
    head, today = await kop(actor.organisation), now.astimezone(ZONE).date()
    signed = await signing.block(actor.organisation, wish.signatory_id, head, today, _("Secretariat,"))
    as_of = text(_("As of %(day)s", day=date_text(today)))
    return Written(title, [*as_of, *blocks], counted, head, signed)


Made = tuple[str, list[Block], int]


async def _matrix(actor: Actor, wish: OfficePaperIn, now: datetime) -> Made:
    rows = await queries.promised(actor, wish, now)
    return _("Follow-up plan"), _or_none(matrix(wish.shown(), rows)), len(rows)


async def _overdue(actor: Actor, wish: OfficePaperIn, now: datetime) -> Made:
    rows = _late(await queries.promised(actor, wish, now))
    return _("Overdue follow-up actions"), _or_none(matrix(wish.shown(), rows)), len(rows)


async def _scorecard(actor: Actor, wish: OfficePaperIn, now: datetime) -> Made:
    whole, offices = await measures.figures(actor, wish, now)
    return _("Scorecard of institutions"), _scores(whole, offices), whole.total


async def _quarter(actor: Actor, wish: OfficePaperIn, now: datetime) -> Made:
    year, quarter = wish.span(now.astimezone(ZONE).date())
    first, after = days_of(year, quarter)
    _next_first, next_after = days_of(after.year, (after.month + 2) // 3)
    whole, offices = await measures.figures(actor, wish, now)
    rows = await queries.promised(actor, wish, now)
    late = _late(rows)
    stuck = [row for row in late if row["days_late"] > LONG_LATE]
    blocks = [
        *section(_("1. In figures"), facts(_headline(whole))),
        *section(_("2. By institution"), _scores(whole, offices)),
        *_pictured(await pictures.of(actor, wish, now, whole, offices)),
        *section(_("3. Due in this quarter"), _or_none(matrix(USUAL["matrix"], _due(rows, first, after)))),
        *section(_("4. What is late"), _or_none(matrix(USUAL["overdue"], late))),
        *section(_("5. What needs a decision"), _decide(whole, stuck)),
        *section(
            _("6. Due in the next quarter"),
            _or_none(matrix(USUAL["matrix"], _due(rows, after, next_after, OWED))),
        ),
        *text(_("This report was made to be used as it should be.")),
    ]
    title = _("Quarterly report on commitments, quarter %(quarter)s of %(year)s", quarter=quarter, year=year)
    return title, blocks, whole.total


_MAKERS = {"matrix": _matrix, "overdue": _overdue, "scorecard": _scorecard, "quarter": _quarter}


def _pictured(plots: list[Block]) -> list[Block]:
    return [heading(_("In pictures"), 3), *plots] if plots else []


def _late(rows: list[Any]) -> list[Any]:
    return sorted((row for row in rows if row["overdue"]), key=lambda row: -row["days_late"])


def _due(rows: list[Any], first: date, after: date, states: tuple[str, ...] = ()) -> list[Any]:
    found = [row for row in rows if row["due"] and first <= row["due"] < after]
    return [row for row in found if not states or row["state"] in states]


def _decide(whole: Figures, stuck: list[Any]) -> list[Block]:
    said = _("Commitments that wait for the head of an institution: %(num)s.", num=whole.not_yet_ratified)
    long = _("Late by more than %(days)s days, to be extended, handed over or given up:", days=LONG_LATE)
    return [*text(f"{said}\n\n{long}"), *_or_none(matrix(USUAL["overdue"], stuck))]


def _headline(whole: Figures) -> list[list[str]]:
    return [
        [_("Commitments"), str(whole.commitments)],
        [_("Follow-up actions"), str(whole.total)],
        [_("Completed"), share(whole.completion)],
        [_("On time"), share(whole.punctuality)],
        [_("Overdue"), str(whole.overdue)],
        [_("Not feasible"), share(whole.infeasibility)],
    ]


def _scores(whole: Figures, offices: list[Any]) -> list[Block]:
    heads = [
        _("No."),
        _("Institution"),
        _("Commitments"),
        _("Actions"),
        _("Completed"),
        _("On time"),
        _("Overdue"),
    ]
    rows = [[str(place), name, *_score(one)] for place, (_id, name, one) in enumerate(offices, 1)]
    if not rows:
        return _or_none(table(heads, [], [1] * 7))
    total = ["", _("Together"), *_score(whole)]
    values = [[int(cell) if cell.isdecimal() else cell for cell in row] for row in [*rows, total]]
    return [table(heads, rows, [0.6, 3.4, 1.4, 1, 2, 2, 1.2], range(2, 7), total) | {"values": values}]


def _score(one: Figures) -> list[str]:
    counts = [str(one.commitments), str(one.total)]
    return [*counts, share(one.completion), share(one.punctuality), str(one.overdue)]


def share(rate: Rate) -> str:
    """`57 % (4 of 7)`; of fewer than five only the counts."""
    counts = _("%(hits)s of %(n)s", hits=rate.hits, n=rate.n)
    return f"{number(round(rate.value * 100))} % ({counts})" if rate.value is not None else counts


def _or_none(block: Block) -> list[Block]:
    return [block] if block["rows"] else text("", _("No follow-up action matches."))
