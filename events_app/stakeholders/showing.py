"""Pages that show the directory: the tree, an institution with what is above and below it, a person."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.stakeholders import queries, standing, tree
from events_app.stakeholders.access import Ask
from events_app.stakeholders.consents import queries as consents
from events_app.stakeholders.merging import queries as merging
from events_app.stakeholders.merging import words as merging_words
from events_app.stakeholders.positions import queries as positions
from events_app.stakeholders.positions import words as positions_words
from events_app.stakeholders.tables import Institution, Person
from events_app.web.pages import page, redirect

Answer = Response[Any]
READ = [requires(Right.read)]
PageNumber = Annotated[int, QueryParameter(name="page", ge=1, le=100_000)]


@get("/institutions/tree", guards=READ)
async def whole_tree(request: Ask) -> Answer:
    return page("stakeholders/tree.html", nodes=await tree.tree(request.user.organisation))


@get("/institutions/{institution_id:uuid}", guards=READ)
async def institution(
    request: Ask,
    institution: NamedDependency[Institution],
    institution_id: FromPath[UUID],
    number: PageNumber = 1,
) -> Answer:
    """Of one that has gone into another: the way to the one that stays."""
    if institution.id != institution_id:
        return redirect(f"/institutions/{institution.id}")
    here = request.user.organisation
    people = await queries.people_by_name(here, number, institution=institution.id)
    return page(
        "stakeholders/institution.html",
        rows=people[: queries.PAGE],
        page=number,
        next=number + 1 if len(people) > queries.PAGE else None,
        **await standing.of_institution(institution),
        institution=await queries.institution(here, institution.id),
        above=await tree.above(here, institution.id),
        below=await tree.below(here, institution.id),
        posts=await positions.of_institution(here, institution.id),
        merged=await merging.merged_into(here, institution.id),
        positions_words=positions_words,
        merging_words=merging_words,
    )


@get("/people/{person_id:uuid}", guards=READ)
async def person(request: Ask, person: NamedDependency[Person], person_id: FromPath[UUID]) -> Answer:
    """Of one that was merged: the way to the one that stays."""
    if person.id != person_id:
        return redirect(f"/people/{person.id}")
    here, keeps = request.user.organisation, request.user.may(Right.keep_directory)
    return page(
        "stakeholders/person.html",
        **await standing.of_person(person),
        person=await queries.person(here, person.id),
        held=await positions.holdings_of(here, person.id),
        undated=await positions.undated_of(here, person.id),
        consents=await consents.of_person(here, person.id) if keeps else [],
        merged=await merging.merged_into(here, person.id),
        positions_words=positions_words,
        merging_words=merging_words,
    )


doors: list[Any] = [whole_tree, institution, person]
