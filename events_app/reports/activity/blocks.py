"""What a report is made of: headings, paragraphs, facts, lists, tables, pictures. The PDF and the DOCX set the same ones."""

from collections.abc import Sequence
from typing import Any

Block = dict[str, Any]


def heading(text: str, level: int = 2) -> Block:
    return {"kind": "heading", "text": text, "level": level}


def text(words: str, nothing: str = "") -> list[Block]:
    """A paragraph for each; `nothing` says so where there are no words."""
    parts = [part.strip() for part in words.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return [{"kind": "text", "text": part} for part in parts or [nothing] if part]


def facts(pairs: list[list[str]]) -> Block:
    return {"kind": "facts", "pairs": pairs}


def bullets(items: Sequence[str]) -> Block:
    return {"kind": "list", "items": list(items)}


def table(
    headers: list[str],
    rows: Sequence[Sequence[Any]],
    widths: Sequence[float],
    numbers: Sequence[int] = (),
    total: Sequence[str] | None = None,
) -> Block:
    """`widths`: shares of the line; a cell is words, or a drawing with `svg`, `alt` and `note`. The columns of `numbers`
    stand to the right; `total` is a last row that adds up the others.
    """
    return {
        "kind": "table",
        "headers": headers,
        "rows": [list(row) for row in rows] + ([list(total)] if total else []),
        "widths": list(widths),
        "numbers": list(numbers),
        "total": total is not None,
    }


def photo(file: str, caption: str, alt: str) -> Block:
    return {"kind": "photo", "file": file, "caption": caption, "alt": alt}


def section(title: str, *parts: Block | list[Block]) -> list[Block]:
    """A heading and what stands below it."""
    made = [heading(title)]
    for part in parts:
        made += part if isinstance(part, list) else [part]
    return made
