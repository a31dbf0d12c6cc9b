"""Kept views: mine or everybody's, one that opens first, deleted and brought back."""

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments.board import viewing
from events_app.commitments.board.forms import BoardFilter, BoardViewIn
from events_app.commitments.board.refusals import NotYourView, ViewNameTaken
from events_app.commitments.board.tables import BoardView, Grouping
from events_app.errors import NotFound
from tests.people import Somebody


def view_in(name: str = "Terlambat", **more: object) -> BoardViewIn:
    return BoardViewIn(name=name, grouping=Grouping.month, filters=BoardFilter(late=True), **more)  # type: ignore[arg-type]


async def row(view: object) -> BoardView:
    found = await BoardView.objects().get(BoardView.id == view)
    assert found is not None
    return found


async def names(who: Somebody) -> list[str]:
    return [one["name"] for one in await viewing.views(who.actor)]


async def test_own_views_are_mine_and_shared_ones_everybodys(
    city: Organisation, dewi: Somebody, chair: Somebody, charlie: Somebody
) -> None:
    now = clock.now()
    mine = await viewing.keep(dewi.actor, view_in(), now)
    shared = await viewing.keep(dewi.actor, view_in("Untuk semua", shared=True), now)
    assert await names(dewi) == ["Terlambat", "Untuk semua"]
    assert await names(chair) == ["Untuk semua"]
    assert await names(charlie) == []
    for who, view in ((chair, mine), (charlie, shared)):
        with pytest.raises(NotFound):
            await viewing.one(who.actor, view)
    assert viewing.filters_of(await viewing.one(chair.actor, shared)) == BoardFilter(late=True)
    with pytest.raises(NotYourView):
        await viewing.delete(chair.actor, await row(shared), now)


async def test_a_name_is_taken_once_by_each_keeper(
    city: Organisation, dewi: Somebody, chair: Somebody
) -> None:
    await viewing.keep(dewi.actor, view_in(), clock.now())
    with pytest.raises(ViewNameTaken):
        await viewing.keep(dewi.actor, view_in("TERLAMBAT"), clock.now())
    await viewing.keep(chair.actor, view_in(), clock.now())


async def test_a_deleted_view_comes_back_unless_its_name_is_taken(city: Organisation, dewi: Somebody) -> None:
    first = await viewing.keep(dewi.actor, view_in(is_default=True), clock.now())
    await viewing.delete(dewi.actor, await row(first), clock.now())
    assert await names(dewi) == []
    assert await viewing.first(dewi.actor) is None
    await viewing.restore(dewi.actor, await row(first))
    assert (await viewing.first(dewi.actor))["id"] == first  # type: ignore[index]
    await viewing.delete(dewi.actor, await row(first), clock.now())
    await viewing.keep(dewi.actor, view_in(), clock.now())
    with pytest.raises(ViewNameTaken):
        await viewing.restore(dewi.actor, await row(first))


async def test_one_view_opens_first_for_each_user(
    city: Organisation, dewi: Somebody, chair: Somebody
) -> None:
    now = clock.now()
    one = await viewing.keep(dewi.actor, view_in("Satu", is_default=True, shared=True), now)
    two = await viewing.keep(dewi.actor, view_in("Dua", is_default=True), now)
    assert (await viewing.first(dewi.actor))["id"] == two  # type: ignore[index]
    await viewing.open_with(chair.actor, await row(one), True, now)
    assert (await viewing.first(chair.actor))["id"] == one  # type: ignore[index]
    await viewing.change(dewi.actor, await row(one), view_in("Satu", shared=False), now)
    assert await viewing.first(chair.actor) is None, "what is shared no longer opens for nobody else"
    await viewing.open_with(dewi.actor, await row(two), False, now)
    assert await viewing.first(dewi.actor) is None
