"""Who somebody was goes from the whole database; what was counted, and who did what when, stays."""

import json
import random
from contextlib import suppress
from typing import Any

import asyncpg
import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.database import execute, fetch, fetch_one, fetch_value, transaction
from events_app.privacy import actions, obstacles
from events_app.privacy.columns import SILENT, SPEAKS
from events_app.privacy.traces import TRACES
from tests import make_events, make_stakeholders
from tests.people import Somebody
from tests.privacy.conftest import MAIL, NAME, NIP, PHONE, Lived
from tests.privacy.people import due_person

TEXTS = """
SELECT table_name, column_name, data_type, character_maximum_length FROM information_schema.columns WHERE table_schema = 'public'
  AND data_type IN ('text', 'character varying', 'jsonb', 'json', 'ARRAY') AND udt_name NOT IN ('_uuid', '_timestamptz')
  AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'public')
  AND table_name <> 'migration' AND table_name NOT LIKE 'pgqueuer%' ORDER BY 1, 2
"""
GUARDED = """
SELECT DISTINCT p.proname FROM pg_proc p JOIN pg_trigger g ON g.tgfoid = p.oid
WHERE g.tgname = 'append_only' AND p.prosrc NOT LIKE '%forgets_only_words%'
"""


async def _holders(*needles: str) -> list[str]:
    """Every column of the database, that of bytes too, in which one of these stands."""
    found = []
    columns = await fetch(
        "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
        " AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = 'public')"
    )
    for one in columns:
        name = f'"{one["column_name"]}"'
        text = f"encode({name}, 'escape')" if one["data_type"] == "bytea" else f"{name}::text"
        sql = f'SELECT count(*) FROM "{one["table_name"]}" WHERE {text} ILIKE ANY($1)'
        if await fetch_value(sql, [f"%{needle}%" for needle in needles]):
            found.append(f"{one['table_name']}.{one['column_name']}")
    return found


async def _spread(lived: Lived) -> None:
    """Writes the person into every text that may speak of people, as far as the tables let it."""
    kinds = {(row["table_name"], row["column_name"]): row for row in await fetch(TEXTS)}
    for table, columns in SPEAKS.items():
        for column in columns:
            said = _said(kinds[table, column])
            rows = f'SELECT ctid FROM "{table}" WHERE organisation = $1 LIMIT 3'
            with suppress(asyncpg.IntegrityConstraintViolationError):
                async with transaction():
                    await execute("SET LOCAL events_app.anonymising = 'on'")
                    await execute(
                        f"""UPDATE "{table}" SET "{column}" = '{said}' WHERE ctid IN ({rows})""",
                        lived.organisation,
                    )


def _said(column: Any) -> str:
    words = f"Kata Dra. {NAME} ({MAIL}, 0812-9876-5432, {NIP}) tadi"
    shaped = {"jsonb": f'{{"who": "{words}"}}', "ARRAY": f'{{"{NAME}",x}}'}
    room = column["character_maximum_length"] or 500
    return shaped.get(column["data_type"], words if room >= len(words) else NAME[:room])


async def test_anonymising_leaves_no_trace_of_who_it_was(lived: Lived) -> None:
    await _spread(lived)
    assert len(await _holders(NAME)) > 80
    await actions.anonymise(lived.owner, lived.person, "Masa retensi berakhir.", clock.now())
    assert await _holders(NAME, MAIL, PHONE, NIP, "0812-9876-5432") == []


async def test_what_others_have_too_stays_in_texts(owner: Somebody) -> None:
    shared = {"email": "kantor@kota.example"}
    goes = await due_person(owner.actor, "Raden Saleh", **shared)
    await due_person(owner.actor, "Basuki Abdullah", **shared)
    namesake = await due_person(owner.actor, "Affandi Koesoema")
    await due_person(owner.actor, "Affandi Koesoema")
    office = await due_person(owner.actor, "Dinas Sosial")
    single = await due_person(owner.actor, "Kartini")
    await make_stakeholders.institution(owner.actor)
    said = "Raden Saleh, kantor@kota.example, Affandi Koesoema, Dinas Sosial, Jalan Kartini"
    event = await make_events.event(owner.actor.organisation, title=said, description="Kartini")
    people = [goes, namesake, office, single]
    assert await actions.anonymise_many(owner.actor, people, "Masa retensi berakhir.", clock.now()) == 4
    row = await fetch_one("SELECT title, description FROM event WHERE id = $1", event.id)
    left = "Orang yang dianonimkan, kantor@kota.example, Affandi Koesoema, Dinas Sosial, Jalan Kartini"
    assert dict(row or {}) == {"title": left, "description": "Orang yang dianonimkan"}


async def test_whoever_calls_themselves_like_a_theme_or_a_place_takes_no_word_from_the_city(
    owner: Somebody, city: Organisation
) -> None:
    names = ("Perlindungan Anak", "Kota Lembayung", "Rapat Koordinasi Gugus Tugas", "Raden Saleh")
    people = [await due_person(owner.actor, one) for one in names]
    title, theme = "Rapat Koordinasi Gugus Tugas", "perlindungan anak"
    event = await make_events.event(city.id, title=title, theme=theme, description=" · ".join(names))
    assert await actions.anonymise_many(owner.actor, people, "Masa retensi berakhir.", clock.now()) == 4
    row = await fetch_one("SELECT title, theme, description FROM event WHERE id = $1", event.id)
    left = " · ".join((*names[:3], "Orang yang dianonimkan"))
    assert dict(row or {}) == {"title": title, "theme": theme, "description": left}


