"""Lists: what is previewed is what is written, once, whoever races and however often."""

import asyncio
from contextvars import Context
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events_app import clock
from events_app.accounts.actor import Actor
from events_app.accounts.tables import AuditEntry
from events_app.database import counting_queries
from events_app.stakeholders import imports, queries
from events_app.stakeholders.imports import ImportReport
from events_app.stakeholders.sheets.faults import UnreadableList
from events_app.stakeholders.tables import Institution, Person, Position
from tests import make_stakeholders as make
from tests.people import Somebody

DATA = Path(__file__).parents[1] / "data"
SEMICOLON, WORKBOOK = "stakeholders-semicolon.csv", "stakeholders.xlsx"
CELLS = st.one_of(
    st.text(max_size=25),
    st.sampled_from(
        ["-", "=1+1", "Kartini", "Dra. Kartini, M.Si", "0812-3456-7890", "a@b.example", "L", "P"]
    ),
)


async def commit(actor: Actor, filename: str, data: bytes) -> imports.ImportReport:
    """Written now."""
    return await imports.commit(actor, filename, data, clock.now())


@pytest.mark.parametrize(
    ("name", "created", "repeated"), [(SEMICOLON, 91, {41, 78, 95, 96}), (WORKBOOK, 59, {45})]
)
async def test_commit_does_what_preview_says_and_again_nothing(
    alice: Somebody, name: str, created: int, repeated: set[int]
) -> None:
    data = (DATA / name).read_bytes()
    before = await imports.preview(alice.actor, data)
    assert await Person.count() == 0
    done = await commit(alice.actor, name, data)
    assert outcomes(done) == outcomes(before)
    assert done.counts["create"] == await Person.count() == created
    assert {row.line for row in done.rows if row.outcome == "unchanged"} == repeated
    again = await commit(alice.actor, name, data)
    assert set(outcomes(again)) == {"unchanged"}
    assert [row.person and row.person.id for row in again.rows] == [
        row.person and row.person.id for row in done.rows
    ]
    assert await Person.count() == created


async def test_commit_of_both_files_meets_in_the_same_institutions(alice: Somebody) -> None:
    await commit(alice.actor, SEMICOLON, (DATA / SEMICOLON).read_bytes())
    second = await commit(alice.actor, WORKBOOK, (DATA / WORKBOOK).read_bytes())
    assert second.counts == {"create": 57, "update": 2, "unchanged": 1, "error": 0, "warnings": 1, "rows": 60}
    names = await Institution.select(Institution.name).output(as_list=True)
    assert len(names) == len({name.casefold() for name in names})
    assert "Kelurahan Kuripan Lor" in names
    assert "RSUD Lembayung" in names
    assert await AuditEntry.count().where(AuditEntry.verb == "people.imported") == 2


async def test_commit_fills_and_changes_only_what_the_list_gives(alice: Somebody) -> None:
    office = await make.institution(alice.actor, "Dinas Sosial", email="dinsos@x.example")
    row = await make.person(
        alice.actor, "Kartini, M.Si", institution=office, email="k@x.example", phone="081234567890"
    )
    data = make.csv(("dra. KARTINI", "P", "Kepala Dinas", "dinas  SOSIAL", "-", ""))
    done = await commit(alice.actor, "a.csv", data)
    assert outcomes(done) == ["update"]
    kept = await queries.person(alice.actor.organisation, row.id)
    assert kept is not None
    assert (kept.display_name, kept.phone, kept.email) == (
        "dra. Kartini, M.Si",
        "+6281234567890",
        "k@x.example",
    )
    assert (kept.sex, kept.position, kept.is_head) == ("female", "Kepala Dinas", True)


async def test_mail_never_makes_two_people_one(alice: Somebody) -> None:
    rows = (
        ("Kartini", "P", "", "Dinas", "", "kantor@x.example"),
        ("Budi", "L", "", "Dinas", "", "kantor@x.example"),
    )
    done = await commit(alice.actor, "a.csv", make.csv(*rows, ("Budi", "L", "", "Polres", "", "")))
    assert outcomes(done) == ["create", "create", "create"]


async def test_commit_leaves_refused_lines_out_and_writes_the_rest(alice: Somebody) -> None:
    rows = [
        ("Kartini", "P", "", "Dinas", "0812", "k@x.example"),
        ("-", "L", "", "Dinas", "", ""),
        ("=CMD()", "L", "", "Dinas", "", ""),
        ("Budi", "X", "", "Hanya Salah", "", "budi@@x"),
        ("Prof. Ayu", "x", "", "", "8.12E+10", ""),
    ]
    done = await commit(alice.actor, "a.csv", make.csv(*rows))
    assert outcomes(done) == ["create", "error", "error", "error", "create"]
    assert [[(p.code, p.severity) for p in row.problems] for row in done.rows] == [
        [("invalid_phone", "warning")],
        [("no_name", "error")],
        [("formula", "error")],
        [("unknown_sex", "warning"), ("invalid_email", "error")],
        [("unknown_sex", "warning"), ("invalid_phone", "warning")],
    ]
    assert await Person.select(Person.full_name, Person.phone).order_by(Person.full_name) == [
        {"full_name": "Ayu", "phone": ""},
        {"full_name": "Kartini", "phone": ""},
    ]
    assert await Institution.count() == 1


