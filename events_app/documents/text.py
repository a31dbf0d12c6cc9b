"""Text as a printer and a spreadsheet can take it: nothing invisible that lies about what is seen."""

import unicodedata

_KEPT = "\n\t"
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_SPACES = frozenset({"Zs"})
_BREAKS = frozenset({"Zl", "Zp"})


def legible(text: str) -> str:
    """Drop control, direction, private and broken characters; keep words, line ends and tabs."""
    if text.isascii() and text.isprintable():  # most words, and every drawing of ours: nothing to look for
        return text
    joined = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(map(_legible, joined))


def _legible(char: str) -> str:
    kind = unicodedata.category(char)
    if kind in _BREAKS:
        return "\n"
    if kind in _SPACES:
        return " "
    return "" if kind in _DROPPED and char not in _KEPT else char
