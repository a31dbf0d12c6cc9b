"""Reminders: at eight on working days, once each, through outages, double starts and changes of date."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.commitments import actions
from events_app.commitments.forms import DecisionIn, DueChangeIn
from events_app.commitments.reminding import digests as writing
from events_app.commitments.reminding import ladder
from events_app.commitments.tables import ActionState, AskDecision, FollowUpAction
from events_app.database import execute, fetch
from tests import make_commitments as make
from tests import make_stakeholders
from tests.commitments.reminding.runs import DUE, at, messages, run, said
from tests.commitments.test_verdicts import user


async def test_year_of_hourly_runs_says_each_rung_once(city: Organisation) -> None:
    await make.opened(city, await make.scene(city))
    for day in range(-20, 45):
        for hour in (7, 8, 9):
            await run(at(DUE + timedelta(days=day), hour))
    assert await said() == [(rung.rule, "sari@dinsos.example") for rung in ladder.DUE]
    assert len(await messages()) == len(ladder.DUE)


async def test_nothing_goes_out_before_eight_or_at_weekends(city: Organisation) -> None:
    await make.opened(city, await make.scene(city), due=date(2027, 3, 28))  # H-1 is a Saturday
    saturday = date(2027, 3, 27)
    assert await run(at(saturday, 10)) == 0
    assert await run(at(saturday + timedelta(days=1), 10)) == 0
    assert await run(at(saturday + timedelta(days=2), 7)) == 0
    assert await run(at(saturday + timedelta(days=2), 8)) == 1
    assert [rule for rule, _who in await said()] == ["H+1"]


@pytest.mark.parametrize(
    ("zone", "utc_hour"), [("Asia/Jakarta", 1), ("Asia/Makassar", 0), ("Asia/Jayapura", 23)]
)
async def test_eight_is_the_events_own_eight(zone: str, utc_hour: int, city: Organisation) -> None:
    await make.opened(city, await make.scene(city, timezone=zone))
    moment = at(DUE - timedelta(days=7), 8, zone)
    assert moment.hour == utc_hour
    assert await run(moment - timedelta(minutes=1)) == 0
    assert await run(moment) == 1


async def test_outage_of_days_says_only_the_latest_rung(city: Organisation) -> None:
    await make.opened(city, await make.scene(city))
    await run(at(DUE - timedelta(days=14)))
    await run(at(DUE + timedelta(days=2)))  # H-7 and H-1 and H+1 fell into the outage
    assert [rule for rule, _who in await said()] == ["H-14", "H+1"]
    silent = await fetch("SELECT rule FROM reminder_dispatch WHERE NOT aloud ORDER BY rule")
    assert [row["rule"] for row in silent] == ["H-1", "H-7"]
    await run(at(DUE + timedelta(days=5)))
    assert len(await messages()) == 2


async def test_two_workers_at_once_send_each_reminder_once(city: Organisation) -> None:
    here = await make.scene(city)
    for number in range(5):
        await make.opened(city, here, title=f"Aksi {number}")
    moment = at(DUE - timedelta(days=7))
    await asyncio.gather(*(run(moment) for _ in range(3)))
    assert len(await messages()) == 1
    assert len(await said()) == 5


async def test_crash_before_commit_loses_nothing(city: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    await make.opened(city, await make.scene(city))
    moment = at(DUE - timedelta(days=7))

    async def broken(*_given: Any) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr(writing, "enqueue_all", broken)
        with pytest.raises(RuntimeError):
            await run(moment)
    assert await messages() == []
    assert await run(moment + timedelta(hours=3)) == 0, "the ledger has it"
    assert len(await messages()) == 1


async def test_one_digest_gathers_all_of_one_person(city: Organisation) -> None:
    here = await make.scene(city)
    await make.opened(city, here, title="Pertama")
    await make.opened(city, here, title="Kedua", due=DUE - timedelta(days=6))
    assert await run(at(DUE - timedelta(days=7))) == 1
    [digest] = await messages()
    assert digest["text"].count("{{link:progress:") == 3  # each item, and the page of all of them
    assert "Pertama" in digest["text"]
    assert "Kedua" in digest["text"]


async def test_ladder_climbs_to_head_secretariat_and_chair(city: Organisation) -> None:
    here = await make.scene(city)
    await make_stakeholders.person(
        city.id,
        "Ibu Kadis",
        institution=here.promiser,
        position="Kepala Dinas",
        is_head=True,
        email="kadis@x.example",
    )
    await user(city, Role.secretariat, email="sekre@staf.example")
    await user(city, Role.chair, email="ketua@staf.example")
    await make.opened(city, here)
    for days, expected in (
        (1, {"sari@dinsos.example"}),
        (7, {"sari@dinsos.example", "kadis@x.example"}),
        (14, {"sari@dinsos.example", "kadis@x.example", "sekre@staf.example"}),
        (30, {"sari@dinsos.example", "kadis@x.example", "sekre@staf.example", "ketua@staf.example"}),
    ):
        before = len(await messages())
        await run(at(DUE + timedelta(days=days)))
        assert {row["to_address"] for row in (await messages())[before:]} == expected, days


async def test_staff_and_heads_never_get_the_owners_link(city: Organisation) -> None:
    here = await make.scene(city)
    await user(city, Role.secretariat, email="sekre@staf.example")
    await make.opened(city, here)
    await run(at(DUE + timedelta(days=14)))
    texts = {row["to_address"]: row["text"] for row in await messages()}
    assert "{{link:progress:" in texts["sari@dinsos.example"]
    assert "{{link:" not in texts["sekre@staf.example"]
    assert "/actions/" in texts["sekre@staf.example"]


async def test_waiting_submission_reminds_its_verifiers(city: Organisation) -> None:
    here = await make.scene(city)
    await make_stakeholders.person(
        city.id,
        "Pak Inspektur",
        institution=here.verifier,
        position="Inspektur",
        is_head=True,
        email="ir@x.example",
    )
    await user(city, Role.verifier, email="ir-staf@x.example", institution=here.verifier.id)
    await make.in_state(city, here, ActionState.submitted, verifier_institution_id=here.verifier.id)
    submitted = make.AGREED.date()
    await run(at(submitted + timedelta(days=7)))
    await run(at(submitted + timedelta(days=14)))
    assert sorted(await said()) == [
        ("S+14", "ir-staf@x.example"),
        ("S+14", "ir@x.example"),
        ("S+7", "ir-staf@x.example"),
    ]


async def test_return_that_nobody_takes_up_reminds_the_owner(city: Organisation) -> None:
    await make.in_state(city, await make.scene(city), ActionState.returned)
    await run(at(make.AGREED.date() + timedelta(days=7)))
    assert await said() == [("R+7", "sari@dinsos.example")]


@pytest.mark.parametrize("state", [ActionState.verified, ActionState.cancelled, ActionState.infeasible])
async def test_what_has_ended_is_never_reminded_of(state: ActionState, city: Organisation) -> None:
    await make.in_state(city, await make.scene(city), state)
    assert await run(at(DUE + timedelta(days=7))) == 0


async def test_late_opening_does_not_send_rungs_of_before(city: Organisation) -> None:
    here = await make.scene(city)
    monday = date(2027, 3, 22)
    await make.opened(city, here, at(monday, 9), due=monday + timedelta(days=9))  # H-14 lies before
    assert await run(at(monday, 10)) == 0
    assert await run(at(monday + timedelta(days=2))) == 1
    assert [rule for rule, _who in await said()] == ["H-7"]


async def test_extension_begins_the_ladder_anew(city: Organisation) -> None:
    row = await make.opened(city, await make.scene(city))
    await run(at(DUE - timedelta(days=7)))
    decided = at(DUE - timedelta(days=6), 9)
    change = await actions.ask_due_change(
        make.staff(city), row, DueChangeIn(due=DUE + timedelta(days=30), reason="Anggaran."), decided
    )
    await actions.decide_due_change(
        make.staff(city), change, DecisionIn(decision=AskDecision.approved), decided
    )
    assert await run(at(DUE - timedelta(days=1))) == 0
    await run(at(DUE + timedelta(days=23)))
    rows = await fetch("SELECT rule, due_snapshot FROM reminder_dispatch WHERE aloud ORDER BY created_at")
    assert [tuple(row) for row in rows] == [("H-7", DUE), ("H-7", DUE + timedelta(days=30))]


async def test_owner_without_address_stops_nobody_else(city: Organisation) -> None:
    here = await make.scene(city)
    silent = await make_stakeholders.institution(city.id, "Kelurahan Sepi")
    await make.opened(city, here, responsible_institution_id=silent.id, responsible_person_id=None)
    await make.opened(city, here)
    assert await run(at(DUE - timedelta(days=7))) == 1


async def test_reminding_reads_by_a_constant_number_of_statements(city: Organisation) -> None:
    from events_app.database import counting_queries

    here = await make.scene(city)
    counts = []
    for more in (2, 10):
        for _ in range(more):
            await make.opened(city, here)
        with counting_queries() as count:
            await run(at(DUE - timedelta(days=7)))
        counts.append(count.count)
        await execute("DELETE FROM reminder_dispatch")
        await execute("DELETE FROM reminder_digest")
        await execute("DELETE FROM access_token WHERE scope = 'digest'")
    assert counts[0] == counts[1]
    assert await FollowUpAction.count() == 12