@pytest.mark.parametrize(
    "written",
    [
        "Ma'ruf Syafi'i",
        "Ma’ruf Syafi’i",
        "Ma&#39;ruf Syafi&#39;i",
        r"Ma\u2019ruf Syafi\u2019i",
        r"Ma'ruf\nSyafi'i",
    ],
)
async def test_a_name_goes_however_mails_and_records_write_its_apostrophe(
    owner: Somebody, written: str
) -> None:
    goes = await due_person(owner.actor, "Ma'ruf Syafi'i")
    event = await make_events.event(owner.actor.organisation, description=f"Kata {written}, tadi")
    await actions.anonymise(owner.actor, goes, "Masa retensi berakhir.", clock.now())
    said = await fetch_value("SELECT description FROM event WHERE id = $1", event.id)
    assert said == "Kata Orang yang dianonimkan, tadi"


async def test_who_stands_at_the_beginning_of_a_line_goes_from_records_of_many_lines(owner: Somebody) -> None:
    marks = {"email": "raden@rumah.example", "phone": "+6281298765432"}
    goes = await due_person(owner.actor, "Raden Saleh", **marks)
    lines = json.dumps({"who": "Dinas Sosial\nRaden Saleh\nraden@rumah.example\n\u00a00812-9876-5432"})
    event = await make_events.event(owner.actor.organisation, description=lines)
    await actions.anonymise(owner.actor, goes, "Masa retensi berakhir.", clock.now())
    left = {"who": "Dinas Sosial\nOrang yang dianonimkan\n***\n\u00a0***"}
    said = await fetch_value("SELECT description FROM event WHERE id = $1", event.id)
    assert json.loads(said) == left


async def test_every_text_of_the_schema_is_classified(db: str) -> None:
    known = [(table, one) for part in (SPEAKS, SILENT) for table, columns in part.items() for one in columns]
    there = [(row["table_name"], row["column_name"]) for row in await fetch(TEXTS)]
    assert sorted(known) == sorted(there), "say in privacy/columns.py whether a new text may speak of people"


async def test_traces_name_columns_that_exist(db: str) -> None:
    sql = "SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'public'"
    there = {row["name"] for row in await fetch(sql)}
    assert {f"{one.table}.{column}" for one in TRACES for column in one.goes} <= there


async def test_every_guard_of_added_rows_lets_words_go_and_nothing_else(db: str) -> None:
    assert await fetch(GUARDED) == []


async def _anonymising(sql: str, entry: Any) -> None:
    async with transaction():
        await execute("SET LOCAL events_app.anonymising = 'on'")
        await execute(sql, entry)


async def test_a_record_forgets_words_and_keeps_who_and_when(alice: Somebody) -> None:
    entry = await fetch_value("SELECT id FROM audit_entry WHERE actor IS NOT NULL LIMIT 1")
    name = "UPDATE audit_entry SET actor_name = 'x' WHERE id = $1"
    kept = [
        f"UPDATE audit_entry SET {one} WHERE id = $1"
        for one in ("created_at = now()", "actor = NULL", "via = 'link'")
    ]
    for sql in (*kept, "DELETE FROM audit_entry WHERE id = $1"):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await _anonymising(sql, entry)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await execute(name, entry)
    await _anonymising(name, entry)
    assert await fetch_value("SELECT actor_name FROM audit_entry WHERE id = $1", entry) == "x"


SOME = """
SELECT id FROM person WHERE organisation = $1 AND successor IS NULL AND id NOT IN (SELECT person FROM retention_postponement)
"""
COUNTS = (
    "SELECT outcome, count(*) FROM scan GROUP BY 1 ORDER BY 1",
    "SELECT a.event, p.sex, count(*) FROM attendance a JOIN guest g ON g.id = a.guest JOIN person p ON p.id = g.person"
    " GROUP BY 1, 2 ORDER BY 1, 2",
    "SELECT g.event, g.institution, g.state, count(*) FROM guest g GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    "SELECT institution, state, ratification, closing_rating, count(*) FROM commitment GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4",
    "SELECT state, due, done_on, count(*) FROM follow_up_action GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
    "SELECT verdict, verifier, created_at FROM verification ORDER BY id",
    "SELECT verb, actor, subject, created_at FROM audit_entry WHERE verb <> 'person.anonymised' ORDER BY id",
    "SELECT purpose, text_version, wording, given_at FROM consent_record ORDER BY id",
    "SELECT kind, state = 'sent', sent_at FROM message ORDER BY id",
    "SELECT answer, outcome, by, created_at FROM invitation_answer ORDER BY id",
)


async def _counted() -> list[Any]:
    return [await fetch(sql) for sql in COUNTS]


async def test_counts_stay_when_many_are_anonymised(lived: Lived) -> None:
    before = await _counted()
    people = [row["id"] for row in await fetch(SOME, lived.organisation)]
    against = await obstacles.against(lived.organisation, people, clock.now())
    chosen = random.sample([one for one in people if not against[one]], 10)
    held = [one for one in people if against[one]][:3]
    done = await actions.anonymise_many(lived.owner, chosen + held, "Masa retensi berakhir.", clock.now())
    assert done == 10
    assert await _counted() == before
    assert await actions.anonymise_many(lived.owner, chosen, "Masa retensi berakhir.", clock.now()) == 0
    gone = "SELECT count(*), count(DISTINCT full_name) AS names FROM person WHERE anonymised_at IS NOT NULL AND successor IS NULL"
    assert dict(await fetch_one(gone) or {}) == {"count": done, "names": 1}
