"""File names as they may be shown, stored and downloaded, whatever they were called where they came from."""

import re
import unicodedata

from events_app.documents.text import legible

LONGEST = 120
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
_EXTENSION = re.compile(r"[0-9A-Za-z]{1,8}")


def clean(name: str) -> str:
    """Give the last part of `name`, without path, control or direction marks, at most LONGEST characters.

    Cleaning twice changes nothing; a name of which nothing is left becomes `file`.
    """
    last = re.split(r"[/\\]", name)[-1]
    legal = re.sub(r'[<>:"|?*\n\t]', "_", legible(last))
    stem, dot, extension = _tidy(legal).rpartition(".")
    if not (dot and _EXTENSION.fullmatch(extension)):
        stem, extension = _tidy(legal), ""
    return _joined(stem, extension)


def extension_of(name: str) -> str:
    """The lower-case ending after the last dot, without it; empty when there is none."""
    stem, _dot, extension = name.rpartition(".")
    return extension.lower() if stem and _EXTENSION.fullmatch(extension) else ""


def _joined(stem: str, extension: str) -> str:
    room = LONGEST - len(extension) - 1 if extension else LONGEST
    short = _tidy(unicodedata.normalize("NFC", stem[:room])) or "file"
    # Windows opens a device instead of a file for these, whatever the extension.
    if _RESERVED.fullmatch(short.split(".")[0]):
        short = f"_{short}"[:room]
    return f"{short}.{extension}" if extension else short


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip(" .")
