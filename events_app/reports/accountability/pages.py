"""Doors for strangers, and one for those inside who want to know what strangers see."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Stream

from events_app import atom, clock, i18n, settings
from events_app.accounts.access import requires
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.commitments.words import ACTION_STATES
from events_app.events.public.caching import cached
from events_app.reports import charts, measures
from events_app.reports.accountability import data, feed, queries
from events_app.reports.accountability.forms import PublicFilter
from events_app.reports.accountability.words import named, standings
from events_app.web.filters import open_filters
from events_app.web.forms import asked
from events_app.web.pages import page

Ask = Request[Any, Any, Any]
Answer = Response[Any]
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""Open data, the feed among it, may be read from any site; there is nothing personal in it, and no cookie is asked for."""


def address_of(host: Organisation) -> str:
    """The page's whole address."""
    return f"{settings.current().public_url}/o/{host.slug}/commitments"


@get("/o/{slug:str}/commitments", public=True)
async def commitments(request: Ask, slug: FromPath[str]) -> Answer:
    """What was promised and what became of it, for everybody."""
    return await _listing(request, slug, "reports/accountability/page.html")


@get("/embed/o/{slug:str}/commitments", public=True)
async def embedded(request: Ask, slug: FromPath[str]) -> Answer:
    """The same for a frame on another site, which may say in which language it speaks."""
    asked_for = request.query_params.get("lang", "")
    if asked_for in i18n.LOCALES:
        i18n.speak(asked_for)
    return await _listing(request, slug, "reports/accountability/embed.html")


async def _listing(request: Ask, slug: str, template: str) -> Answer:
    host, now = await queries.host_of(slug), clock.now()
    form = asked(PublicFilter, request)
    wanted = form.value if form.ok else PublicFilter()
    shown, more = await queries.promises(host.id, wanted, now)
    reader = measures.Stranger(host.id)
    whole, by_institution = await measures.figures(reader, wanted.counted(), now)
    choices = await measures.choices(reader)
    return page(
        template,
        status=form.status,
        form=form,
        wanted=wanted,
        choices=choices,
        open=open_filters(f"/o/{host.slug}/commitments", form.values, named(choices)),
        standings=standings(),
        shown=shown,
        next_url=_at(request, skip=wanted.skip + queries.PAGE) if more else "",
        first_url=_at(request, skip=0) if wanted.skip else "",
        whole=whole,
        by_institution=by_institution,
        charts=charts,
        **_frame(host),
    )


@get("/o/{slug:str}/commitments/{commitment_id:uuid}", public=True)
async def commitment(slug: FromPath[str], commitment_id: FromPath[UUID]) -> Answer:
    """One promise, its actions and what happened to them."""
    host, now = await queries.host_of(slug), clock.now()
    one = await queries.promise(host.id, commitment_id, now)
    story = await queries.story(host.id, commitment_id)
    return page(
        "reports/accountability/commitment.html", one=one, story=story, words=ACTION_STATES, **_frame(host)
    )


@get("/o/{slug:str}/commitments.atom", public=True)
async def changes(request: Ask, slug: FromPath[str]) -> Answer:
    """The last changes for feed readers."""
    host = await queries.host_of(slug)
    with i18n.using(host.language):
        made = feed.feed(host, address_of(host), await queries.news(host.id))

    async def build() -> bytes:
        return made

    # What turned internal a moment ago may not live on in a copy that nobody asks about.
    answer = await cached(request, feed.etag(made), atom.MEDIA_TYPE, build, for_seconds=0)
    answer.headers |= OPEN
    return answer


@get("/o/{slug:str}/commitments.json", public=True)
async def as_json(slug: FromPath[str]) -> Answer:
    """Open data as JSON."""
    host = await queries.host_of(slug)
    made = data.as_json(host, address_of(host), clock.now())
    return Stream(made, media_type="application/json", headers=OPEN)


@get("/o/{slug:str}/commitments.csv", public=True)
async def as_csv(slug: FromPath[str]) -> Answer:
    """Open data as CSV."""
    host = await queries.host_of(slug)
    made = data.as_csv(host, address_of(host), clock.now())
    file = OPEN | {"Content-Disposition": f'attachment; filename="{host.slug}-commitments.csv"'}
    return Stream(made, media_type="text/csv", headers=file)


@get("/o/{slug:str}/commitments.schema.json", public=True)
async def schema(slug: FromPath[str]) -> Answer:
    """What the JSON file holds, as JSON Schema."""
    await queries.host_of(slug)
    return Response(data.schema(), media_type="application/schema+json", headers=OPEN)


@get("/reports/public", guards=[requires(Right.read)])
async def seen_outside(request: Request[Actor, Any, Any]) -> Answer:
    """What strangers see, and how to show it elsewhere."""
    host = await Organisation.objects().get(Organisation.id == request.user.organisation)
    assert host is not None, "whoever is signed in belongs to an organisation"
    reader, everything = measures.Stranger(host.id), PublicFilter().counted()
    whole, _by_institution = await measures.figures(reader, everything, clock.now())
    return page(
        "reports/accountability/inside.html",
        nav_current="reports",
        host=host,
        whole=whole,
        address=address_of(host),
        frame=f"{settings.current().public_url}/embed/o/{host.slug}/commitments",
    )


def _at(request: Ask, skip: int) -> str:
    """This page with the same filter, from another commitment on."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if value and name != "skip"]
    return f"{request.url.path}?{urlencode([*kept, ('skip', skip)])}"


def _frame(host: Organisation) -> dict[str, Any]:
    return {"organisation": host, "demo": host.demo, "here": f"/o/{host.slug}/commitments"}


doors: list[Any] = [
    commitments,
    embedded,
    commitment,
    changes,
    as_json,
    as_csv,
    schema,
    seen_outside,
]
