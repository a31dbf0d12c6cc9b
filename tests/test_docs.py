"""What the docs say exists, exists: links, files, variables, commands, endpoints, dependencies."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from events_app.app import create_app
from tests.deployment import ROOT, commands, variables

PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
PLACES = (
    "events_app",
    "templates",
    "static",
    "tests",
    "docs",
    "deploy",
    "scripts",
    "piccolo_migrations",
    "bench",
)
RUN_IT = (ROOT / "docs/guides/run-it.md").read_text()

page = pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))


def targets(text: str) -> Iterator[str]:
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not target.startswith(("http://", "https://", "mailto:", "docs/images/")):
            yield target


def headings(path: Path) -> set[str]:
    found = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in found}


def named_files(text: str) -> Iterator[str]:
    """Names in backticks that say where they are, without placeholders or wildcards."""
    for name in re.findall(r"`([^`\s]+)`", text):
        if name.split("/")[0] in PLACES and "/" in name and not set(name) & set("<>*{}…"):
            yield name


@page
def test_links_lead_somewhere(page: Path) -> None:
    for target in targets(page.read_text()):
        name, _, anchor = target.partition("#")
        goal = page.parent / name if name else page
        assert goal.exists(), target
        assert not anchor or anchor in headings(goal), target


@page
def test_files_and_folders_named_exist(page: Path) -> None:
    missing = [name for name in named_files(page.read_text()) if not (ROOT / name).exists()]
    assert not missing


@page
def test_text_names_no_machine_and_leaves_nothing_open(page: Path) -> None:
    assert not re.search(r"/(?:work|home|root)/|TODO|FIXME|coming soon", page.read_text())


def test_every_variable_is_documented() -> None:
    rows = set(re.findall(r"EVENTS_[A-Z_]+", "".join(re.findall(r"^\| `EVENTS_.+$", RUN_IT, re.MULTILINE))))
    assert variables() - {"EVENTS_"} <= rows


@page
def test_no_variable_is_invented(page: Path) -> None:
    assert set(re.findall(r"\bEVENTS_[A-Z_]*[A-Z]\b", page.read_text())) <= known_variables()


def known_variables() -> set[str]:
    source = "".join(path.read_text() for path in (ROOT / "events_app/embedded").glob("*.py"))
    return variables() | set(re.findall(r'"(EVENTS_[A-Z_]+)"', source))


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command: str) -> None:
    assert f"`events-app {command}" in RUN_IT


@page
def test_no_command_is_invented(page: Path) -> None:
    known = {command.split()[0] for command in commands()}
    assert set(re.findall(r"(?:`|exec web )events-app ([a-z]+)", page.read_text())) <= known


def test_every_dependency_has_its_decision() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = [re.split(r"[\[<>=~ ]", line)[0].lower() for line in project["dependencies"]]
    decided = "".join(path.read_text() for path in (ROOT / "docs/decisions").glob("0*.md"))
    assert [name for name in names if f"`{name}`" not in decided] == []


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs/decisions"
    listed = set(re.findall(r"\]\((\d{4}-[^)]+)\)", (folder / "README.md").read_text()))
    assert listed == {path.name for path in folder.glob("0*.md")}


def test_every_room_stands_in_the_architecture() -> None:
    drawn = (ROOT / "docs/architecture.md").read_text()
    rooms = [path.parent.name for path in (ROOT / "events_app").glob("*/__init__.py")]
    assert [room for room in rooms if f"`events_app/{room}/`" not in drawn] == []


@page
def test_no_row_and_no_bullet_stands_twice(page: Path) -> None:
    named = re.findall(r"^\| (`events_app/[^|]+`) \|", page.read_text(), re.MULTILINE)
    begun = re.findall(r"^- (.{60})", page.read_text(), re.MULTILINE)
    assert [one for one, times in Counter(named + begun).items() if times > 1] == []


def test_api_guide_calls_what_is_there() -> None:
    served = {
        (method, re.sub(r"\{[^}]+\}", "*", route.path))
        for route in create_app().litestar.routes
        for method in getattr(route, "methods", ())
    }
    text = (ROOT / "docs/guides/api.md").read_text().replace("\\\n", " ")
    called = set(api_calls(text))
    assert len(called) > 12
    assert called <= served, called - served


def api_calls(text: str) -> Iterator[tuple[str, str]]:
    """The method and path of each curl in a text; a body makes it a POST."""
    for line in re.findall(r"(?:call|curl)[^\n]*?\$API/[^\n]*(?:\n  [^\n]+)*", text):
        path = re.search(r"\$API(/[^\s|)]+?)(?=\s|\)|$| \|)", re.sub(r"\$\([^)]*\)", "$X", line))
        assert path is not None, line
        told = re.search(r"-X ([A-Z]+)", line)
        method = told.group(1) if told else "POST" if " -d " in line else "GET"
        yield method, "/api/v1" + re.sub(r"\$\w+", "*", path.group(1))


def test_readme_is_two_screens() -> None:
    lines = (ROOT / "README.md").read_text().splitlines()
    assert len(lines) <= 110
    assert any("legal advice" in line for line in lines)