async def test_commit_keeps_no_national_identity_number(alice: Somebody) -> None:
    nik = "3375014101900001"
    lines = f"Nama,Instansi,Jabatan,NIP\nKartini,Dinas A,Staf {nik},{nik}\nDewi {nik},Dinas A,,\n"
    done = await commit(alice.actor, "x.csv", lines.encode())
    told = [(p.field, p.code, p.severity) for row in done.rows for p in row.problems]
    assert told == [
        ("position", "looks_like_nik", "warning"),
        ("nip", "looks_like_nik", "warning"),
        ("full_name", "looks_like_nik", "error"),
    ]
    [kept] = await Person.objects()
    assert (kept.full_name, kept.nip, kept.position) == ("Kartini", "", None)


async def test_first_of_two_lines_decides_and_the_second_says_so(alice: Somebody) -> None:
    rows = (("Budi", "L", "Staf", "Dinas", "", ""), ("H. Budi", "L", "Lurah", "DINAS ", "", ""))
    done = await commit(alice.actor, "a.csv", make.csv(*rows))
    assert outcomes(done) == ["create", "unchanged"]
    assert [p.code for p in done.rows[1].problems] == ["repeated"]
    assert outcomes(await commit(alice.actor, "a.csv", make.csv(*rows))) == ["unchanged", "unchanged"]


async def test_racing_commits_of_one_list_write_it_once(alice: Somebody) -> None:
    data = (DATA / SEMICOLON).read_bytes()
    tasks = [
        asyncio.get_running_loop().create_task(commit(alice.actor, "a.csv", data), context=Context())
        for _ in range(4)
    ]
    reports = await asyncio.gather(*tasks)
    assert sorted(report.counts["create"] for report in reports) == [0, 0, 0, 91]
    assert await Person.count() == 91


async def test_racing_lists_of_one_institution_share_it(alice: Somebody) -> None:
    lists = [make.csv((f"Orang {'ABCD'[n]}", "L", "Staf", "Dinas Baru", "", "")) for n in range(4)]
    tasks = [
        asyncio.get_running_loop().create_task(commit(alice.actor, "a.csv", data), context=Context())
        for data in lists
    ]
    others = asyncio.get_running_loop().create_task(
        make.institution(alice.actor, "Dinas Lain"), context=Context()
    )
    await asyncio.gather(*tasks, others)
    assert await Institution.count() == 2
    assert await Position.count() == 1


async def test_queries_stay_as_many_for_ten_lines_as_for_a_thousand(alice: Somebody) -> None:
    counts = []
    for size in (10, 1000):
        rows = [
            (f"Orang {_word(n)} {_word(size)}", "L", f"Staf {_word(n)}", f"Kantor {_word(n)} {size}", "", "")
            for n in range(size)
        ]
        with counting_queries() as asked:
            report = await commit(alice.actor, "a.csv", make.csv(*rows))
        assert report.counts["create"] == size
        counts.append(asked.count)
    assert counts[0] == counts[1] <= 12


async def test_strangers_lists_and_people_stay_apart(alice: Somebody, charlie: Somebody) -> None:
    data = (DATA / SEMICOLON).read_bytes()
    await commit(alice.actor, SEMICOLON, data)
    theirs = await imports.preview(charlie.actor, data)
    assert theirs.counts["create"] == 91
    assert await queries.people_by_name(charlie.actor.organisation) == []


async def test_commit_takes_any_file_name(alice: Somebody) -> None:
    data = make.csv(("Kartini", "P", "", "", "", ""))
    done = await commit(alice.actor, "a\x00\udcff" + "b" * 400, data)
    assert outcomes(done) == ["create"]


@given(st.lists(st.tuples(*[CELLS] * 6), min_size=1, max_size=6))
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_commit_takes_any_cells_and_twice_changes_nothing(
    alice: Somebody, rows: list[tuple[str, ...]]
) -> None:
    data = make.csv(*rows, mark="\t")
    try:
        first = await commit(alice.actor, "a.csv", data)
    except UnreadableList:
        return
    second = await commit(alice.actor, "a.csv", data)
    assert len(second.rows) == len(first.rows)
    assert all(
        now.outcome == ("error" if then.outcome == "error" else "unchanged")
        for then, now in zip(first.rows, second.rows, strict=True)
    )


def outcomes(report: ImportReport) -> list[str]:
    return [row.outcome for row in report.rows]


def _word(number: int) -> str:
    """A number in letters, for names."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


async def test_names_from_a_numbered_list_come_without_their_numbers(alice: Somebody) -> None:
    data = b"Nama;Instansi\n1. Ani;Dinas A\n2. Dra. Budi, M.Si;Dinas A\n- Citra;Dinas A\n=1+1. Dewi;Dinas A\n"
    answer = await alice.api.post("/imports/people?commit=true", files={"file": ("a.csv", data)})
    rows = answer.json()["rows"]
    assert [row["outcome"] for row in rows] == ["create", "create", "create", "error"]
    assert [row["person"]["display_name"] for row in rows[:3]] == ["Ani", "Dra. Budi, M.Si", "Citra"]
