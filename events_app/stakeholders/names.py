"""Names as Indonesians write them: titles before, the name, titles after. Pure functions.

`Dra. Hj. Kartini, M.Si` is the prefix `Dra. Hj.`, the name `Kartini` and the suffix `M.Si`. Nothing a person
typed is lost: every letter stands in one of the three parts.
"""

import re
import unicodedata
from typing import NamedTuple

from events_app import neutral
from events_app.stakeholders import titles

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
_EDGES = " ,;"
_PARTICLES = {"bin", "binti", "van", "von", "de", "der", "den", "al", "el"}
_LIST_MARK = re.compile(r"^(?:\d{1,5}[.)]\s*(?=[^\W\d])|[-–—*•·▪●○◦]+\s*(?=[^\W\d]))")
_ROMAN = re.compile(r"[IVX]{2,4}")


class Name(NamedTuple):
    """A full name in its three parts; only the middle one is never empty."""

    prefix: str
    name: str
    suffix: str

    @property
    def display(self) -> str:
        """Prefix, name and suffix as they are written."""
        front = f"{self.prefix} {neutral.person(self.name)}".strip()
        return f"{front}, {self.suffix}" if self.suffix else front


def split(text: str) -> Name:
    """The titles split off; what is all titles stays the name, and a text without a word stays empty."""
    head, _, after = fold_spaces(text).strip(_EDGES).partition(",")
    words = _opened(head.split())
    front = _count_prefixes(words)
    back = _count_suffixes(words[front:])
    middle = words[front : len(words) - back]
    tail = ", ".join(_degrees(words[len(words) - back :]) + ([after] if after.strip(_EDGES) else []))
    return Name(
        prefix=" ".join(titles.recased(word) for word in words[:front]),
        name=readable(" ".join(middle)),
        suffix=" ".join(titles.recased(word) for word in tail.split()).strip(_EDGES),
    )


def unmarked(text: str) -> str:
    """A name from a list without the number or the stroke that a list in a text puts before it: `1. Ani`, `- Ani`."""
    return _LIST_MARK.sub("", fold_spaces(text))


def is_name(text: str) -> bool:
    """Whether somebody can be called this: there is at least one letter in it."""
    return any(character.isalpha() for character in text)


def name_key(text: str) -> str:
    """What makes two names, or two institutions, the same: case and spaces folded, nothing else."""
    return fold_spaces(text).translate(_APOSTROPHES).casefold().strip(" ,;.")


def fold_spaces(text: str) -> str:
    """One space between words and none around, whatever blanks or control characters there were."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    composed = unicodedata.normalize("NFKC", text)
    return " ".join("".join(_blank_or(character) for character in composed).split())


def readable(text: str) -> str:
    """A name that somebody shouted, in ordinary capitals; any other is left as it was typed."""
    if len(text) < 4 or text != text.upper() or text == text.lower():
        return text
    quiet = " ".join(_quiet(word, first=not place) for place, word in enumerate(text.split(" ")))
    return quiet if quiet.casefold() == text.casefold() else text


def _blank_or(character: str) -> str:
    if character == "\N{ZERO WIDTH SPACE}":
        return ""
    return " " if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") else character


def _opened(words: list[str]) -> list[str]:
    """`Drs.Agus` as two words; initials such as `B.J.` stay together."""
    apart: list[str] = []
    for place, word in enumerate(words):
        rest = word
        while not titles.is_prefix(rest) and (cut := titles.glued_prefix(rest)):
            apart.append(rest[:cut])
            rest = rest[cut:]
        apart.append(rest)
        if not titles.is_prefix(rest):
            return apart + words[place + 1 :]
    return apart


def _count_prefixes(words: list[str]) -> int:
    """How many words at the front are titles; the last word is always left to be the name."""
    count = 0
    while count < len(words) - 1 and titles.is_prefix(words[count], after=words[count - 1] if count else ""):
        count += 1
    return count


def _count_suffixes(words: list[str]) -> int:
    """How many words at the end are degrees written without a comma."""
    count = 0
    while (left := len(words) - count) > 1:
        if titles.is_degree(words[left - 1]):
            count += 1
        elif left > 2 and titles.is_spaced_degree(words[left - 2], words[left - 1]):
            count += 2
        else:
            break
    return count


def _degrees(words: list[str]) -> list[str]:
    """The degrees one by one, `M. Si` made one word."""
    found: list[str] = []
    for word in words:
        if (found and not titles.is_degree(word) and titles.is_spaced_degree(found[-1], word)) or (
            found and not titles.is_degree(found[-1])
        ):
            found[-1] += word
        else:
            found.append(word)
    return [word.strip(_EDGES) for word in found if word.strip(_EDGES)]


def _quiet(word: str, *, first: bool) -> str:
    if not first and word.casefold() in _PARTICLES:
        return word.lower()
    if _ROMAN.fullmatch(word) or _is_initials(word):
        return word
    return "".join(_piece(piece) for piece in re.split(r"([-./])", word))


def _piece(piece: str) -> str:
    """`Nur'aini`, but `O'Brien`."""
    if len(piece) > 3 and piece[1] in "'’":
        return piece[:3].upper() + piece[3:].lower()
    return piece[:1].upper() + piece[1:].lower()


def _is_initials(word: str) -> bool:
    """`HM` and `KH` are initials: short, and nobody could say them."""
    return len(word) <= 3 and word.isalpha() and not set(word) & set("AEIOUY")
