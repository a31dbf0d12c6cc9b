"""Groups: a rule is followed when the group is used, members are named by hand, strangers see nothing."""

from typing import Any

import pytest

from events_app.accounts.tables import AuditEntry
from events_app.database import counting_queries, execute
from events_app.stakeholders import actions as directory
from events_app.stakeholders.groups import actions, queries
from events_app.stakeholders.groups.actions import GroupChanged, GroupExists, ImpossibleGroup, UnknownMember
from events_app.stakeholders.groups.forms import GroupIn
from events_app.stakeholders.tables import Group, GroupTaking, Institution, InstitutionKind, Person, Position
from tests import make_events
from tests import make_stakeholders as make
from tests.people import Somebody


async def district(who: Somebody) -> dict[str, Institution]:
    """Two districts of the city; the first has two villages, one with a head, and a post below a village."""
    rows: dict[str, Institution] = {}
    for name, kind, code, above in (
        ("Kecamatan Barat", "district", "33.75.01", None),
        ("Kecamatan Timur", "district", "33.75.011", None),
        ("Kelurahan Kenanga", "village", "33.75.01.1001", "Kecamatan Barat"),
        ("Kelurahan Melati", "village", "33.75.01.1002", "Kecamatan Barat"),
        ("Kelurahan Teratai", "village", "33.75.011.100", "Kecamatan Timur"),
        ("Pos Kenanga", "other", "", "Kelurahan Kenanga"),
    ):
        parent = rows[above].id if above else None
        rows[name] = await make.institution(who.actor, name, kind=kind, region_code=code, parent_id=parent)
    for name, office, title in (
        ("Kartini", "Kelurahan Kenanga", "Lurah"),
        ("Budi", "Kelurahan Teratai", "Lurah"),
        ("Ani", "Kelurahan Kenanga", "Sekretaris Lurah"),
    ):
        facts = {"institution": rows[office], "position": title, "is_head": title == "Lurah"}
        await make.person(who.actor, name, **facts)
    return rows


def lurahs() -> GroupIn:
    kinds = [InstitutionKind.village]
    return GroupIn(name="Lurah", by_rule=True, taking=GroupTaking.heads, kinds=kinds)


async def found(who: Somebody, **rule: Any) -> list[str]:
    row = await actions.create(who.actor, GroupIn(name="x", by_rule=True, **rule))
    names = [one.name for one in await queries.members(who.actor.organisation, row.id)]
    view = await queries.one(who.actor.organisation, row.id)
    assert view is not None
    assert view.count == len(names)
    await actions.delete(who.actor, row)
    return names


async def test_a_rule_finds_all_heads_of_the_villages_of_a_district(
    alice: Somebody, charlie: Somebody
) -> None:
    rows = await district(alice)
    await district(charlie)
    west = rows["Kecamatan Barat"].id
    assert await found(alice, taking="heads", kinds=["village"], within_id=west) == ["Kartini"]
    assert await found(alice, taking="heads", kinds=["village"]) == ["Budi", "Kartini"]
    assert await found(alice, kinds=["village"], region_code="33.75.01") == [
        "Kelurahan Kenanga",
        "Kelurahan Melati",
    ]
    assert await found(alice, within_id=west) == ["Kelurahan Kenanga", "Kelurahan Melati", "Pos Kenanga"]
    assert await found(alice, taking="holders", title="lurah sekretaris") == ["Ani"]
    assert await found(alice, taking="holders", title="sekretaris", kinds=["district"]) == []
    assert len(await found(alice)) == 6


async def test_a_rule_sees_who_takes_office_after_it_was_made(alice: Somebody) -> None:
    rows = await district(alice)
    row = await actions.create(alice.actor, lurahs())
    await make.person(
        alice.actor, "Dewi", institution=rows["Kelurahan Melati"], position="Lurah", is_head=True
    )
    await directory.change_institution(alice.actor, rows["Kelurahan Teratai"], {"active": False})
    members = await queries.members(alice.actor.organisation, row.id)
    assert [one.name for one in members] == ["Dewi", "Kartini"]


