"""Kept lists: what was looked at is what is written, piece by piece, by a job or at once, and never half."""

import asyncio
import json
from contextvars import Context
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from events_app import clock
from events_app.accounts.tables import AuditEntry
from events_app.database import counting_queries, fetch, transaction
from events_app.documents import store
from events_app.stakeholders import imports, queries
from events_app.stakeholders.lists import actions, jobs, mappings, progress, staging, work
from events_app.stakeholders.lists import queries as list_queries
from events_app.stakeholders.lists.progress import nobody
from events_app.stakeholders.lists.refusals import (
    FieldTwice,
    ListChanged,
    ListForgotten,
    ListNotReady,
    NoNameChosen,
    Stopped,
)
from events_app.stakeholders.lists.tables import ColumnMapping, ImportLine, ListReading
from events_app.stakeholders.sheets.faults import UnreadableList
from events_app.stakeholders.tables import ImportDraft, Institution, Person
from tests import make_stakeholders as make
from tests.people import Somebody

DATA = Path(__file__).parents[2] / "data"
SEMICOLON, WORKBOOK = "stakeholders-semicolon.csv", "stakeholders.xlsx"


async def kept(who: Somebody, data: bytes, event: UUID | None = None) -> ImportDraft:
    return await actions.keep(who.actor, "undangan.csv", data, event, clock.now())


async def read(draft: ImportDraft) -> ListReading:
    row = await ListReading.objects().get(ListReading.draft == draft.id)
    assert row is not None
    return row


async def lines(draft: ImportDraft) -> list[tuple[int, str, bool]]:
    return [(one.line, one.outcome, one.taken) for one in await list_queries.lines(draft.id, "", 1)]


def people(count: int, office: str = "Dinas") -> list[tuple[str, ...]]:
    return [(f"Orang {word(n)}", "L", "Staf", f"{office} {n % 7}", "", "") for n in range(count)]


