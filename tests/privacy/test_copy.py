"""A person's copy is for people: no code, no id and no moment of the database stands on its page."""

import io
import re
import zipfile
from collections.abc import Iterator
from enum import Enum

import pytest
from piccolo.columns import Column
from piccolo.table import Table

import events_app.app  # noqa: F401  every room's tables
from events_app import clock, i18n
from events_app.privacy import copying
from events_app.privacy.showing import SAYS, said
from events_app.privacy.traces import AUDITED, TRACES
from events_app.privacy.words import COLUMNS
from events_app.stakeholders.tables import Person
from tests.privacy.conftest import NAME, Lived


def _tables(of: type[Table] = Table) -> Iterator[type[Table]]:
    for one in of.__subclasses__():
        yield one
        yield from _tables(one)


def _coded() -> Iterator[tuple[str, str, type[Enum]]]:
    named = {one._meta.tablename: one for one in _tables()}
    for trace in (*TRACES, *AUDITED):
        columns: list[Column] = named[trace.table]._meta.columns if trace.table in named else []
        for column in columns:
            if column._meta.name in COLUMNS and column._meta.choices:
                yield trace.table, column._meta.name, column._meta.choices


@pytest.mark.parametrize(("table", "column", "codes"), list(_coded()))
def test_every_code_has_its_word(table: str, column: str, codes: type[Enum]) -> None:
    assert (table, column) in SAYS
    with i18n.using("id"):
        for code in codes:
            assert said(table, column, code.value, "Asia/Jakarta") != code.value


async def test_the_page_is_for_people(lived: Lived) -> None:
    person = await Person.objects().get(Person.id == lived.person)
    assert person is not None
    with i18n.using("id"):
        copy = await copying.copied(lived.owner, person, clock.now())
        data = await copying.archive(copy, clock.now())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        page = archive.read("everything.html").decode()
    assert NAME in page
    assert "WIB" in page
    assert "<dd>Silakan masuk</dd>" in page, "the scan that let them in"
    assert re.findall(r"<dd>\d{4}-\d{2}-\d{2}", page) == []
    assert re.findall(r"<dd>[0-9a-f]{8}-[0-9a-f]{4}-", page) == []
    assert re.findall(r"<dd>(?:[a-z]+_)+[a-z]+</dd>", page) == []