async def test_what_an_institution_became_stands_for_it(alice: Somebody) -> None:
    rows = await district(alice)
    old, new = rows["Kelurahan Melati"], rows["Kelurahan Kenanga"]
    row = await actions.create(alice.actor, GroupIn(name="x", institution_ids=[old.id]))
    await execute("UPDATE institution SET successor = $2 WHERE id = $1", old.id, new.id)
    assert [one.id for one in await queries.members(alice.actor.organisation, row.id)] == [new.id]


async def test_members_by_hand_are_kept_each_once_and_only_ours(alice: Somebody, charlie: Somebody) -> None:
    office, person = await make.institution(alice.actor), await make.person(alice.actor, "Kartini")
    theirs = await make.institution(charlie.actor)
    plan = GroupIn(name=" Tim  inti", institution_ids=[office.id, office.id], person_ids=[person.id])
    row = await actions.create(alice.actor, plan)
    assert await queries.everybody(alice.actor.organisation, row.id) == ([office.id], [person.id])
    assert await queries.everybody(charlie.actor.organisation, row.id) == ([], [])
    with pytest.raises(UnknownMember):
        await actions.change(alice.actor, row, {"institution_ids": [theirs.id]})
    with pytest.raises(UnknownMember):
        await actions.create(alice.actor, GroupIn(name="y", by_rule=True, within_id=theirs.id))
    with pytest.raises(GroupExists):
        await actions.create(alice.actor, GroupIn(name="tim INTI"))
    await actions.create(charlie.actor, GroupIn(name="tim INTI"))
    assert await queries.everybody(alice.actor.organisation, row.id) == ([office.id], [person.id])


async def test_by_hand_it_matters_not_whom_a_rule_would_have_taken(alice: Somebody) -> None:
    form = {"name": "Relawan", "by_rule": "false", "taking": "holders", "title": "", "step": "save"}
    assert (await alice.web.post("/groups/new", form)).status_code == 303
    sent = {"name": "Lurah", "taking": "holders"}
    made = await alice.api.post("/groups", json=sent)
    assert (made.status_code, made.json()["taking"]) == (201, "institutions")
    ruled = await alice.api.patch(
        f"/groups/{made.json()['id']}", json={"by_rule": True, "title": "Lurah", "taking": "holders"}
    )
    assert (ruled.status_code, ruled.json()["taking"]) == (200, "holders")


async def test_the_later_of_two_who_change_a_group_is_stopped(alice: Somebody) -> None:
    row = await actions.create(alice.actor, GroupIn(name="x"))
    await actions.change(alice.actor, row, {"name": "y", "row_version": 1})
    with pytest.raises(GroupChanged):
        await actions.change(alice.actor, row, {"name": "z", "row_version": 1})
    with pytest.raises(ImpossibleGroup):
        await actions.change(alice.actor, row, {"by_rule": True, "taking": "holders"})
    kept = await Group.objects().first()
    assert kept is not None
    assert (kept.name, kept.row_version) == ("y", 2)
    assert await AuditEntry.count().where(AuditEntry.verb == "group.changed") == 1


async def test_the_list_of_groups_asks_once_however_many_there_are(alice: Somebody) -> None:
    counts = []
    for first, last in ((0, 10), (10, 40)):
        for number in range(first, last):
            await actions.create(alice.actor, GroupIn(name=f"g{number}", by_rule=True))
        with counting_queries() as asked:
            assert (await alice.web.get("/groups")).status_code == 200
        counts.append(asked.count)
    assert counts[0] == counts[1]


