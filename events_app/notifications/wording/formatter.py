"""Plain placeholders in words that people write: `{link}`, and nothing more. No expression is ever evaluated."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|[{}]")


@dataclass(frozen=True)
class Slot:
    """Where a value will stand."""

    name: str


@dataclass(frozen=True)
class Stray:
    """A brace that opens or closes nothing; it is printed as it is."""

    brace: str


@dataclass(frozen=True)
class Fault:
    """What is wrong with one placeholder; `nearest` is what may have been meant."""

    code: str
    name: str
    nearest: str = ""


Piece = str | Slot | Stray


@lru_cache(maxsize=2_000)
def parse(text: str) -> tuple[Piece, ...]:
    """Words and slots in their order; `{{` is a brace."""
    pieces: list[Piece] = []
    end = 0
    for found in _PIECE.finditer(text):
        pieces.append(text[end : found.start()])
        end = found.end()
        whole = found.group()
        if whole in {"{{", "}}"}:
            pieces.append(whole[0])
        else:
            pieces.append(Stray(whole) if len(whole) == 1 else Slot((found[1] or "").strip()))
    return tuple(one for one in (*pieces, text[end:]) if one != "")


def slots(text: str) -> set[str]:
    """The names in a text."""
    return {one.name for one in parse(text) if isinstance(one, Slot)}


def faults(text: str, known: Iterable[str]) -> list[Fault]:
    """Every placeholder that nobody can fill, with the nearest that somebody can; and every brace on its own."""
    names = sorted(known)
    found = [Fault("stray_brace", one.brace) for one in parse(text) if isinstance(one, Stray)][:1]
    for name in sorted(slots(text) - set(names)):
        near = get_close_matches(name.casefold(), names, 1, 0.5)
        found.append(Fault("unknown_placeholder", name[:60], near[0] if near else ""))
    return found
