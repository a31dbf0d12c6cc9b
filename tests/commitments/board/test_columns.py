"""What stands in the columns: exact counts at every moment, bounded queries, nothing of what one may not see."""

import asyncio
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from events_app import clock
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.commitments import actions
from events_app.commitments.board import cards, counting
from events_app.commitments.board.forms import BoardFilter
from events_app.commitments.board.tables import Grouping
from events_app.commitments.queries import OVERDUE
from events_app.commitments.tables import ActionState
from events_app.database import counting_queries, execute, fetch, fetch_value
from tests import make_commitments as make
from tests import make_stakeholders

ALL = BoardFilter()

TRUTH = f"""
SELECT a.state AS key, count(*)::int AS total, (count(*) FILTER (WHERE {OVERDUE}))::int AS late
FROM follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event
WHERE a.organisation = $2 AND ($3 OR NOT e.confidential) GROUP BY 1
"""


async def true_counts(organisation: Organisation, confidential: bool = True) -> dict[str, tuple[int, int]]:
    rows = await fetch(TRUTH, clock.now(), organisation.id, confidential)
    return {row["key"]: (row["total"], row["late"]) for row in rows}


async def counted(organisation: Organisation, confidential: bool = True) -> dict[str, tuple[int, int]]:
    actor = make.staff(organisation)
    if not confidential:
        actor = replace(actor, rights=actor.rights - {Right.read_confidential})
    found = await counting.columns(actor, Grouping.state, ALL, clock.now())
    return {one.key: (one.total, one.late) for one in found.shown if one.total}


async def test_counts_agree_with_the_rows_after_whatever_happens(city: Organisation) -> None:
    here = await make.scene(city)
    now, staff, chance = clock.now(), make.staff(city), random.Random(7)
    rows = []
    for state in (*ActionState, ActionState.open, ActionState.in_progress):
        due = clock.today("Asia/Jakarta") + timedelta(days=chance.randint(-90, 90))
        rows.append(await make.in_state(city, here, state, now, due=due))
    assert await counted(city) == await true_counts(city)
    await actions.cancel_action(staff, rows[1], "Tidak perlu.", now)
    await counting.compact()
    assert await counted(city) == await true_counts(city)
    await execute("UPDATE event SET confidential = true WHERE id = $1", here.event.id)
    assert await counted(city) == await true_counts(city)
    assert await counted(city, confidential=False) == {}
    await execute(
        "UPDATE event SET confidential = false, timezone = 'Asia/Jayapura' WHERE id = $1", here.event.id
    )
    assert await counted(city, confidential=False) == await true_counts(city)
    await execute("UPDATE follow_up_action SET responsible_institution = $1", here.other.id)
    found = await counting.columns(staff, Grouping.institution, ALL, now)
    assert [(one.name, one.total) for one in found.shown] == [("Bappeda", len(rows))]
    await execute("DELETE FROM commitment WHERE state = 'draft'")
    await counting.compact()
    assert await counted(city) == await true_counts(city)


async def test_counts_stay_exact_while_an_event_and_its_actions_change_at_once(city: Organisation) -> None:
    here = await make.scene(city)
    rows = [await make.opened(city, here, clock.now()) for _ in range(4)]

    async def flip(confidential: bool) -> None:
        await execute("UPDATE event SET confidential = $2 WHERE id = $1", here.event.id, confidential)

    work = [make.give_up(make.staff(city), row, clock.now()) for row in rows]
    await asyncio.gather(flip(True), *work, flip(False), counting.compact())
    assert await counted(city) == await true_counts(city)
    assert await counted(city, confidential=False) == await true_counts(city, confidential=False)


