"""Institutions in a tree, on a page and on each one's own."""

from events_app.database import counting_queries
from events_app.stakeholders import tree
from tests import make_stakeholders as make
from tests.people import Somebody


async def test_tree_shows_what_is_part_of_what_by_region_code(alice: Somebody, charlie: Somebody) -> None:
    city = await make.institution(alice.actor, "Pemkot", region_code="33.75")
    east = await make.institution(alice.actor, "Kecamatan Timur", region_code="33.75.02", parent_id=city.id)
    west = await make.institution(alice.actor, "Kecamatan Barat", region_code="33.75.01", parent_id=city.id)
    await make.institution(alice.actor, "Kelurahan Kenanga", parent_id=east.id)
    await make.institution(alice.actor, "LSM Pelita")
    tops = await tree.tree(alice.actor.organisation)
    assert [top.name for top in tops] == ["Pemkot", "LSM Pelita"]
    assert [part.id for part in tops[0].parts] == [west.id, east.id]
    assert tops[0].within == 3
    shown = (await alice.web.get("/institutions/tree")).text
    assert "3 below it" in shown
    assert "Kelurahan Kenanga" in shown
    own = (await alice.web.get(f"/institutions/{east.id}")).text
    assert f'href="/institutions/{city.id}"' in own
    assert "Kelurahan Kenanga" in own
    assert "Pemkot" not in (await charlie.web.get("/institutions/tree")).text
    assert "The directory is empty" in (await charlie.web.get("/institutions/tree")).text


async def test_tree_asks_once_however_many_there_are(alice: Somebody) -> None:
    parent = await make.institution(alice.actor, "Pemkot")

    async def asked(many: int) -> int:
        for n in range(many):
            await make.institution(alice.actor, f"Dinas {many} {n}", parent_id=parent.id)
        with counting_queries() as counted:
            await alice.web.get("/institutions/tree")
            await alice.web.get(f"/institutions/{parent.id}")
        return counted.count

    assert await asked(3) == await asked(40)
