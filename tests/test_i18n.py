"""Both languages are complete: a sentence without Indonesian fails here."""

import ast
import functools
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from events_app import formats, i18n

ROOT = Path(__file__).parent.parent
KEYWORDS: dict[str, object] = {
    "_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "trans": None,
}  # fmt: skip
METHODS = [("events_app/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
OPTIONS = {
    pattern: {"trimmed": "true", "extensions": "jinja2.ext.do", "silent": "false"}
    for pattern, kind in METHODS
    if kind == "jinja2"
}
PLACEHOLDER = re.compile(r"%\((\w+)\)")


@functools.cache
def _sources() -> dict[object, str]:
    found = extract_from_dir(ROOT, METHODS, OPTIONS, KEYWORDS)  # type: ignore[arg-type]
    return {message: f"{file}:{line}" for file, line, message, _comments, _context in found if message}


def test_every_sentence_has_its_indonesian() -> None:
    catalogue = i18n.catalogue("id")
    missing = []
    for message, where in _sources().items():
        known = catalogue.get(str(message[0] if isinstance(message, tuple) else message))
        if known is None or not (all(known.string) if isinstance(known.string, tuple) else known.string):
            missing.append(f"{where} {message!r}")
    assert not missing, f"{len(missing)} without Indonesian:\n" + "\n".join(missing)


def test_sentence_inside_another_call_has_its_indonesian_too() -> None:
    """What reads the sources for the catalogues looks at the first words of a call, not at calls within it."""
    known = {message.id for message in i18n.catalogue("id")}
    missing = [
        f"{path.relative_to(ROOT)}:{call.lineno} {call.args[0].value!r}"
        for path in (ROOT / "events_app").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", "N_", "gettext"}
        if call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value not in known
    ]
    assert missing == []


def test_both_languages_name_the_same_placeholders() -> None:
    for message in i18n.catalogue("id"):
        if not message.id:
            continue
        english = message.id if isinstance(message.id, str) else message.id[-1]
        indonesian = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
        assert set(PLACEHOLDER.findall(indonesian)) == set(PLACEHOLDER.findall(english)), english


@pytest.mark.parametrize("path", sorted(i18n.FOLDER.rglob("*.po")), ids=lambda path: path.stem)
def test_catalogues_hold_nothing_that_is_said_nowhere(path: Path) -> None:
    said = set()
    for message in _sources():
        said |= set(message) if isinstance(message, tuple) else {message}
    with path.open("rb") as file:
        kept = [m.id if isinstance(m.id, str) else m.id[0] for m in read_po(file, locale="id") if m.id]
    assert not [one for one in kept if one not in said]


def test_dates_are_written_as_each_language_writes_them() -> None:
    from datetime import UTC, datetime

    opening = datetime(2019, 8, 12, 2, 0, tzinfo=UTC)
    with i18n.using("id"):
        assert formats.datetime_long(opening, "Asia/Jakarta") == "Senin, 12 Agustus 2019, pukul 09.00 WIB"
        assert formats.time_text(opening, "Asia/Makassar") == "10.00 WITA"
        assert formats.time_text(opening, "Asia/Jayapura") == "11.00 WIT"
        assert formats.date_short(datetime(2019, 8, 11, 18, 0, tzinfo=UTC), "Asia/Jakarta") == "12 Agu 2019"
        assert formats.number(1_250_000.5, 1) == "1.250.000,5"
    with i18n.using("en"):
        assert formats.datetime_long(opening, "Asia/Jakarta") == "Monday, 12 August 2019, at 09:00 WIB"
        assert formats.number(1_250_000.5, 1) == "1,250,000.5"


def test_one_sentence_has_one_translation_wherever_it_is_said() -> None:
    said: dict[object, set[object]] = {}
    for path in sorted(i18n.FOLDER.rglob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="id"):
                if message.id:
                    one = message.id if isinstance(message.id, str) else message.id[0]
                    text = message.string if isinstance(message.string, str) else (message.string or ("",))[0]
                    said.setdefault((one, message.context), set()).add(text)
    assert not {one: texts for one, texts in said.items() if len(texts) > 1}
