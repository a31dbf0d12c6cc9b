"""Pages of ending: the rule among the settings, who is due, one person's end, and everything about them."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, QueryParameter

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.documents import serve
from events_app.errors import NotFound
from events_app.i18n import _, ngettext
from events_app.privacy import actions, copying, obstacles, queries
from events_app.privacy.forms import AnonymisationIn, ChosenIn, ManyIn, PostponementIn, RetentionIn
from events_app.stakeholders.access import Ask, person_here
from events_app.stakeholders.tables import Person
from events_app.web.flash import say
from events_app.web.forms import Form, parse, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
MANAGE = [requires(Right.manage)]
KEEP = [requires(Right.keep_privacy)]
PageNumber = Annotated[int, QueryParameter(name="page", ge=1, le=100_000)]
ZIP = "application/zip"
LIST = "/people/endings"


@get("/settings/retention", guards=MANAGE)
async def retention(request: Ask) -> Answer:
    rule = await queries.rule(request.user.organisation)
    return await _retention(request, Form.blank(RetentionIn, months=rule.months, automatic=rule.automatic))


@post("/settings/retention", guards=MANAGE)
async def set_retention(request: Ask) -> Answer:
    form = await read_form(request, RetentionIn)
    if not form.ok:
        return await _retention(request, form)
    await actions.set_rule(request.user, form.value)
    say(request, _("Saved."))
    return redirect("/settings/retention")


@get(LIST, guards=KEEP)
async def endings(request: Ask, number: PageNumber = 1, kept: FromQuery[bool] = False) -> Answer:
    here, now = request.user.organisation, clock.now()
    rule = await queries.rule(here)
    rows = [] if rule.months is None else await queries.due(here, rule.months, now, number, kept=kept)
    shown = rows[: queries.PAGE]
    against = await obstacles.against(here, [one.id for one in shown], now)
    more = number + 1 if len(rows) > queries.PAGE else None
    facts: dict[str, Any] = {
        "rule": rule,
        "rows": shown,
        "against": against,
        "page": number,
        "next": more,
        "kept": kept,
    }
    return page("privacy/endings.html", **facts)


@post(f"{LIST}/look", guards=KEEP)
async def look_at_many(request: Ask) -> Answer:
    form = await read_form(request, ChosenIn)
    if not form.ok:
        say(request, _("Please tick somebody first."), "warning")
        return redirect(LIST)
    return await _many(request, form.value.person_ids, Form.blank(AnonymisationIn))


@post(LIST, guards=KEEP)
async def anonymise_many(request: Ask) -> Answer:
    form = await read_form(request, ManyIn)
    if not form.ok:
        chosen = parse(ChosenIn, {"person_ids": _typed(form)})
        if not chosen.ok:
            say(request, _("Please tick somebody first."), "warning")
            return redirect(LIST)
        return await _many(request, chosen.value.person_ids, form)
    people = form.value.person_ids
    done = await actions.anonymise_many(request.user, people, form.value.reason, clock.now())
    told = ngettext("%(num)s person is anonymised.", "%(num)s persons are anonymised.", done)
    say(request, told, "success" if done else "warning")
    return redirect(LIST)


@get("/people/{person_id:uuid}/ending", guards=KEEP)
async def ending(request: Ask, person: NamedDependency[Person]) -> Answer:
    return await _ending(request, person)


@post("/people/{person_id:uuid}/ending", guards=KEEP)
async def anonymise(request: Ask, person: NamedDependency[Person]) -> Answer:
    form = await read_form(request, AnonymisationIn)
    with form.refusing():
        await actions.anonymise(request.user, person.id, form.value.reason, clock.now())
    if not form.ok:
        return await _ending(request, person, form)
    say(request, _("Done. Who this was is gone; what was counted stays."))
    return redirect(f"/people/{person.id}")


@post("/people/{person_id:uuid}/postponement", guards=KEEP)
async def postpone(request: Ask, person: NamedDependency[Person]) -> Answer:
    form = await read_form(request, PostponementIn)
    with form.refusing():
        await actions.postpone(request.user, person.id, form.value)
    if not form.ok:
        return await _ending(request, person, keep=form)
    say(request, _("Kept longer. The list shows it among those who are kept."))
    return redirect(f"/people/{person.id}/ending")


@get("/people/{person_id:uuid}/everything.zip", guards=KEEP, media_type=ZIP)
async def everything(request: Ask, person: NamedDependency[Person]) -> Response[bytes]:
    """The person's copy; it is audited."""
    now = clock.now()
    copy = await copying.copied(request.user, person, now)
    return serve.made("everything.zip", ZIP, await copying.archive(copy, now))


async def _retention(request: Ask, form: Form[RetentionIn]) -> Answer:
    here, now = request.user.organisation, clock.now()
    months = form.value.months if form.parsed and form.ok else (await queries.rule(here)).months
    periods = sorted({12, 24, 36, 60} | ({months} if months else set()))
    preview = [(one, await queries.how_many(here, one, now)) for one in periods]
    return page(
        "privacy/retention.html", status=form.status, form=form, preview=preview, nav_current="settings"
    )


async def _many(request: Ask, people: list[UUID], form: Form[Any]) -> Answer:
    here = request.user.organisation
    rows = await queries.named(here, people)
    if not rows:
        raise NotFound()
    against = await obstacles.against(here, [row["id"] for row in rows], clock.now())
    return page("privacy/many.html", status=form.status, form=form, rows=rows, against=against)


async def _ending(
    request: Ask,
    person: Person,
    form: Form[AnonymisationIn] | None = None,
    keep: Form[PostponementIn] | None = None,
) -> Answer:
    here, now = request.user.organisation, clock.now()
    against = (await obstacles.against(here, [person.id], now))[person.id]
    form, keep = form or Form.blank(AnonymisationIn), keep or Form.blank(PostponementIn)
    return page(
        "privacy/ending.html",
        status=max(form.status, keep.status),
        person=person,
        form=form,
        keep=keep,
        against=against,
        going=await queries.going(here, person.id),
        evidence=await queries.marked_evidence(here, person.id),
        kept=await queries.kept_until(here, person.id),
    )


def _typed(form: Form[ManyIn]) -> list[str]:
    given = form.values.get("person_ids", [])
    return given if isinstance(given, list) else [given]


router = Router(
    path="/",
    route_handlers=[
        retention,
        set_retention,
        endings,
        look_at_many,
        anonymise_many,
        ending,
        anonymise,
        postpone,
        everything,
    ],
    dependencies={"person": Provide(person_here)},
    include_in_schema=False,
)
