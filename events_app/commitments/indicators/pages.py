"""Pages of indicators: the list with its figures, a sheet for each, and which a commitment serves."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Stream

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.evidence.privacy import may_see_all
from events_app.commitments.indicators import actions, pack, packing, queries, words
from events_app.commitments.indicators.forms import IndicatorChoiceIn, IndicatorIn, PackForm
from events_app.commitments.indicators.queries import Figures, indicator_of
from events_app.commitments.tables import Commitment
from events_app.documents import serve
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
READ, KEEP = [requires(Right.read)], [requires(Right.keep_commitments)]
HERE = "/reports/indicators"
Personal = Annotated[bool, QueryParameter(description="Whether evidence with personal data is in it, too.")]


@get(HERE, guards=READ)
async def index(request: Asker) -> Answer:
    return await _index(request, Form.blank(IndicatorIn))


@post(HERE, guards=KEEP)
async def save(request: Asker) -> Answer:
    form = await read_form(request, IndicatorIn)
    if not form.ok:
        return await _index(request, form)
    await actions.save(request.user, form.value, clock.now())
    say(request, _("Saved."))
    return redirect(HERE)


@get(f"{HERE}/{{indicator_id:uuid}}", guards=READ)
async def sheet(request: Asker, indicator_id: FromPath[UUID]) -> Answer:
    one = await indicator_of(request.user, indicator_id)
    rows = await queries.serving(request.user, one.id)
    frame: dict[str, Any] = {"one": one, "rows": rows, "words": words, "small": queries.SMALL}
    frame["largest"] = packing.LARGEST
    frame["packs"] = await _packs(request.user, one) if rows else []
    return page("commitments/indicators/show.html", nav_current="reports", **frame)


@get(f"{HERE}/{{indicator_id:uuid}}/evidence.zip", guards=READ)
async def evidence(request: Asker, indicator_id: FromPath[UUID], personal: Personal = False) -> Answer:
    return await packed(request.user, indicator_id, personal)


@post(f"{HERE}/{{indicator_id:uuid}}/evidence", guards=READ)
async def have_packed(request: Asker, indicator_id: FromPath[UUID]) -> Answer:
    form = await read_form(request, PackForm)
    one = await indicator_of(request.user, indicator_id)
    run = await packing.ask(request.user, one, clock.now(), personal=form.ok and form.value.personal)
    return redirect(f"/paper-runs/{run}")


@get("/commitments/{commitment_id:uuid}/indicators", guards=KEEP)
async def choice(request: Asker, commitment: NamedDependency[Commitment]) -> Answer:
    known = [row["id"] for row in await queries.chosen(commitment.id)]
    return await _choice(request, commitment, Form.blank(IndicatorChoiceIn, indicators=known))


@post("/commitments/{commitment_id:uuid}/indicators", guards=KEEP)
async def choose(request: Asker, commitment: NamedDependency[Commitment]) -> Answer:
    form = await read_form(request, IndicatorChoiceIn)
    with form.refusing():
        await actions.choose(request.user, commitment, form.value, clock.now())
    if not form.ok:
        return await _choice(request, commitment, form)
    say(request, _("Saved."))
    return redirect(f"/commitments/{commitment.id}")


async def packed(actor: Actor, indicator: UUID, personal: bool) -> Answer:
    """The evidence pack as a download."""
    one = await indicator_of(actor, indicator)
    await packing.must_be_small(actor, one, personal=personal)
    file = await pack.pack(actor, one, personal=personal)
    head = serve.made(pack.filename(one), "application/zip", b"").headers
    return Stream(pack.pieces(file), media_type="application/zip", headers=dict(head))


@dataclass(frozen=True)
class _Pack:
    """A pack that somebody may have: how many files and bytes it would have, and whether it is packed meanwhile."""

    personal: bool
    files: int
    size: int

    @property
    def is_large(self) -> bool:
        return self.size > packing.AT_ONCE

    @property
    def is_too_large(self) -> bool:
        return self.size > packing.LARGEST


async def _packs(actor: Actor, one: Figures) -> list[_Pack]:
    kinds = (False, True) if may_see_all(actor) else (False,)
    return [_Pack(personal, *(await queries.weight(actor, one.id, personal=personal))) for personal in kinds]


async def _index(request: Asker, form: Form[IndicatorIn]) -> Answer:
    rows = await queries.figures(request.user)
    schemes = [(scheme.value, words.scheme(scheme)) for scheme in words.SCHEMES]
    frame: dict[str, Any] = {"lists": words.lists(rows), "schemes": schemes, "words": words}
    return page(
        "commitments/indicators/index.html", status=form.status, form=form, nav_current="reports", **frame
    )


async def _choice(request: Asker, commitment: Commitment, form: Form[IndicatorChoiceIn]) -> Answer:
    offered = words.options(await queries.offered(request.user.organisation, commitment.id))
    frame: dict[str, Any] = {"promise": commitment, "offered": offered}
    return page(
        "commitments/indicators/choose.html",
        status=form.status,
        form=form,
        nav_current="commitments",
        **frame,
    )


doors: list[Any] = [index, save, sheet, evidence, have_packed, choice, choose]
