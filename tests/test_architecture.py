"""The house's rules, read from the code itself: which room may know which, and what may know the web."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from events_app.rooms import ROOMS

PACKAGE = Path(__file__).parent.parent / "events_app"
NO_WEB = {"tables", "forms", "actions", "queries", "mails"}
DOORS = {"pages", "api"}
KERNEL_ABOVE = {"app", "cli", "people", "rooms", "serving", "web_process", "backups", "doctor", "demo"}
"""What stands above the rooms and may know them all."""

FILES = sorted(PACKAGE.rglob("*.py"))


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def _room(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "events_app" and parts[1] in ROOMS else None


def _where(path: Path) -> tuple[str, str]:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0], parts[-1]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_knows_only_rooms_to_its_left(path: Path) -> None:
    here, _leaf = _where(path)
    if here in KERNEL_ABOVE:
        return
    known = {room for module in _imports(path) if (room := _room(module))} - {here}
    allowed = set(ROOMS[: ROOMS.index(here)]) if here in ROOMS else set()
    assert known <= allowed, f"{here} must not know {sorted(known - allowed)}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nouns_and_verbs_know_no_web_framework(path: Path) -> None:
    here, leaf = _where(path)
    parts = set(path.relative_to(PACKAGE).with_suffix("").parts[1:])
    if here not in ROOMS or not (parts & NO_WEB or leaf in NO_WEB):
        return
    webby = [name for name in _imports(path) if name.startswith(("litestar", "events_app.web"))]
    assert not webby, webby


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_table_of_contents_opens_a_door(path: Path) -> None:
    here, leaf = _where(path)
    if here == "app":
        return
    doors = {name for name in _imports(path) if _room(name) and name.split(".")[-1] in DOORS}
    own = {f"events_app.{here}.{door}" for door in DOORS}
    inside = leaf in DOORS or path.parent.name in DOORS  # a room's doors may be a folder of that name
    assert doors - own == set() or inside, f"{path.name} imports {sorted(doors)}"


def test_every_room_tells_its_story() -> None:
    for room in ROOMS:
        story = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text()))
        assert story, room
        assert len(story) > 150, room


def test_no_drawer_exists() -> None:
    drawers = {"utils", "helpers", "common", "core", "misc", "services", "repositories"}
    assert not [path for path in FILES if path.stem in drawers or path.parent.name in drawers]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_file_or_function_outgrew_the_house(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 250
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            assert lines <= 40, f"{node.name}: {lines} lines"
