"""Parts of pages that say the same to everybody who speaks a language: drawn once for the same words.

Nothing here can be stale or be somebody else's: all that a part depends on is what it is looked up by.
"""

import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup, escape

from events_app import i18n

MOST = 4_000
LONGEST = 40
LARGEST = 50_000
"""Letters of a part that is kept; a form with fifty rows is drawn each time."""
SLOT = re.compile("\0([a-z_]+)\0")
PLAIN = frozenset({str, Markup, int, bool, type(None)})
Drawn = Callable[..., Any]


class _Unlike(Exception):
    """Something to draw that could change under the hand, or is too much to compare."""


class Same:
    """A macro of words, such as a state or a button, that is drawn once for each of them and each language."""

    def __init__(self, macro: Drawn) -> None:
        self.macro = macro
        self.kept: dict[Any, Any] = {}

    def __call__(self, *words: Any, **named: Any) -> Any:
        if "href" in named:  # an address may be somebody's own, and is not kept in memory
            return self.macro(*words, **named)
        try:
            key = (i18n.locale(), _looks(words), _looks(named) if named else None)
        except _Unlike:
            return self.macro(*words, **named)
        drawn = self.kept.get(key)
        if drawn is None:
            drawn = self.macro(*words, **named)
            self._keep(key, drawn, len(drawn))
        return drawn

    def _keep(self, key: Any, what: Any, size: int) -> None:
        if size > LARGEST:
            return
        if len(self.kept) >= MOST:
            self.kept.clear()
        self.kept[key] = what


class Blank(Same):
    """A macro that draws a part of a form: once as long as nothing was typed there and nothing is wrong with it.

    What stands in a form is somebody's own, and is drawn for them alone.
    """

    def __call__(self, form: Any, name: str, *words: Any, **named: Any) -> Any:
        value = named.get("value")
        if type(value) in (int, type(None)) and _untouched(form, name):
            return super().__call__(None, name, *words, **named)
        return self.macro(form, name, *words, **named)


class Mould(Same):
    """A macro whose first argument is a dict of texts that are somebody's own: drawn once with empty slots for them.

    The macro only writes those texts, and decides by its other arguments. What is kept holds none of them; each is
    escaped when it is put in, as a template would have done.
    """

    def __call__(self, own: dict[str, Any], *words: Any, **named: Any) -> Any:
        try:
            key = (i18n.locale(), _looks(words), _looks(named) if named else None)
        except _Unlike:
            return self.macro(own, *words, **named)
        pieces = self.kept.get(key)
        if pieces is None:
            slots = {name: Markup(f"\0{name}\0") for name in own}  # noqa: S704 - a mark of ours
            drawn = str(self.macro(slots, *words, **named))
            pieces = SLOT.split(drawn)
            self._keep(key, pieces, len(drawn))
        return _filled(pieces, own)


def _filled(pieces: list[str], own: dict[str, Any]) -> Markup:
    """The pieces, at every other place the name of a slot, whose text goes there."""
    texts = pieces.copy()
    texts[1::2] = [escape(own[name]) for name in pieces[1::2]]
    return Markup("".join(texts))  # noqa: S704 - drawn by a template, and escaped


def _untouched(form: Any, name: str) -> bool:
    """Whether the form says nothing of this name, so that it draws as no form at all."""
    if form is None:
        return True
    own = [getattr(form, part, ()) for part in ("values", "errors", "advice", "doubted")]
    return type(own[0]) is dict and not any(name in part for part in own)


def _looks(value: Any) -> Any:
    """What tells two values apart that are drawn differently: markup equals the text it is made of, and is not."""
    kind = type(value)
    if kind in PLAIN:
        return kind, value
    if kind is dict and len(value) <= LONGEST:
        return kind, *((name, _looks(one)) for name, one in value.items())
    if kind in (tuple, list) and len(value) <= LONGEST:
        return kind, *map(_looks, value)
    raise _Unlike
