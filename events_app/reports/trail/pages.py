"""The page of the audit trail, and the same as a workbook."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request, Response, get

from events_app.accounts.access import requires
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.documents import serve, sheets
from events_app.i18n import _
from events_app.reports.trail import queries, words
from events_app.reports.trail.forms import TrailFilter
from events_app.reports.trail.words import Subject
from events_app.web.faults import checked
from events_app.web.filters import OpenFilter, open_filters
from events_app.web.forms import Form, asked
from events_app.web.pages import page

Ask = Request[Actor, Any, Any]
PATH, WORKBOOK = "/settings/audit", "/settings/audit.xlsx"
FILTERS = ("who", "area", "from", "to", "subject_id")
A_PAGE = 100
MOST = 20_000
"""So many entries are in one workbook, the newest; narrowed by days it holds the older ones."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MANAGE = [requires(Right.manage)]


@get(PATH, guards=MANAGE)
async def audit_trail(request: Ask) -> Response[Any]:
    """Who did what to what, the newest first, a hundred at a time."""
    form = asked(TrailFilter, request)
    wanted = form.value if form.ok else TrailFilter()
    found = await queries.entries(request.user, wanted, _zone(request), A_PAGE) if form.ok else []
    named = await queries.subjects(request.user, found, wanted.subject_id)
    return page(
        "reports/trail/index.html",
        status=form.status,
        nav_current="settings",
        form=form,
        wanted=wanted,
        entries=found[:A_PAGE],
        named=named,
        open=_open(form, named),
        first_url=_address(form) if wanted.before else "",
        next_url=_address(form, before=found[A_PAGE - 1]["id"]) if len(found) > A_PAGE else "",
        sheet_url=_address(form, WORKBOOK),
        words=words,
    )


@get(WORKBOOK, guards=MANAGE, media_type=XLSX)
async def audit_trail_xlsx(request: Ask) -> Response[bytes]:
    """The same as a workbook, without pages."""
    wanted, zone = checked(TrailFilter, dict(request.query_params)), _zone(request)
    rows = await queries.entries(request.user, wanted, zone, MOST)
    named = await queries.subjects(request.user, rows)
    data = await asyncio.to_thread(_workbook, rows, named, zone)
    return serve.made("audit-trail.xlsx", XLSX, data)


def _workbook(rows: Sequence[Any], named: Mapping[UUID, Subject], zone: str) -> bytes:
    heads = [
        _("When"), _("Who"), _("What"), _("Code"), _("About"), _("How"), _("From where"), _("Before"), _("After"),
    ]  # fmt: skip
    lines = [_line(row, named, zone) for row in rows[:MOST]]
    closing = (
        [_("Only the newest %(most)s entries are here; ask for fewer days.", most=MOST)]
        if rows[MOST:]
        else []
    )
    return sheets.xlsx([(_("Audit trail"), heads, lines)], closing)


def _line(row: Any, named: Mapping[UUID, Subject], zone: str) -> list[Any]:
    about = named.get(row["subject"])
    facts = words.differences(row["before"], row["after"], zone, named)
    return [
        row["created_at"].astimezone(ZoneInfo(zone)),
        row["actor_name"],
        words.deed(row["verb"]),
        row["verb"],
        about.name if about else str(row["subject"] or ""),
        words.via(row["via"]),
        row["address"],
        "\n".join(f"{one.name}: {one.before}" for one in facts if one.before),
        "\n".join(f"{one.name}: {one.after}" for one in facts if one.after),
    ]


def _open(form: Form[TrailFilter], named: Mapping[UUID, Subject]) -> list[OpenFilter]:
    subjects = [(str(one), subject.name) for one, subject in named.items()]
    told = {
        "who": (_("Who"), []),
        "area": (_("What"), words.area_options()),
        "from": (_("From"), []),
        "to": (_("Until"), []),
        "subject_id": (_("About"), subjects),
    }
    return open_filters(PATH, form.values, told, days=("from", "to"))


def _address(form: Form[TrailFilter], path: str = PATH, **more: Any) -> str:
    given = {name: form.values[name] for name in FILTERS if form.values.get(name)} | more
    return f"{path}?{urlencode(given)}" if given else path


def _zone(request: Ask) -> str:
    return str(request.scope["state"]["organisation"].timezone)


doors: list[Any] = [audit_trail, audit_trail_xlsx]
