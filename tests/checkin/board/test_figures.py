"""The figures of a board are those that plain counting gives, for any hall; and cost the same for any number."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.checkin import actions as door
from events_app.checkin.board import queries
from events_app.checkin.board.plots import MOST, columns
from events_app.checkin.board.quorum import reached_at
from events_app.checkin.board.tables import Counting, Measure, QuorumRule
from events_app.checkin.forms import ScanIn
from events_app.checkin.tables import Attendance, Direction
from events_app.database import counting_queries
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.invitations.tables import Guest, GuestState
from tests import make_checkin as make
from tests import make_events, make_seating
from tests.make_stakeholders import institution
from tests.people import Somebody

KINDS = ("village", "ngo", "district")
SEXES = ("female", "male", None)


@dataclass
class Comer:
    """One guest as plain counting sees them."""

    office: Any
    kind: str | None
    sex: str | None
    state: str
    walk_in: bool
    came: datetime | None
    left: bool


async def hall(who: Somebody, event: Event, dice: Random) -> tuple[list[Comer], list[Any]]:
    """Offices, guests and what they did, by chance."""
    offices = [
        await institution(who.actor, f"Kantor {n}", kind=KINDS[n % 3]) for n in range(dice.randint(1, 7))
    ]
    comers = [await _comer(who, event, dice, n, offices) for n in range(dice.randint(0, 14))]
    return comers, offices


async def _comer(who: Somebody, event: Event, dice: Random, number: int, offices: Sequence[Any]) -> Comer:
    office = dice.choice([*offices, None])
    sex, walk_in = dice.choice(SEXES), dice.random() < 0.2
    more = {"institution_id": office.id} if office else {}
    name = f"Tamu {'abcdefghijklmnop'[number]}"
    guest = await make.guest(event, name, sex=sex, **more)
    await Guest.update({Guest.walk_in: walk_in}).where(Guest.id == guest.id)
    came = left = None
    if dice.random() < 0.6:
        came = clock.now().replace(microsecond=0) - timedelta(minutes=dice.randint(1, 100))
        await scan(who, event, guest, came)
        left = dice.random() < 0.3
        if left:
            await scan(who, event, guest, came + timedelta(seconds=90), Direction.out)
    state = dice.choice([GuestState.expected, GuestState.expected, GuestState.cancelled])
    await make.in_state(guest, state)
    kind = office.kind if office else None
    return Comer(office.id if office else None, kind, sex, state, walk_in, came, bool(left))


async def scan(
    who: Somebody, event: Event, guest: Guest, at: datetime, way: Direction = Direction.into
) -> ScanIn:
    made = ScanIn(id=new_id(), code=guest.short_code, scanned_at=at, direction=way)
    await door.record_scans(who.actor, event.id, "", [made])
    return made


async def rule(event: Event, label: str, amount: int, **more: Any) -> QuorumRule:
    row = QuorumRule(organisation=event.organisation, event=event.id, label=label, amount=amount, **more)
    await row.save()
    return row


def plainly(
    comers: Sequence[Comer], kind: str | None, counting: str, measure: str, amount: int
) -> tuple[int, int, int, datetime | None]:
    """Due, present, needed, and when it was reached: by hand."""
    mine = [one for one in comers if kind is None or one.kind == kind]
    due_people = [one for one in mine if one.state == "expected" and not one.walk_in]
    if counting == "people":
        due = len(due_people)
        came = [one.came for one in (mine if measure == "number" else due_people) if one.came]
    else:
        offices = {one.office for one in mine if one.office}
        due_offices = {one.office for one in due_people if one.office}
        due = len(due_offices)
        counted = offices if measure == "number" else due_offices
        firsts = {
            office: min((one.came for one in mine if one.office == office and one.came), default=None)
            for office in counted
        }
        came = [at for at in firsts.values() if at]
    need = {
        "number": amount,
        "share": max(1, math.ceil(due * amount / 100)),
        "more_than": math.floor(due * amount / 100) + 1,
    }[measure]
    return due, len(came), need, sorted(came)[need - 1] if len(came) >= need else None


@pytest.mark.parametrize("seed", range(6))
async def test_figures_and_quorum_are_what_counting_by_hand_gives(
    alice: Somebody, city: Organisation, seed: int
) -> None:
    dice = Random(seed)
    event = await make.today(city)
    comers, _offices = await hall(alice, event, dice)
    wanted = {}
    for number, kind in enumerate([None, *KINDS]):
        for counting in Counting:
            for measure in Measure:
                amount = dice.randint(1, 4) if measure == Measure.number else dice.randint(1, 99)
                label = f"{number} {counting} {measure}"
                await rule(event, label, amount, kind=kind, counting=counting, measure=measure)
                wanted[label] = plainly(comers, kind, counting, measure, amount)
    board = await queries.board(event, None, "", clock.now())
    present = [one for one in comers if one.came]
    assert board.counts == queries.Counts(
        expected=sum(one.state == "expected" for one in comers),
        present=len(present),
        inside=sum(not one.left for one in present),
        walk_ins=sum(one.walk_in for one in present),
        female=sum(one.sex == "female" for one in present),
        male=sum(one.sex == "male" for one in present),
        unknown=sum(one.sex is None for one in present),
    )
    assert {
        one.kind: (one.expected, one.present, one.offices, one.offices_present) for one in board.kinds
    } == {
        kind: _of_kind(comers, kind)
        for kind in {one.kind for one in comers if one.came or one.state == "expected"}
    }
    assert sum(count for _at, count in board.arrivals) == len(present)
    found = {one.label: (one.due, one.present, one.need, one.reached_at) for one in board.quorum}
    assert found == wanted
    everyone = [at for *_numbers, at in wanted.values()]
    assert reached_at(board.quorum) == (None if None in everyone else max(filter(None, everyone)))


def _of_kind(comers: Sequence[Comer], kind: str | None) -> tuple[int, int, int, int]:
    mine = [one for one in comers if one.kind == kind and (one.came or one.state == "expected")]
    expected, present = sum(one.state == "expected" for one in mine), sum(bool(one.came) for one in mine)
    offices = {one.office for one in mine if one.office}
    return expected, present, len(offices), len({one.office for one in mine if one.office and one.came})


async def test_a_quorum_was_reached_when_the_scan_was_made_whenever_it_was_uploaded(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    guests = [await make.guest(event, name) for name in ("Ani Satu", "Budi Dua", "Cici Tiga")]
    await rule(event, "Dua orang", 2, counting=Counting.people)
    start = clock.now().replace(microsecond=0) - timedelta(minutes=50)

    async def reached() -> datetime | None:
        [one] = (await queries.board(event, None, "", clock.now())).quorum
        return one.reached_at

    await scan(alice, event, guests[0], start + timedelta(minutes=10))
    assert await reached() is None
    last = await scan(alice, event, guests[1], start + timedelta(minutes=30))
    assert await reached() == start + timedelta(minutes=30)
    await scan(alice, event, guests[2], start)  # from a phone that was offline
    assert await reached() == start + timedelta(minutes=10)
    await alice.api.post(f"/events/{event.id}/scans/{last.id}/undo")
    assert await reached() == start + timedelta(minutes=10)
    early = await scan(alice, event, guests[1], start + timedelta(minutes=5))
    assert await reached() == start + timedelta(minutes=5)
    await alice.api.post(f"/events/{event.id}/scans/{early.id}/undo")
    assert await reached() == start + timedelta(minutes=10)


async def test_a_rule_of_a_group_counts_its_institutions(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    offices = [await institution(alice.actor, f"Kantor {n}", kind="ngo") for n in range(3)]
    group = await make_seating.group(city.id, offices[:2])
    await rule(event, "Kelompok", 2, stakeholder_group=group.id)
    for number, office in enumerate(offices):
        guest = await make.guest(event, f"Tamu {'abc'[number]}", institution_id=office.id)
        if number != 1:
            await scan(alice, event, guest, clock.now())
    [one] = (await queries.board(event, None, "", clock.now())).quorum
    assert (one.due, one.present, one.lacking, one.group_name) == (2, 1, 1, group.name)


async def test_a_session_counts_who_entered_it(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    session = await make_events.session(event, "Sesi A", starts_at=event.starts_at, ends_at=event.ends_at)
    one, two = await make.guest(event, "Ani Satu"), await make.guest(event, "Budi Dua")
    await rule(event, "Semua", 2, counting=Counting.people)
    await scan(alice, event, one, clock.now())
    into = ScanIn(id=new_id(), code=two.short_code, scanned_at=clock.now(), session_id=session.id)
    await door.record_scans(alice.actor, event.id, "", [into])
    whole = await queries.board(event, None, "", clock.now())
    part = await queries.board(event, session.id, session.title, clock.now())
    assert (whole.counts.present, part.counts.present) == (2, 1)
    assert [board.quorum[0].lacking for board in (whole, part)] == [0, 1]


async def test_a_board_costs_the_same_for_a_hundred_institutions(alice: Somebody, city: Organisation) -> None:
    costs = []
    for many in (10, 100):
        event = await make.today(city)
        offices = await make_seating.offices(alice.actor, many, name=f"Kantor {many}")
        await make_seating.asked(event, offices)
        guests = [
            await make.guest(event, f"Tamu {many}x{n}".translate(str.maketrans("0123456789", "abcdefghij")),
                             institution_id=one.id)
            for n, one in enumerate(offices[:20])
        ]  # fmt: skip
        await rule(event, "Semua", 5)
        await Attendance.insert(
            *[Attendance(organisation=city.id, event=event.id, guest=one.id, device="") for one in guests]
        )
        for path in ("board", "board/stage", "quorum"):
            with counting_queries() as kept:
                await alice.web.get(f"/events/{event.id}/{path}")
            costs.append(kept.count)
    assert costs[:3] == costs[3:]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.integers(0, 400), st.integers(1, 90), max_size=40))
def test_columns_lose_nobody_and_stand_five_minutes_apart(minutes: dict[int, int]) -> None:
    first = datetime.fromisoformat("2026-08-12T01:00:00+00:00")
    arrivals = sorted((first + timedelta(minutes=5 * step), count) for step, count in minutes.items())
    drawn = columns(arrivals, "Asia/Jakarta")
    assert drawn.before + sum(count for _label, count in drawn.rows) == sum(minutes.values())
    assert len(drawn.rows) <= MOST
    assert drawn.top >= drawn.peak
    labels = [label for label, _count in drawn.rows]
    assert len(set(labels)) == len(labels)