@pytest.mark.parametrize("grouping", Grouping)
async def test_filtered_counts_and_kept_counts_agree(city: Organisation, grouping: Grouping) -> None:
    here = await make.scene(city)
    today = clock.today("Asia/Jakarta")
    for days in (-40, -3, 0, 8, 70):
        await make.opened(city, here, clock.now(), due=today + timedelta(days=days))
    await make.in_state(city, here, ActionState.verified, due=today - timedelta(days=3))
    now, staff = clock.now(), make.staff(city)
    for said in (
        {},
        {"late": True},
        {"standing": "open"},
        {"due_from": today},
        {"institution_id": here.promiser.id},
    ):
        kept = await counting.columns(staff, grouping, BoardFilter(**said), now)
        rows = await counting.columns(staff, grouping, BoardFilter(**said, event_id=here.event.id), now)
        assert kept == rows, said
        assert sum(one.total for one in kept.shown) > 0
        keys = [one.key for one in kept.shown]
        piles = await cards.piles(staff, grouping, BoardFilter(**said), keys, now, 20)
        assert {key: len(pile.cards) for key, pile in piles.items()} == {
            one.key: one.total for one in kept.shown
        }
        shown = [card for pile in piles.values() for card in pile.cards]
        assert sum(card["overdue"] for card in shown) == sum(one.late for one in kept.shown)


async def test_columns_ask_as_much_for_many_rows_as_for_few(city: Organisation) -> None:
    here = await make.scene(city)
    asked = []
    for more in (2, 12):
        for _ in range(more):
            await make.opened(city, here, clock.now())
        with counting_queries() as count:
            found = await counting.columns(make.staff(city), Grouping.state, ALL, clock.now())
            await cards.piles(
                make.staff(city), Grouping.state, ALL, [one.key for one in found.shown], clock.now(), 20
            )
        asked.append(count.count)
    assert asked[0] == asked[1] <= 4


async def test_piles_go_on_where_they_stopped_those_without_a_day_last(city: Organisation) -> None:
    here = await make.scene(city)
    for days in (5, 1, 3):
        await make.in_state(city, here, ActionState.draft, due=date(2027, 1, days))
    row = await make.in_state(city, here, ActionState.draft)
    await execute("UPDATE follow_up_action SET due = NULL WHERE id = $1", row.id)
    now, staff, seen = clock.now(), make.staff(city), []
    after = None
    while True:
        pile = (await cards.piles(staff, Grouping.state, ALL, ["draft"], now, 1, after))["draft"]
        seen += [card["due"] for card in pile.cards]
        if not pile.more:
            break
        after = pile.cards[-1]["id"]
    assert seen == [date(2027, 1, 1), date(2027, 1, 3), date(2027, 1, 5), None]
    found = await counting.columns(staff, Grouping.month, ALL, now)
    assert [(one.key, one.total) for one in found.shown] == [("2027-01", 3), ("none", 1)]
    piles = await cards.piles(staff, Grouping.month, ALL, ["none"], now, 5)
    assert [card["id"] for card in piles["none"].cards] == [row.id]


async def test_many_institutions_and_months_are_paged_both_ways(city: Organisation) -> None:
    here = await make.scene(city)
    names = [f"Dinas {number:02}" for number in range(14)]
    for place, name in enumerate(names):
        office = await make_stakeholders.institution(city.id, name, email=None)
        day = date(2030 + place // 12, place % 12 + 1, 5)
        await make.in_state(
            city,
            here,
            ActionState.draft,
            due=day,
            responsible_institution_id=office.id,
            responsible_person_id=None,
        )
    now, staff = clock.now(), make.staff(city)
    first = await counting.columns(staff, Grouping.institution, ALL, now)
    rest = await counting.columns(staff, Grouping.institution, ALL, now, first.later)
    assert [one.name for one in (*first.shown, *rest.shown)] == names
    first = await counting.columns(staff, Grouping.month, ALL, now)
    rest = await counting.columns(staff, Grouping.month, ALL, now, first.later)
    assert (len(first.shown), len(rest.shown), rest.later) == (12, 2, "")
    assert rest.earlier == first.shown[0].key
    assert await fetch_value("SELECT count(*) FROM board_tally WHERE n = 0") == 0