async def test_pages_make_change_and_delete_a_group(alice: Somebody) -> None:
    rows = await district(alice)
    assert "There are no groups yet" in (await alice.web.get("/groups")).text
    assert 'href="/groups"' in (await alice.web.get("/institutions")).text
    wrong = await alice.web.post("/groups/new", {"name": "Lurah", "by_rule": "true", "taking": "holders"})
    assert wrong.status_code == 422
    assert "whose holders are meant" in wrong.text
    assert 'value="Lurah"' in wrong.text
    ticked = str(rows["Pos Kenanga"].id)
    search = {"name": "Tim", "q": "melati", "institution_ids": ticked, "step": "show"}
    shown = (await alice.web.post("/groups/new", search)).text
    assert f'value="{ticked}" checked' in shown
    assert "Kelurahan Melati" in shown
    assert "Kelurahan Teratai" not in shown.split("Named by hand")[1]
    made = await alice.web.post("/groups/new", {"name": "Tim", "institution_ids": ticked, "step": "save"})
    place = made.headers["location"]
    assert "Pos Kenanga" in (await alice.web.get(place)).text
    assert f'value="{ticked}" checked' in (await alice.web.get(f"{place}/edit")).text
    rule = {"name": "Lurah", "by_rule": "true", "taking": "heads", "kinds": "village", "row_version": 1}
    assert (await alice.web.post(f"{place}/edit", rule)).status_code == 303
    page = (await alice.web.get(place)).text
    assert "Kartini" in page
    assert "Pos Kenanga" not in page
    assert "Urban village or village" in page
    stale = await alice.web.post(f"{place}/edit", rule)
    assert stale.status_code == 422
    assert "Somebody changed this group meanwhile" in stale.text
    assert (await alice.web.post(f"{place}/delete")).headers["location"] == "/groups"
    assert (await alice.web.get(place)).status_code == 404


async def test_programs_keep_groups_and_read_who_is_in_them(alice: Somebody) -> None:
    rows = await district(alice)
    body = {"name": "Lurah", "by_rule": True, "taking": "heads", "kinds": ["village"]}
    made = await alice.api.post("/groups", json=body)
    assert made.status_code == 201
    group = made.json()
    assert (group["count"], group["row_version"]) == (2, 1)
    members = (await alice.api.get(f"/groups/{group['id']}/members", params={"limit": 1})).json()
    assert members["next"]
    rest = await alice.api.get(f"/groups/{group['id']}/members", params={"cursor": members["next"]})
    both = [*members["items"], *rest.json()["items"]]
    assert sorted(one["name"] for one in both) == ["Budi", "Kartini"]
    assert all(one["institution_id"] is None for one in both)
    west = {"within_id": str(rows["Kecamatan Barat"].id), "row_version": 1}
    changed = await alice.api.patch(f"/groups/{group['id']}", json=west)
    assert (changed.json()["count"], changed.json()["row_version"]) == (1, 2)
    again = await alice.api.patch(f"/groups/{group['id']}", json=west)
    assert (again.status_code, again.json()["code"]) == (409, "changed_meanwhile")
    assert (await alice.api.post("/groups", json=body)).json()["code"] == "group_exists"
    assert [one["id"] for one in (await alice.api.get("/groups")).json()["items"]] == [group["id"]]
    assert (await alice.api.delete(f"/groups/{group['id']}")).status_code == 204
    assert (await alice.api.get(f"/groups/{group['id']}")).status_code == 404


async def test_doors_of_groups(alice: Somebody, bob: Somebody, dewi: Somebody, charlie: Somebody) -> None:
    row = await actions.create(alice.actor, GroupIn(name="Rahasia kita"))
    place = f"/groups/{row.id}"
    assert "Rahasia kita" in (await dewi.web.get(place)).text
    assert (await bob.web.get(place)).status_code == 403
    assert (await charlie.web.get(place)).status_code == 404
    assert "Rahasia kita" not in (await charlie.web.get("/groups")).text
    for path in (f"{place}/edit", f"{place}/delete"):
        assert (await dewi.web.post(path, {"name": "x"})).status_code == 403
        assert (await charlie.web.post(path, {"name": "x"})).status_code == 404
    for path in (place, f"{place}/members"):
        assert (await charlie.api.get(path)).status_code == 404
    assert (await charlie.api.delete(place)).status_code == 404
    assert (await dewi.api.delete(place)).status_code == 403


