"""Kept counts are what a recount says, whatever happens to promises, and whoever writes at once."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from events_app import database
from events_app.accounts.tables import Organisation
from events_app.commitments.carrying.tables import MeetingReview
from events_app.commitments.tables import ActionState, FollowUpAction, ProgressUpdate
from events_app.commitments.tallies import keeping
from events_app.database import execute, fetch, fetch_value, transaction
from events_app.events.tables import Event
from events_app.stakeholders.tables import Institution
from tests import make_commitments, make_events, make_stakeholders
from tests.make_reports import NOW, Fact, promised

DONE = (Fact("verified", due=-10, first_due=-40, done=-20), Fact("infeasible", due=-50), Fact("open", due=-3))
COUNT = "SELECT coalesce(sum(n), 0)::int FROM promise_tally WHERE kind = $1"


@pytest.fixture
async def event(city: Organisation) -> Event:
    return await make_events.published(city)


@pytest.fixture
async def office(city: Organisation) -> Institution:
    return await make_stakeholders.institution(city.id)


async def test_counts_follow_a_promise_to_another_office_event_and_audience(
    city: Organisation, event: Event, office: Institution
) -> None:
    promise = await promised(city, event, office, *DONE)
    other = await make_stakeholders.institution(city.id, "Dinas Lain")
    secret = await make_events.published(city, confidential=True)
    for column, value in (("institution", other.id), ("event", secret.id), ("visibility", "public")):
        await execute(f"UPDATE commitment SET {column} = $2 WHERE id = $1", promise.id, value)
        assert await keeping.strayed() == []
    await execute("UPDATE event SET confidential = false WHERE id = $1", secret.id)
    assert await keeping.strayed() == []
    await execute("UPDATE event SET timezone = 'Asia/Jayapura' WHERE id = $1", secret.id)
    assert await keeping.strayed() == []
    where = "SELECT sum(n)::int FROM promise_tally WHERE kind = 'late' AND timezone = $1 AND public AND NOT confidential"
    assert await fetch_value(where, "Asia/Jayapura") == 1


async def test_whatever_changes_a_promise_marks_its_institution(
    city: Organisation, event: Event, office: Institution
) -> None:
    promise = await promised(city, event, office, *DONE)
    other = await make_stakeholders.institution(city.id, "Dinas Lain")
    row = await FollowUpAction.objects().get(
        (FollowUpAction.commitment == promise.id) & (FollowUpAction.state == "open")
    )
    assert row is not None
    for sql, key, offices in (
        ("UPDATE follow_up_action SET title = 'Lain' WHERE id = $1", row.id, []),
        ("UPDATE follow_up_action SET due = due + 1 WHERE id = $1", row.id, [office.id]),
        ("UPDATE follow_up_action SET reported_at = now() WHERE id = $1", row.id, [office.id]),
        ("UPDATE event SET confidential = true WHERE id = $1", event.id, [office.id]),
        ("UPDATE event SET title = 'Lain' WHERE id = $1", event.id, []),
        ("UPDATE commitment SET title = 'Lain' WHERE id = $1", promise.id, []),
        ("UPDATE commitment SET theme = 'Lain' WHERE id = $1", promise.id, [office.id]),
        ("UPDATE commitment SET visibility = 'public' WHERE id = $1", promise.id, [office.id]),
        (
            f"UPDATE commitment SET institution = '{other.id}' WHERE id = $1",
            promise.id,
            [office.id, other.id],
        ),
        ("DELETE FROM commitment WHERE id = $1", promise.id, [other.id]),
    ):
        await execute("DELETE FROM promise_touch")
        await execute(sql, key)
        touched = {row["institution"] for row in await fetch("SELECT institution FROM promise_touch")}
        assert (sql, touched) == (sql, set(offices))
        assert await keeping.strayed() == []


async def test_counts_follow_an_action_to_its_verdict_and_back(city: Organisation) -> None:
    here = await make_commitments.scene(city)
    row = await make_commitments.in_state(city, here, ActionState.verified)
    assert await fetch_value(COUNT, "verified") == 1
    assert await fetch_value(COUNT, "verdict_accepted") == await fetch_value(COUNT, "proved") == 1
    await execute("UPDATE follow_up_action SET state = 'in_progress', done_on = NULL WHERE id = $1", row.id)
    assert await fetch_value(COUNT, "verified") == 0
    assert await keeping.strayed() == []


async def test_counts_go_with_what_is_taken_away(
    city: Organisation, event: Event, office: Institution
) -> None:
    promise = await promised(city, event, office, *DONE)
    action = await FollowUpAction.objects().get(FollowUpAction.commitment == promise.id)
    assert action is not None
    later = await make_events.published(city)
    await MeetingReview(organisation=city.id, event=later.id, action=action.id, decision="continue").save()
    assert await fetch_value(COUNT, "carried") == 1
    await execute("DELETE FROM commitment WHERE id = $1", promise.id)
    assert await keeping.strayed() == []
    assert (
        await fetch_value(
            "SELECT count(*) FROM (SELECT FROM promise_tally GROUP BY kind HAVING sum(n) <> 0) x"
        )
        == 0
    )


async def test_folding_leaves_the_sums_and_rebuilding_mends_them(
    city: Organisation, event: Event, office: Institution
) -> None:
    for _promise in range(3):
        await promised(city, event, office, *DONE)
    before = await fetch(keeping.KEPT)
    await keeping.fold()
    assert sorted(map(str, await fetch(keeping.KEPT))) == sorted(map(str, before))
    assert await fetch_value("SELECT count(*) FROM promise_tally") == len(before)
    await execute("UPDATE promise_tally SET n = n + 1 WHERE kind = 'verified'")
    [stray] = await keeping.strayed()
    assert (stray["kind"], stray["off"]) == ("verified", 1)
    await keeping.rebuild()
    assert await keeping.strayed() == []


async def test_writers_at_once_lose_no_count(city: Organisation, event: Event, office: Institution) -> None:
    other = await make_stakeholders.institution(city.id, "Dinas Lain")
    promise = await promised(city, event, office, *[Fact("submitted", due=-5)] * 6)
    rows = await FollowUpAction.objects().where(FollowUpAction.commitment == promise.id)

    @database.atomically
    async def verify(row: FollowUpAction) -> None:
        sql = "UPDATE follow_up_action SET state = 'verified', done_on = due WHERE id = $1"
        await execute(sql, row.id)
        await execute("SELECT pg_sleep(0.05)")

    @database.atomically
    async def move() -> None:
        await execute("UPDATE commitment SET institution = $2 WHERE id = $1", promise.id, other.id)

    await asyncio.gather(*map(verify, rows), move(), keeping.fold(), keeping.rebuild())
    assert await keeping.strayed() == []
    assert await fetch_value(COUNT, "verified") == len(rows)
    assert await fetch_value("SELECT institution FROM promise_touch LIMIT 1") in (office.id, other.id)


async def test_a_report_marks_its_action(city: Organisation, event: Event, office: Institution) -> None:
    promise = await promised(city, event, office, Fact("open", due=3))
    row = await FollowUpAction.objects().get(FollowUpAction.commitment == promise.id)
    assert row is not None
    for days in (3, 9):
        at = NOW - timedelta(days=days)
        await ProgressUpdate(organisation=city.id, action=row.id, narrative="Berjalan.", created_at=at).save()
    assert (await make_commitments.fresh(row)).reported_at == NOW - timedelta(days=3)


async def test_an_obstacle_marks_the_institution_whatever_its_action_is_and_however_old_it_is(
    city: Organisation, event: Event, office: Institution
) -> None:
    promise = await promised(city, event, office, Fact("open", due=3), Fact("verified", due=-3, done=-4))
    rows = await FollowUpAction.objects().where(FollowUpAction.commitment == promise.id)
    for row in rows:
        for days, obstacle in ((1, "none"), (9, "budget")):
            await execute("DELETE FROM promise_touch")
            about: dict[str, Any] = {"organisation": city.id, "action": row.id, "narrative": "Jalan."}
            at = NOW - timedelta(days=days)
            report = ProgressUpdate(**about, obstacle=obstacle, created_at=at)
            await report.save()
            touched = await fetch_value("SELECT count(*) FROM promise_touch")
            assert touched == (row.state == "open" or obstacle == "budget")
        await execute("DELETE FROM promise_touch")
        async with transaction():
            await execute("SET LOCAL events_app.erasing = 'on'")
            await execute("DELETE FROM progress_update WHERE id = $1", report.id)
        assert await fetch_value("SELECT institution FROM promise_touch") == office.id


async def test_an_event_that_turns_confidential_while_a_promise_is_shown_to_all_loses_no_count(
    city: Organisation, event: Event, office: Institution
) -> None:
    promise = await promised(city, event, office, Fact("verified", due=-5, done=-6))

    @database.atomically
    async def show() -> None:
        await execute("UPDATE commitment SET visibility = 'public' WHERE id = $1", promise.id)
        shown.set()
        await asyncio.sleep(0.2)

    async def hide() -> None:
        await shown.wait()
        await execute("UPDATE event SET confidential = true WHERE id = $1", event.id)

    shown = asyncio.Event()
    await asyncio.gather(show(), hide())
    assert await keeping.strayed() == []