def word(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


@pytest.mark.parametrize("name", [SEMICOLON, WORKBOOK])
async def test_a_kept_list_says_and_does_what_a_program_would_get(alice: Somebody, name: str) -> None:
    data = (DATA / name).read_bytes()
    program = await imports.preview(alice.actor, data)
    draft = await kept(alice, data)
    shown = await list_queries.lines(draft.id, "", 1)
    assert [(one.line, one.outcome) for one in shown] == [(row.line, row.outcome) for row in program.rows]
    assert [one.person for one in shown] == [row.person for row in program.rows]
    assert await Person.count() == 0
    await actions.commit(alice.actor, draft, 1, clock.now())
    assert await Person.count() == program.counts["create"]
    again = await imports.preview(alice.actor, data)
    assert again.counts["unchanged"] == len(program.rows)
    told = await AuditEntry.objects().where(AuditEntry.verb == "people.imported").first()
    assert told is not None
    assert json.loads(told.after)["create"] == program.counts["create"]
    assert len(await queries.people_of_import(alice.actor.organisation, draft.id)) == program.counts["create"]


async def test_a_long_list_is_read_and_committed_by_jobs(
    alice: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "SMALL", 10)
    monkeypatch.setattr(actions, "SHORT", 10)
    monkeypatch.setattr(staging, "PIECE", 20)
    draft = await kept(alice, make.csv(*people(90), *people(90)))
    assert (await read(draft)).state == "reading"
    assert await ImportLine.count() == 0
    await run("read_list")
    row = await read(draft)
    assert (row.state, row.total, row.done) == ("ready", 180, 180)
    counts = await list_queries.counts(draft.id)
    assert (counts["create"], counts["unchanged"]) == (90, 90)
    await actions.commit(alice.actor, draft, 1, clock.now())
    assert (await read(draft)).state == "committing"
    assert await Person.count() == 0
    await run("commit_list")
    assert (await read(draft)).state == "committed"
    assert await Person.count() == 90
    assert await Institution.count() == 7
    await jobs.commit_list({"draft": str(draft.id), "user": None, "name": ""})
    assert await Person.count() == 90


async def test_progress_is_seen_before_the_commit_and_a_stop_writes_nothing(
    alice: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "SHORT", 10)
    monkeypatch.setattr(staging, "PIECE", 20)
    draft = await kept(alice, make.csv(*people(100)))
    await actions.commit(alice.actor, draft, 1, clock.now())
    seen: list[int] = []
    told = progress.tell

    async def look(draft_id: UUID, state: Any, done: int, total: int) -> None:
        await told(draft_id, state, done, total)
        outside = asyncio.get_running_loop().create_task(_stop_at(draft, seen, 60), context=Context())
        await outside

    monkeypatch.setattr(progress, "tell", look)
    await run("commit_list")
    assert seen == [20, 40, 60]
    assert (await read(draft)).state == "ready"
    assert await Person.count() == 0
    assert await Institution.count() == 0


async def _stop_at(draft: ImportDraft, seen: list[int], most: int) -> None:
    row = await read(draft)
    seen.append(row.done)
    if row.done >= most:
        await actions.stop(draft)


async def test_reading_that_was_stopped_can_begin_again(
    alice: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "SMALL", 10)
    draft = await kept(alice, make.csv(*people(5)))
    await actions.stop(draft)
    await run("read_list")
    assert (await read(draft)).state == "stopped"
    await actions.begin_again(alice.actor, draft)
    await run("read_list")
    assert (await read(draft)).state == "ready"
    assert await ImportLine.count() == 5


async def test_a_list_stopped_at_its_very_end_is_not_ready(alice: Somebody) -> None:
    draft = await kept(alice, make.csv(*people(3)))
    await ListReading.update({ListReading.state: "committing"}, force=True)

    async def stop(done: int, total: int) -> None:
        await ListReading.update({ListReading.state: "ready"}, force=True)

    with pytest.raises(Stopped):
        await work.commit(alice.actor, draft, clock.now(), stop)
    assert await Person.count() == 0


async def test_a_job_that_fails_says_so_on_its_list(alice: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SMALL", 10)
    hollow = await kept(alice, b"Nama;Instansi;Jabatan\n;;\n")
    lost = await kept(alice, make.csv(*people(2)))
    await store.delete(lost.sha256)
    await run("read_list")
    assert [(await read(one)).state for one in (hollow, lost)] == ["failed", "failed"]
    assert [(await read(one)).problem for one in (hollow, lost)] == ["empty_list", "list_forgotten"]


async def test_leaving_out_a_line_lets_the_next_one_of_the_same_person_count(alice: Somebody) -> None:
    rows = (("Budi", "L", "Staf", "Dinas", "", ""), ("H. Budi", "L", "Lurah", "Dinas", "", ""))
    draft = await kept(alice, make.csv(*rows, *people(2)))
    assert await lines(draft) == [
        (2, "create", True), (3, "unchanged", True), (4, "create", True), (5, "create", True),
    ]  # fmt: skip
    await actions.take(alice.actor, draft, 1, [2, 3, 4], [3, 4])
    assert (await lines(draft))[:2] == [(2, "create", False), (3, "create", True)]
    await actions.take_all(alice.actor, draft, 1, "create", False)
    counts = await list_queries.counts(draft.id)
    assert (counts["create"], counts["left_out"]) == (0, 4)
    await actions.take(alice.actor, draft, 1, [3], [3])
    await actions.commit(alice.actor, draft, 1, clock.now())
    assert await Person.select(Person.full_name, Person.title_prefix) == [
        {"full_name": "Budi", "title_prefix": "H."}
    ]
    assert await Institution.count() == 1


async def test_columns_said_by_hand_are_remembered_whatever_their_order(
    alice: Somebody, charlie: Somebody
) -> None:
    first = await kept(alice, b"Wong;Kantor Asal;Kode\nBudi;Dinas;7\nAni;Polres;8\n")
    assert (await read(first)).state == "unmapped"
    assert await ImportLine.count() == 0
    fields = ["full_name", "institution", ""]
    await actions.map_columns(alice.actor, first, 1, fields, False, clock.now())
    row = await read(first)
    assert (row.state, row.version, row.fields) == ("ready", 2, fields)
    second = await kept(alice, b"kode|KANTOR ASAL|wong\n9|RSUD|Cici\n10|RSUD|Dodi\n")
    row = await read(second)
    assert (row.state, row.remembered, row.fields) == ("ready", True, ["", "institution", "full_name"])
    stranger = await kept(charlie, b"Wong;Kantor Asal;Kode\nBudi;Dinas;7\nAni;Polres;8\n")
    assert (await read(stranger)).state == "unmapped"
    known = await mappings.remembered(alice.actor.organisation)
    assert [one.headings for one in known] == [["Wong", "Kantor Asal", "Kode"]]
    assert not await mappings.forget(charlie.actor, known[0].id)
    assert await mappings.forget(alice.actor, known[0].id)
    assert await ColumnMapping.count() == 0


async def test_a_list_without_headings_keeps_its_first_person(alice: Somebody) -> None:
    draft = await kept(alice, b"Budi,Dinas Sosial\nAni,Polres\nCici,RSUD\n")
    await actions.map_columns(alice.actor, draft, 1, ["full_name", "institution"], True, clock.now())
    shown = await list_queries.lines(draft.id, "", 1)
    assert [one.person.full_name for one in shown if one.person] == ["Budi", "Ani", "Cici"]
    assert await ColumnMapping.count() == 0


async def test_columns_that_make_no_sense_are_refused(alice: Somebody) -> None:
    draft = await kept(
        alice, make.csv(*people(2), headings=("Nama", "L/P", "Jabatan", "Instansi", "HP", "X"))
    )
    now = clock.now()
    with pytest.raises(NoNameChosen):
        await actions.map_columns(alice.actor, draft, 1, ["", "sex"], False, now)
    with pytest.raises(FieldTwice):
        await actions.map_columns(alice.actor, draft, 1, ["full_name", "sex", "sex", "", "", ""], False, now)
    with pytest.raises(ListChanged):
        await actions.map_columns(alice.actor, draft, 1, ["full_name"], False, now)
    with pytest.raises(ListChanged):
        await actions.commit(alice.actor, draft, 7, now)
    assert (await read(draft)).version == 1


async def test_of_two_who_commit_one_is_refused(alice: Somebody) -> None:
    draft = await kept(alice, make.csv(*people(20)))
    tasks = [
        asyncio.get_running_loop().create_task(
            actions.commit(alice.actor, draft, 1, clock.now()), context=Context()
        )
        for _ in range(3)
    ]
    done = await asyncio.gather(*tasks, return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["ListNotReady", "ListNotReady", "NoneType"]
    assert await Person.count() == 20
    with pytest.raises(ListNotReady):
        await actions.take(alice.actor, draft, 1, [2], [])


async def test_two_people_on_one_address_are_two_and_said_to_share_it(alice: Somebody) -> None:
    await make.person(alice.actor, "Dewi", email="Sekretariat@x.example")
    rows = [
        ("Kartini", "P", "", "Dinas", "", "kantor@x.example"),
        ("Budi", "L", "", "Dinas", "", "Kantor@x.example"),
        ("Ani", "P", "", "Dinas", "", "sekretariat@x.example"),
        ("Kartini", "P", "", "Dinas", "", "kantor@x.example"),
    ]
    draft = await kept(alice, make.csv(*rows))
    shown = await list_queries.lines(draft.id, "", 1)
    assert [[p.code for p in one.problems] for one in shown] == [
        ["shared_email"], ["shared_email"], ["known_email"], ["shared_email"],
    ]  # fmt: skip
    assert shown[0].problems[0].facts == {"line": 3}
    assert "Dewi" in shown[2].problems[0].message
    await actions.commit(alice.actor, draft, 1, clock.now())
    assert await Person.count() == 4


async def test_ten_thousand_lines_of_one_person_are_one_person(alice: Somebody) -> None:
    row = ("Budi", "L", "Staf", "Dinas", "081234567890", "b@x.example")
    draft = await kept(alice, make.csv(row))
    await staging.clear(draft.id)
    data = make.csv(*[row] * 10_000)
    await ListReading.update({ListReading.state: "reading"}, force=True)
    started = clock.now()
    await work.read(alice.actor, draft, clock.now(), nobody, data)
    assert clock.now() - started < timedelta(seconds=60)
    counts = await list_queries.counts(draft.id)
    assert (counts["create"], counts["unchanged"], counts["warnings"]) == (1, 9_999, 0)


async def test_queries_grow_with_pieces_and_not_with_lines(
    alice: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = []
    for size in (10, 400):
        draft = await kept(alice, make.csv(*people(size, f"Kantor {word(size)}")))
        with counting_queries() as asked:
            await actions.commit(alice.actor, draft, 1, clock.now())
        counts.append(asked.count)
    assert counts[0] == counts[1]


async def test_a_list_from_before_readings_were_kept_is_read_when_looked_at(alice: Somebody) -> None:
    draft = await kept(alice, make.csv(*people(3)))
    async with transaction():
        await ListReading.delete(force=True)
        await staging.clear(draft.id)
    row = await actions.reading_of(alice.actor, draft, clock.now())
    assert (row.state, row.total) == ("ready", 3)


async def test_forget_lets_go_of_lists_and_says_so_afterwards(alice: Somebody) -> None:
    draft = await kept(alice, make.csv(*people(2)))
    await jobs.forget_lists({})
    assert await ImportDraft.count() == 1
    assert await actions.forget(clock.now() + timedelta(seconds=1)) == 1
    assert (await ImportDraft.count(), await ImportLine.count(), await ListReading.count()) == (0, 0, 0)
    with pytest.raises(ListForgotten):
        await work.bytes_of(draft)


async def test_keep_refuses_what_cannot_be_read_and_keeps_nothing(
    alice: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    for small in (10, 100_000):
        monkeypatch.setattr(actions, "SMALL", small)
        with pytest.raises(UnreadableList):
            await kept(alice, b"%PDF-1.7 " + b"x" * 100)
    assert await ImportDraft.count() == 0
    assert await store.digests() == []


async def test_strangers_lists_stay_apart(alice: Somebody, charlie: Somebody) -> None:
    draft = await kept(alice, (DATA / SEMICOLON).read_bytes())
    await actions.commit(alice.actor, draft, 1, clock.now())
    assert len(await queries.people_of_import(alice.actor.organisation, draft.id)) == 91
    assert await queries.people_of_import(charlie.actor.organisation, draft.id) == []


async def run(name: str) -> None:
    """Runs every job of that name that waits, as a worker would."""
    waiting = await fetch("DELETE FROM pgqueuer WHERE entrypoint = $1 RETURNING payload", name)
    for row in waiting:
        await getattr(jobs, name)(json.loads(row["payload"]))