async def test_the_chooser_of_invitees_takes_a_group(alice: Somebody, charlie: Somebody) -> None:
    rows = await district(alice)
    heads = await actions.create(alice.actor, lurahs())
    event = await make_events.event(alice.actor.organisation)
    base = f"/events/{event.id}/invitations"
    assert "Tick everybody in the group" in (await alice.web.get(f"{base}/new")).text
    chosen = (await alice.web.get(f"{base}/new?group={heads.id}")).text
    assert chosen.count(" checked") == 2
    already = str(rows["Pos Kenanga"].id)
    sent = {"institutions": already, "group": str(heads.id), "seats": 1, "step": "group"}
    assert (await alice.web.post(f"{base}/new", sent)).text.count(" checked") == 3
    theirs = await actions.create(charlie.actor, GroupIn(name="Semua", by_rule=True))
    await make.institution(charlie.actor)
    assert (await alice.web.get(f"{base}/new?group={theirs.id}")).text.count(" checked") == 0


async def test_two_members_who_are_one_stand_once_and_the_group_can_be_changed(alice: Somebody) -> None:
    here = alice.actor.organisation
    first, twin = [await make.person(alice.actor, name) for name in ("Kartini", "Kartini Lestari")]
    offices = [await make.institution(alice.actor, f"Dinas {n}") for n in range(2)]
    people, both = [first.id, twin.id], [one.id for one in offices]
    row = await actions.create(alice.actor, GroupIn(name="x", person_ids=people, institution_ids=both))
    for kind, stays, goes in (("person", first.id, twin.id), ("institution", both[0], both[1])):
        merge = {"kind": kind, "loser_id": f"{goes}", "survivor_id": f"{stays}"}
        assert (await alice.api.post("/directory/merges", json=merge)).status_code == 201
    assert await queries.everybody(here, row.id) == ([offices[0].id], [first.id])
    assert await queries.by_hand(row.id) == ([offices[0].id], [first.id])
    await actions.change(alice.actor, row, {"name": "y"})
    await actions.change(alice.actor, row, {"person_ids": people, "institution_ids": both})
    assert await queries.everybody(here, row.id) == ([offices[0].id], [first.id])


async def test_a_rule_finds_who_leads_today_acting_or_after_a_handing_over(alice: Somebody) -> None:
    here, rows = alice.actor.organisation, await district(alice)
    post = await Position.objects().get(
        (Position.institution == rows["Kelurahan Kenanga"].id) & (Position.title == "Lurah")
    )
    assert post is not None
    old, new, acting = [
        await make.person(alice.actor, name, email=f"{name.lower()}@example.org")
        for name in ("Ani", "Budi", "Cici")
    ]

    async def hold(who: Person, **more: Any) -> None:
        sent = {"person_id": f"{who.id}", "kind": "permanent"} | more
        answer = await alice.api.post(f"/positions/{post.id}/holdings", json=sent)
        assert answer.status_code == 201, answer.text

    lead = await actions.create(alice.actor, lurahs())
    offices = await actions.create(
        alice.actor, GroupIn(name="Kantor", by_rule=True, kinds=[InstitutionKind.village])
    )

    async def leads() -> list[str]:
        return [one.name for one in await queries.members(here, lead.id) if "Kenanga" in one.more]

    async def reached() -> bool:
        [one] = [one for one in await queries.members(here, offices.id) if "Kenanga" in one.name]
        return one.reachable

    assert (await leads(), await reached()) == (["Kartini"], False)
    await hold(acting, kind="plt", starts_on="2020-01-01")
    assert (await leads(), await reached()) == (["Cici"], True)
    await hold(old, starts_on="2021-01-01", hand_over=True)
    assert await leads() == ["Ani"]
    await hold(new, starts_on="2026-07-01", hand_over=True)
    assert await leads() == ["Budi"]
