"""The page of papers across events, and their files; the API opens the same file door."""

from typing import Any

from litestar import Request, Response, get

from events_app import clock, i18n
from events_app.accounts.access import requires
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.documents import serve
from events_app.events.runs.files import BYTES
from events_app.reports import measures
from events_app.reports.office import making
from events_app.reports.office.columns import KINDS
from events_app.reports.office.forms import USUAL, OfficePaperIn
from events_app.web.forms import Form, asked
from events_app.web.pages import page

Ask = Request[Actor, Any, Any]
READ = [requires(Right.read)]


@get("/reports/papers", guards=READ)
async def office_papers(request: Ask) -> Response[Any]:
    """What to have, of what, with which columns."""
    form = Form.blank(OfficePaperIn, paper="matrix", form="pdf", columns=list(USUAL))
    return await _page(request, form)


@get("/reports/papers/file", guards=READ, media_type=BYTES)
async def office_paper(request: Ask) -> Response[Any]:
    """The paper; where nothing matches, the form again, which says so."""
    form = asked(OfficePaperIn, request)
    if not form.ok:
        return await _page(request, form)
    now, wish = clock.now(), form.value
    name, data, found = await making.made(request.user, wish, wish.language or i18n.locale(), now)
    if not found:
        return await _page(request, form, nothing=True)
    await making.note(request.user, name)
    return serve.made(name, making.TYPES[wish.form], data)


async def _page(request: Ask, form: Form[OfficePaperIn], nothing: bool = False) -> Response[Any]:
    return page(
        "reports/office/index.html",
        status=form.status,
        nav_current="reports",
        form=form,
        nothing=nothing,
        columns=[(name, i18n.gettext(kind.title)) for name, kind in KINDS.items()],
        choices=await measures.choices(request.user),
    )


doors: list[Any] = [office_papers, office_paper]
