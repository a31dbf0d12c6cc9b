"""The shape of a workbook's sheets, from their XML: how far the cells reach, and which are formulas."""

import re
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from events_app.stakeholders.sheets.faults import UnreadableList

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass
class Sheet:
    """How many rows and columns reach from A1 to the last cell; formulas by (row, column) from 0."""

    rows: int = 0
    columns: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)


NOTHING = Sheet()


def sheets(parts: dict[str, bytes]) -> dict[str, Sheet]:
    """Every worksheet by its name; one that no name leads to stands under its part's name."""
    named = _names(parts)
    found = [name for name in parts if name.lower().endswith(".xml") and "worksheets/" in name.lower()]
    every = {part: part for part in (*found, *(part for part in named if part in parts))}
    return {named.get(part, part): _measured(parts[part]) for part in every}


def _names(parts: dict[str, bytes]) -> dict[str, str]:
    """Part -> sheet name, through the workbook's relations."""
    targets: dict[str, str] = {}
    for tag, attributes in _elements(parts.get(_RELATIONS, b"")):
        if tag == "Relationship":
            targets[attributes.get("Id", "")] = _resolved(attributes.get("Target", ""))
    names: dict[str, str] = {}
    for tag, attributes in _elements(parts.get(_WORKBOOK, b"")):
        key = next((value for name, value in attributes.items() if name.endswith(":id")), "")
        if tag == "sheet" and key in targets:
            names[targets[key]] = attributes.get("name", "")
    return names


def _resolved(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def _elements(content: bytes) -> list[tuple[str, dict[str, str]]]:
    seen: list[tuple[str, dict[str, str]]] = []
    if content:
        _parse(content, lambda tag, attributes: seen.append((tag, attributes)))
    return seen


def _measured(content: bytes) -> Sheet:
    """One pass over the cells, keeping count where a row or a cell does not say its place."""
    sheet = Sheet()
    row = column = -1

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        if tag == "row":
            row, column = _number(attributes.get("r"), row + 2) - 1, -1
        elif tag == "c":
            column += 1
            if found := _PLACE.fullmatch(attributes.get("r", "").upper()):
                column, row = _column(found[1]), int(found[2]) - 1
            sheet.rows, sheet.columns = max(sheet.rows, row + 1), max(sheet.columns, column + 1)
        elif tag == "f":
            sheet.formulas.add((row, column))

    _parse(content, start)
    return sheet


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else otherwise


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _parse(content: bytes, start: Any) -> None:
    parser = ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: start(tag.rpartition(":")[2], attributes)
    try:
        parser.Parse(content, True)
    except (ExpatError, ValueError):
        raise UnreadableList() from None
