"""Pages of duplicates: the possible ones, what was merged, and one that goes into another by hand."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, QueryParameter

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import Refusal
from events_app.i18n import _
from events_app.stakeholders import queries as directory
from events_app.stakeholders.access import Ask, merge_here
from events_app.stakeholders.merging import actions, queries, words
from events_app.stakeholders.merging.forms import DistinctIn, MergeIn
from events_app.stakeholders.merging.tables import Merge, MergeKind
from events_app.stakeholders.tables import Institution, Person
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
KEEP = [requires(Right.keep_directory)]
PageNumber = Annotated[int, QueryParameter(name="page", ge=1, le=100_000)]
Search = Annotated[str, QueryParameter(max_length=200)]
PLACES = {"person": "/people", "institution": "/institutions"}
Weak = Annotated[bool, QueryParameter(name="weak")]


@get("/duplicates", guards=KEEP)
async def duplicates(
    request: Ask, kind: FromQuery[str] = "person", number: PageNumber = 1, weak: Weak = False
) -> Answer:
    return await _duplicates(request, _kind(kind), number, weak=weak)


@post("/duplicates/merges", guards=KEEP)
async def merge_pair(request: Ask, weak: Weak = False) -> Answer:
    form = await read_form(request, MergeIn)
    kind = _kind(form.values.get("kind", ""))
    with form.refusing():
        return await _merge(request, form.value, _here(kind, weak))
    return await _duplicates(request, kind, 1, form, weak)


@post("/duplicates/distinctions", guards=KEEP)
async def keep_apart(request: Ask, weak: Weak = False) -> Answer:
    form = await read_form(request, DistinctIn)
    kind = _kind(form.values.get("kind", ""))
    with form.refusing():
        await actions.keep_apart(request.user, form.value)
    if not form.ok:
        return await _duplicates(request, kind, 1, form, weak)
    say(request, _("Remembered: these two are not the same."))
    return redirect(_here(kind, weak))


@get("/merges", guards=KEEP)
async def merges(request: Ask, kind: FromQuery[str] = "person", number: PageNumber = 1) -> Answer:
    rows = await queries.latest_merges(request.user.organisation, _kind(kind), number)
    facts = _part(rows, number) | {"kind": _kind(kind), "words": words, "places": PLACES}
    return page("stakeholders/merging/merges.html", **facts)


@post("/merges/{merge_id:uuid}/undoing", guards=KEEP, dependencies={"merge": Provide(merge_here)})
async def undo(request: Ask, merge: NamedDependency[Merge]) -> Answer:
    try:
        await actions.undo(request.user, merge, clock.now())
    except Refusal as refusal:
        say(request, refusal.text, "warning")
        return redirect(f"/merges?kind={merge.kind}")
    say(request, _("Undone: both are in the directory again, each with what it had."))
    return redirect(f"{PLACES[merge.kind]}/{merge.loser}")


@get("/people/{person_id:uuid}/merge", guards=KEEP)
async def choose_person(request: Ask, person: NamedDependency[Person], q: Search = "") -> Answer:
    return await _choose(request, MergeKind.person, person.id, person.display_name, q)


@post("/people/{person_id:uuid}/merge", guards=KEEP)
async def merge_person(request: Ask, person: NamedDependency[Person], q: Search = "") -> Answer:
    return await _merge_chosen(request, MergeKind.person, person.id, person.display_name, q)


@get("/institutions/{institution_id:uuid}/merge", guards=KEEP)
async def choose_institution(
    request: Ask, institution: NamedDependency[Institution], q: Search = ""
) -> Answer:
    return await _choose(request, MergeKind.institution, institution.id, institution.name, q)


@post("/institutions/{institution_id:uuid}/merge", guards=KEEP)
async def merge_institution(
    request: Ask, institution: NamedDependency[Institution], q: Search = ""
) -> Answer:
    return await _merge_chosen(request, MergeKind.institution, institution.id, institution.name, q)


async def _merge_chosen(request: Ask, kind: MergeKind, row: UUID, name: str, q: str) -> Answer:
    form = await read_form(request, MergeIn)
    with form.refusing():
        plan = form.value.model_copy(update={"kind": kind, "loser_id": row})
        return await _merge(request, plan, f"{PLACES[kind]}/{plan.survivor_id}")
    return await _choose(request, kind, row, name, q, form)


async def _merge(request: Ask, plan: MergeIn, then: str) -> Answer:
    made = await actions.merge(request.user, plan)
    told = await queries.merge_view(request.user.organisation, made.id)
    assert told is not None, "it was made a moment ago"
    names = {"loser": told.loser_name, "survivor": told.survivor_name}
    say(request, _("%(loser)s went into %(survivor)s. It can be undone among the merged ones.", **names))
    return redirect(then)


async def _choose(
    request: Ask, kind: MergeKind, row: UUID, name: str, q: str, form: Form[MergeIn] | None = None
) -> Answer:
    here = request.user.organisation
    found: Any = await (
        directory.people_by_name(here, 1, q)
        if kind == MergeKind.person
        else directory.institutions_by_name(here, 1, q)
    )
    form = form or Form.blank(MergeIn, kind=kind, loser_id=row)
    facts = {"kind": kind.value, "row": row, "name": name, "q": q, "place": PLACES[kind], "words": words}
    others = [one for one in found if one.id != row]
    return page("stakeholders/merging/choose.html", status=form.status, form=form, others=others, **facts)


async def _duplicates(
    request: Ask, kind: str, number: int, form: Form[Any] | None = None, weak: bool = False
) -> Answer:
    pairs = await queries.suspects(request.user.organisation, kind, number, weak)
    facts = _part(pairs, number) | {
        "kind": kind,
        "words": words,
        "places": PLACES,
        "form": form,
        "weak": weak,
    }
    return page("stakeholders/merging/duplicates.html", status=form.status if form else 200, **facts)


def _here(kind: str, weak: bool) -> str:
    return f"/duplicates?kind={kind}" + ("&weak=true" if weak else "")


def _part(rows: list[Any], number: int) -> dict[str, Any]:
    more = number + 1 if len(rows) > queries.PAGE else None
    return {"rows": rows[: queries.PAGE], "page": number, "next": more}


def _kind(given: str) -> str:
    return MergeKind.institution.value if given == MergeKind.institution else MergeKind.person.value


doors: list[Any] = [
    duplicates,
    merge_pair,
    keep_apart,
    merges,
    undo,
    choose_person,
    merge_person,
    choose_institution,
    merge_institution,
]
