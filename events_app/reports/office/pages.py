"""The page of papers across events, and their files; the API opens the same file door."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get, post

from events_app import clock, i18n
from events_app.accounts.access import requires
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.reporting import columns
from events_app.commitments.reporting.columns import USUAL
from events_app.commitments.reporting.forms import Listing
from events_app.documents import serve
from events_app.events.runs.files import BYTES
from events_app.invitations.letters import signing
from events_app.reports import measures
from events_app.reports.office import arranging, making, running
from events_app.reports.office.columns import KINDS
from events_app.reports.office.forms import OfficePaperIn
from events_app.web.forms import Form, asked, read_form
from events_app.web.pages import page, redirect

Ask = Request[Actor, Any, Any]
READ = [requires(Right.read)]


@get("/reports/papers", guards=READ)
async def office_papers(request: Ask) -> Response[Any]:
    """What to have, of what, with which columns; another page leads here with some of it chosen."""
    chosen = asked(OfficePaperIn, request)
    known = {name: value for name, value in chosen.values.items() if name not in chosen.errors}
    return await _page(request, Form.blank(OfficePaperIn, **({"paper": "matrix", "form": "pdf"} | known)))


@get("/reports/papers/file", guards=READ, media_type=BYTES)
async def office_paper(request: Ask) -> Response[Any]:
    """The paper; where nothing matches, the form again, which says so."""
    form = asked(OfficePaperIn, request)
    with form.refusing():
        now, wish = clock.now(), form.value
        await signing.must_be_offered(request.user, wish.signatory_id)
        await running.must_be_short(request.user, wish, now)
    if not form.ok:
        return await _page(request, form)
    name, data, found = await making.made(request.user, wish, wish.language or i18n.locale(), now)
    if not found:
        return await _page(request, form, nothing=True)
    await making.note(request.user, name)
    return serve.made(name, making.TYPES[wish.form], data)


@post("/reports/papers", guards=READ)
async def make_office_paper_run(request: Ask) -> Response[Any]:
    """A short paper comes at once; a long one is made meanwhile, and this leads to where it will lie."""
    form = await read_form(request, OfficePaperIn)
    with form.refusing():
        now, wish = clock.now(), form.value
        await signing.must_be_offered(request.user, wish.signatory_id)
    if not form.ok:
        return await _page(request, form)
    found = await running.reach(request.user, wish, now)
    if not found:
        return await _page(request, form, nothing=True)
    if found <= running.LONG:
        said = wish.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
        return redirect(f"/reports/papers/file?{urlencode(said, doseq=True)}")
    return redirect(f"/paper-runs/{await running.ask(request.user, wish, i18n.locale(), now)}")


async def _page(request: Ask, form: Form[OfficePaperIn], nothing: bool = False) -> Response[Any]:
    return page(
        "reports/office/index.html",
        status=form.status,
        nav_current="reports",
        form=form,
        nothing=nothing,
        columns=[await _columns(request.user, paper) for paper in USUAL],
        choices=await measures.choices(request.user),
        signers=await signing.choices(request.user.organisation)
        if signing.may_choose(request.user)
        else None,
    )


async def _columns(actor: Actor, paper: Listing) -> tuple[str, str, list[str]]:
    shown = (await columns.of(actor, paper)).shown
    return paper, i18n.gettext(running.CALLED[paper]), [i18n.gettext(KINDS[name].title) for name in shown]


doors: list[Any] = [*arranging.page_doors, office_papers, office_paper, make_office_paper_run]
