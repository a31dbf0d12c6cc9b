"""Papers: a print template and plain data become a PDF that can be archived and read aloud."""

import asyncio
import json
import logging
import re
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

from events_app import clock, paths
from events_app.documents.text import legible

TEMPLATES = paths.TEMPLATES / "print"
FONTS = paths.STATIC / "vendor" / "fonts"
STANDARDS: Any = ["a-2a", "ua-1"]

PICTURE = b"""#set page(width: auto, height: auto, margin: 0pt, fill: white)
#image("drawing.svg", width: 15cm)
"""

log = logging.getLogger(__name__)
# Two at once and no more: a long list must not take every core, nor a short letter wait behind it.
_presses = ThreadPoolExecutor(max_workers=2, thread_name_prefix="pdf")


async def render(
    template: str,
    data: Mapping[str, Any],
    *,
    files: Mapping[str, bytes] | None = None,
    made_at: datetime | None = None,
) -> bytes:
    """Set `templates/print/<template>.typ` with `data` into a tagged PDF, PDF/A-2a and PDF/UA-1.

    Data stays text: nothing in it is ever run. `data["lang"]` is the paper's language, `files` are
    images the template names. The same data, files and `made_at` give the same bytes. A character
    that the font lacks costs the archival mark, never the paper.
    """
    arguments = (template, legible_data(data), dict(files or {}), made_at or clock.now())
    return await asyncio.get_running_loop().run_in_executor(_presses, _render, *arguments)


async def picture(svg: str) -> bytes:
    """A drawing as PNG, for files that take no drawings; its letters are those of the papers."""
    return await asyncio.get_running_loop().run_in_executor(_presses, _picture, legible(svg))


def _picture(svg: str) -> bytes:
    sources = {"main.typ": PICTURE, "drawing.svg": svg.encode()}
    given: Any = sources
    with tempfile.TemporaryDirectory(prefix="print-") as root:
        drawn: Any = typst.compile(given, root=root, font_paths=_fonts(), format="png", ppi=200.0)
    return drawn  # type: ignore[no-any-return]


def legible_data(value: Any) -> Any:
    """The same lists, dicts, numbers and words, the words without what a printer cannot take."""
    match value:
        case str():
            return legible(value)
        case Mapping():
            return {legible(str(key)): legible_data(item) for key, item in value.items()}
        case list() | tuple():
            return [legible_data(item) for item in value]
    return value


def _render(template: str, data: Any, files: dict[str, bytes], made_at: datetime) -> bytes:
    sources = _sources(template) | {"data.json": json.dumps(data, ensure_ascii=False).encode()}
    # The folder is the whole world a template can read: nothing but the files it was given.
    with tempfile.TemporaryDirectory(prefix="print-") as root:
        for name, content in files.items():
            (Path(root) / _plain_name(name)).write_bytes(content)
        return _archival_or_plain(template, sources, root, int(made_at.timestamp()))


def _archival_or_plain(template: str, sources: dict[str, bytes], root: str, timestamp: int) -> bytes:
    try:
        return _compile(sources, root, timestamp, STANDARDS)
    except typst.TypstError as fault:
        if "could not be displayed" not in fault.message:
            raise
    log.warning("print/%s: the font lacks a character; made without the archival mark", template)
    return _compile(sources, root, timestamp, [])


def _compile(sources: dict[str, bytes], root: str, timestamp: int, standards: Any) -> bytes:
    given: Any = sources
    return typst.compile(
        given, root=root, font_paths=_fonts(), pdf_standards=standards, timestamp=timestamp, format="pdf"
    )


def _sources(template: str) -> dict[str, bytes]:
    chosen = TEMPLATES / f"{_plain_name(template)}.typ"
    return {"main.typ": chosen.read_bytes(), "lib.typ": (TEMPLATES / "lib.typ").read_bytes()}


def _plain_name(name: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*(\.[a-z]+)?", name):
        raise ValueError(f"{name!r} is not the plain name of a print file")
    return name


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
