"""Positions with holders over time: one for good at a time, handing over in one step, the past stays readable."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from events_app.database import counting_queries, execute, fetch
from events_app.stakeholders.positions import jobs, queries
from events_app.stakeholders.tables import PositionHolding
from tests import make_stakeholders as make
from tests.people import Somebody


async def _post(alice: Somebody, title: str = "Lurah", **more: Any) -> Any:
    office = await make.institution(alice.actor, f"Kelurahan {title}")
    sent = {"institution_id": f"{office.id}", "title": title, "is_head": True} | more
    answer = await alice.api.post("/positions", json=sent)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def _take(who: Somebody, post: Any, person: Any, **more: Any) -> Any:
    sent = {"person_id": f"{person.id}", "kind": "permanent", "starts_on": "2026-01-01"} | more
    return await who.api.post(f"/positions/{post['id']}/holdings", json=sent)


async def test_two_permanent_holders_at_once_are_refused_by_name(alice: Somebody) -> None:
    post = await _post(alice)
    first, second = [await make.person(alice.actor, name) for name in ("Ani", "Budi")]
    assert (await _take(alice, post, first)).status_code == 201
    refused = await _take(alice, post, second, starts_on="2026-06-01")
    assert (refused.status_code, refused.json()["code"]) == (409, "position_held")
    assert "Ani" in refused.json()["title"]
    acting = await _take(alice, post, second, kind="plh", starts_on="2026-06-01")
    assert acting.status_code == 201
    assert (await _take(alice, post, second, starts_on="2025-01-01", ends_on="2025-12-31")).status_code == 201


async def test_of_two_who_are_appointed_at_once_one_holds_it(alice: Somebody) -> None:
    post = await _post(alice)
    people = [await make.person(alice.actor, f"Orang {n}") for n in range(6)]
    answers = await asyncio.gather(*(_take(alice, post, one) for one in people))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5
    assert await PositionHolding.count() == 1


async def test_handing_over_ends_one_and_starts_another_in_one_step(alice: Somebody) -> None:
    post = await _post(alice)
    first, acting, second = [await make.person(alice.actor, name) for name in ("Ani", "Cici", "Budi")]
    await _take(alice, post, first)
    await _take(alice, post, acting, kind="plt", starts_on="2026-03-01")
    over = await _take(alice, post, second, starts_on="2026-07-01", hand_over=True)
    assert over.status_code == 201, over.text
    rows = (await alice.api.get(f"/positions/{post['id']}/holdings")).json()["items"]
    assert {row["person"]: row["ends_on"] for row in rows} == {
        "Budi": None,
        "Ani": "2026-06-30",
        "Cici": "2026-06-30",
    }
    shown = (await alice.api.get(f"/people/{second.id}")).json()
    assert (shown["position"], shown["is_head"]) == ("Lurah", True)
    assert (await alice.api.get(f"/people/{first.id}")).json()["position"] is None
    assert (await alice.api.get(f"/people/{first.id}/holdings")).json()["items"][0]["ends_on"] == "2026-06-30"


async def test_handing_over_from_somebody_of_whom_no_dates_are_known(alice: Somebody) -> None:
    office = await make.institution(alice.actor)
    old = await make.person(alice.actor, "Ani", institution=office, position="Kepala", is_head=True)
    new = await make.person(alice.actor, "Budi", institution=office)
    post = (await alice.api.get(f"/positions?institution_id={office.id}")).json()["items"][0]
    assert post["holder_id"] == f"{old.id}"
    await _take(alice, post, new, starts_on="2026-02-01", hand_over=True)
    held = (await alice.api.get(f"/people/{old.id}/holdings")).json()["items"]
    assert [(one["starts_on"], one["ends_on"]) for one in held] == [(None, "2026-01-31")]
    assert (await alice.api.get(f"/positions/{post['id']}")).json()["holder_id"] == f"{new.id}"


async def test_handing_over_beside_heads_of_whom_no_dates_are_known_is_never_refused(alice: Somebody) -> None:
    """One held it for good until a known day, then two are only said to: the first of them since then."""
    office = await make.institution(alice.actor)
    early, new = [await make.person(alice.actor, name, institution=office) for name in ("Awal", "Budi")]
    said = [
        await make.person(alice.actor, name, institution=office, position="Kepala", is_head=True)
        for name in ("Ani", "Cici")
    ]
    post = (await alice.api.get(f"/positions?institution_id={office.id}")).json()["items"][0]
    await _take(alice, post, early, starts_on="2020-01-01", ends_on="2022-12-31")
    over = await _take(alice, post, new, starts_on="2026-02-01", hand_over=True)
    assert over.status_code == 201, over.text
    rows = (await alice.api.get(f"/positions/{post['id']}/holdings")).json()["items"]
    assert {row["person"]: (row["starts_on"], row["ends_on"]) for row in rows} == {
        "Budi": ("2026-02-01", None),
        "Awal": ("2020-01-01", "2022-12-31"),
        "Ani": ("2023-01-01", "2026-01-31"),
    }
    cards = [(await alice.api.get(f"/people/{one.id}")).json()["position"] for one in said]
    assert cards == [None, None]
    assert (await alice.api.get(f"/positions/{post['id']}")).json()["holder_id"] == f"{new.id}"


async def test_handing_over_beside_a_dated_and_an_undated_head_ends_both(alice: Somebody) -> None:
    office = await make.institution(alice.actor)
    dated, new = [await make.person(alice.actor, name, institution=office) for name in ("Ani", "Budi")]
    said = await make.person(alice.actor, "Cici", institution=office, position="Kepala", is_head=True)
    post = (await alice.api.get(f"/positions?institution_id={office.id}")).json()["items"][0]
    await _take(alice, post, dated, starts_on="2020-01-01")
    over = await _take(alice, post, new, starts_on="2026-02-01", hand_over=True)
    assert over.status_code == 201, over.text
    assert (await alice.api.get(f"/people/{said.id}")).json()["position"] is None
    assert (await alice.api.get(f"/positions/{post['id']}")).json()["holder_id"] == f"{new.id}"


async def test_the_holder_is_who_holds_it_for_good_else_who_acts(alice: Somebody) -> None:
    post = await _post(alice)
    first, acting = [await make.person(alice.actor, name) for name in ("Ani", "Cici")]
    await _take(alice, post, acting, kind="plh")
    assert (await alice.api.get(f"/positions/{post['id']}")).json()["holder_id"] == f"{acting.id}"
    await _take(alice, post, first)
    assert (await alice.api.get(f"/positions/{post['id']}")).json()["holder_id"] == f"{first.id}"
    one_day = await make.person(alice.actor, "Dedi")
    await _take(alice, post, one_day, kind="plh", ends_on="2199-01-01")
    assert (await alice.api.get(f"/people/{one_day.id}")).json()["position"] is None
    found = await queries.current_holders(alice.actor.organisation, [await _id(post)])
    assert list(found.values()) == [first.id]


async def test_one_person_may_hold_two_and_keeps_the_other_when_one_ends(alice: Somebody) -> None:
    one, two = await _post(alice, "Camat"), await _post(alice, "Sekretaris")
    person = await make.person(alice.actor, "Ani")
    first = (await _take(alice, one, person)).json()
    assert (await _take(alice, two, person, kind="plt")).status_code == 201
    assert (await alice.api.get(f"/people/{person.id}")).json()["position"] == "Camat"
    ended = await alice.api.post(f"/holdings/{first['id']}/ending", json={"ends_on": "2026-02-01"})
    assert ended.json()["now"] is False
    assert (await alice.api.get(f"/people/{person.id}")).json()["position"] == "Sekretaris"


async def test_correcting_says_what_was_wrong_and_refuses_nonsense(alice: Somebody) -> None:
    post = await _post(alice)
    person = await make.person(alice.actor, "Ani")
    held = (await _take(alice, post, person)).json()
    right = await alice.api.patch(f"/holdings/{held['id']}", json={"kind": "pj", "starts_on": "2025-11-01"})
    assert (right.json()["kind"], right.json()["starts_on"]) == ("pj", "2025-11-01")
    wrong = await alice.api.patch(f"/holdings/{held['id']}", json={"ends_on": "2025-10-01"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "ends_before_start")
    twice = await alice.api.post(
        "/positions", json={"institution_id": post["institution_id"], "title": "LURAH"}
    )
    assert (twice.status_code, twice.json()["code"]) == (409, "position_exists")
    named = await alice.api.patch(f"/positions/{post['id']}", json={"title": "Lurah Kenanga"})
    assert named.json()["title"] == "Lurah Kenanga"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_days_that_nobody_means_are_refused(alice: Somebody, day: str) -> None:
    post = await _post(alice)
    person = await make.person(alice.actor, "Ani")
    answer = await _take(alice, post, person, starts_on=day, hand_over=True)
    assert answer.status_code == 422
    assert [one["code"] for one in answer.json()["errors"]] == ["out_of_reach"]


async def test_pages_appoint_hand_over_and_correct(alice: Somebody, dewi: Somebody) -> None:
    office = await make.institution(alice.actor, "Kelurahan Kenanga")
    made = await alice.web.post(
        f"/institutions/{office.id}/positions/new", {"title": "Lurah", "is_head": "true"}
    )
    place = made.headers["location"]
    assert "Nobody yet" in (await alice.web.get(place)).text
    ani = await make.person(alice.actor, "Ani", institution=office)
    budi = await make.person(alice.actor, "Budi", institution=office)
    facts = {"person_id": f"{ani.id}", "kind": "permanent", "starts_on": "2026-01-01", "note": "SK 1"}
    assert (await alice.web.post(f"{place}/holdings", facts)).status_code == 303
    refused = await alice.web.post(f"{place}/holdings", facts | {"person_id": f"{budi.id}", "note": "SK 2"})
    assert refused.status_code == 422
    assert "holds this position for good" in refused.text
    assert "SK 2" in refused.text
    over = facts | {"person_id": f"{budi.id}", "starts_on": "2026-05-01", "hand_over": "true"}
    assert (await alice.web.post(f"{place}/holdings", over)).status_code == 303
    shown = (await dewi.web.get(f"/institutions/{office.id}")).text
    assert "Budi" in shown
    history = (await dewi.web.get(place)).text
    assert "30 Apr 2026" in history
    assert "End or correct" not in history
    held = (await alice.api.get(f"/people/{budi.id}/holdings")).json()["items"][0]["id"]
    assert 'value="2026-05-01"' in (await alice.web.get(f"/holdings/{held}/edit")).text
    fixed = await alice.web.post(f"/holdings/{held}/edit", {"kind": "plt", "starts_on": "2026-05-02"})
    assert fixed.status_code == 303
    assert "Plt. (acting)" in (await alice.web.get(f"/people/{budi.id}")).text
    assert (await dewi.web.post(f"/holdings/{held}/ending", {"ends_on": "2026-06-01"})).status_code == 403


async def test_a_position_without_dates_is_among_those_that_somebody_holds(
    alice: Somebody, dewi: Somebody
) -> None:
    before = await _post(alice, "Camat")
    office = await make.institution(alice.actor, "Dinas Sosial")
    ani = await make.person(alice.actor, "Ani", institution=office, position="Kepala Dinas")
    await _take(alice, before, ani, kind="plt", ends_on="2026-02-01")
    shown = (await alice.web.get(f"/people/{ani.id}")).text
    held = shown[shown.index("Positions held") :]
    assert (
        held.index("Kepala Dinas")
        < held.index("Not known")
        < held.index("Say since when")
        < held.index("Camat")
    )
    assert "Say since when" not in (await dewi.web.get(f"/people/{ani.id}")).text
    post = held[held.index("/positions/") :].split('"', 1)[0]
    facts = {"person_id": f"{ani.id}", "kind": "permanent", "starts_on": "2026-03-01"}
    assert (await alice.web.post(f"{post}/holdings", facts)).status_code == 303
    dated = (await alice.web.get(f"/people/{ani.id}")).text
    assert ("Say since when" in dated, "1 Mar 2026" in dated) == (False, True)


async def test_doors_hide_from_strangers(alice: Somebody, charlie: Somebody, dewi: Somebody) -> None:
    post = await _post(alice)
    held = (await _take(alice, post, await make.person(alice.actor))).json()
    for path in (f"/positions/{post['id']}", f"/positions/{post['id']}/holdings", f"/holdings/{held['id']}"):
        assert (await charlie.api.get(path)).status_code == 404
        assert (await dewi.api.get(path)).status_code == 200
    assert (await _take(charlie, post, await make.person(charlie.actor))).status_code == 404
    assert (await _take(dewi, post, await make.person(alice.actor))).status_code == 403
    foreign = await _take(alice, post, await make.person(charlie.actor, "Asing"), kind="plt")
    assert (foreign.status_code, foreign.json()["code"]) == (422, "unknown_person")


async def test_an_institution_asks_as_much_for_a_hundred_positions_as_for_ten(alice: Somebody) -> None:
    office = await make.institution(alice.actor)

    async def asked(many: int) -> int:
        for n in range(many):
            await make.person(alice.actor, f"Orang {n}", institution=office, position=f"Seksi {many} {n}")
        with counting_queries() as counted:
            assert len(await queries.of_institution(alice.actor.organisation, office.id)) >= many
        return counted.count

    assert await asked(3) == await asked(30)


async def test_the_table_itself_keeps_two_apart(alice: Somebody) -> None:
    import asyncpg

    post = await _post(alice)
    await _take(alice, post, await make.person(alice.actor, "Ani"))
    with pytest.raises(asyncpg.ExclusionViolationError):
        await execute(
            "INSERT INTO position_holding (id, organisation, created_at, person, position, kind, note)"
            " SELECT gen_random_uuid(), organisation, now(), person, position, kind, '' FROM position_holding"
        )
    assert len(await fetch("SELECT 1 FROM position_holding WHERE starts_on = $1", date(2026, 1, 1))) == 1


async def test_cards_follow_holdings_that_began_or_ended_while_nobody_looked(alice: Somebody) -> None:
    post, other = await _post(alice), await _post(alice, "Camat")
    old, new = [await make.person(alice.actor, name) for name in ("Ani", "Budi")]
    await _take(alice, post, old)
    await _take(alice, other, new)
    ahead = f"{date.today() + timedelta(days=9)}"  # noqa: DTZ011
    assert (await _take(alice, post, new, starts_on=ahead, hand_over=True)).status_code == 201
    await jobs.settle_holdings({})
    assert [await _card(alice, one) for one in (old, new)] == ["Lurah", "Camat"]
    await execute(
        "UPDATE position_holding SET created_at = created_at - interval '12 days',"
        " starts_on = CASE WHEN starts_on > current_date THEN starts_on - 12 ELSE starts_on END, ends_on = ends_on - 12"
    )
    for _ in range(2):
        await jobs.settle_holdings({})
        assert [await _card(alice, one) for one in (old, new)] == [None, "Lurah"]
    assert (await alice.api.get(f"/people/{new.id}")).json()["is_head"] is True


async def test_who_held_nothing_gets_the_card_of_the_day(alice: Somebody) -> None:
    post, person = await _post(alice), await make.person(alice.actor, "Ani")
    ahead = f"{date.today() + timedelta(days=9)}"  # noqa: DTZ011
    await _take(alice, post, person, kind="plt", starts_on=ahead)
    assert await _card(alice, person) is None
    await execute("UPDATE position_holding SET starts_on = starts_on - 100")
    await jobs.settle_holdings({})
    assert await _card(alice, person) == "Lurah"


async def _card(alice: Somebody, person: Any) -> Any:
    return (await alice.api.get(f"/people/{person.id}")).json()["position"]


async def _id(post: Any) -> Any:
    return (await fetch('SELECT id FROM "position" WHERE id::text = $1', post["id"]))[0]["id"]
