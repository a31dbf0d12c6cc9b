"""Institutions, people and lists to try with."""

import io
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import xlsxwriter

from events_app.accounts.actor import Actor
from events_app.stakeholders import actions
from events_app.stakeholders.forms import InstitutionIn, PersonIn
from events_app.stakeholders.tables import Institution, InstitutionKind, Person

HEADINGS = ("Nama", "L/P", "Jabatan", "Instansi", "No HP", "Email")


async def institution(actor: Actor | UUID, name: str = "Dinas Sosial", **more: Any) -> Institution:
    """An institution, of an actor's organisation or of the one with that id."""
    facts = {"name": name, "kind": InstitutionKind.regional_agency} | more
    return await actions.create_institution(_actor(actor), InstitutionIn(**facts))


async def person(actor: Actor | UUID, full_name: str = "Dra. Hj. Kartini, M.Si", **more: Any) -> Person:
    """A person; `institution` may be an institution's row."""
    office = more.pop("institution", None)
    facts = {"full_name": full_name} | more | ({"institution_id": office.id} if office else {})
    return await actions.create_person(_actor(actor), PersonIn(**facts))


def csv(*rows: Sequence[str], headings: Sequence[str] = HEADINGS, mark: str = ";") -> bytes:
    """A list as a spreadsheet saves it."""
    return "\n".join(mark.join(row) for row in (headings, *rows)).encode()


def xlsx(*rows: Sequence[Any]) -> bytes:
    """A workbook; a text that begins with = becomes a formula."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Undangan")
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    return out.getvalue()


def _actor(given: Actor | UUID) -> Actor:
    return given if isinstance(given, Actor) else Actor.system(given)
