"""National identity numbers (NIK, 16 digits) in free text: warned about, and not kept unless somebody insists.

A NIK says where and when its holder was born; it has no business in a note. Phone numbers have at most 15 digits,
employee numbers (NIP) 18. Links may hold any digits.
"""

import re
from contextvars import ContextVar
from typing import Any

from pydantic_core import PydanticCustomError

from events_app.i18n import N_

CODE = "looks_like_nik"
BOX = "keep_numbers"
"""The name of the box in a form that says: store it all the same."""
HEADER = "Keep-Numbers"
"""The header by which a program says the same, with the value `yes`."""

MESSAGE = N_(
    "This looks like a national identity number (NIK). Please leave it out: it is not needed here, and whoever reads"
    " this could misuse it."
)
UNREAD = frozenset({"code", "device", "hash", "password", "pasted", "phone", "token", "url"})
"""Fields that are no free text, or that are looked at by themselves."""

insisted: ContextVar[bool] = ContextVar("insisted", default=False)
_SPACES = re.compile(r"(\s+)")
_WEB = re.compile(r"https?://")
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
"""One of our own ids: of some thousands, one has groups of digits that look like a NIK."""
_NIK = re.compile(
    r"(?<![\d+])[1-9]\d(?:\d{14}|\d{4}[ .-]\d{6}[ .-]\d{4}|\.\d\d\.\d\d\.\d{6}\.\d{4}|\d{2}([ .-])\d{4}\1\d{4}\1\d{4})(?!\d)"
)


def holds(text: str) -> bool:
    """Whether there are sixteen digits in it, alone or grouped as a NIK is written."""
    if len(text) < 16 or _NIK.search(text) is None:
        return False
    return _NIK.search("".join(map(_without_link, _SPACES.split(text)))) is not None


def _without_link(word: str) -> str:
    """A word as far as it is no address and no id. Word by word, so that a long text takes no longer than its length."""
    if "@" in word[1:-1]:
        return ""
    found = _WEB.search(word)
    return _ID.sub("", word[: found.start()] if found else word)


def must_hold_none(field: str | None, value: Any) -> None:
    """Refuses a text, or a list with one, that holds a NIK, unless the request insists."""
    if field in UNREAD or insisted.get():
        return
    texts = value if isinstance(value, list) else [value]
    if any(isinstance(text, str) and holds(text) for text in texts):
        raise PydanticCustomError(CODE, MESSAGE)
