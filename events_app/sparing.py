"""Parts of pages that say the same to everybody who speaks a language: drawn once for the same words.

Nothing here can be stale or be somebody else's: all that a part depends on is what it is looked up by.
"""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from events_app import i18n

MOST = 4_000
LONGEST = 40
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
            if len(self.kept) >= MOST:
                self.kept.clear()
            drawn = self.kept[key] = self.macro(*words, **named)
        return drawn


class Blank(Same):
    """A macro that draws a part of a form: once as long as nothing was typed there and nothing is wrong with it.

    What stands in a form is somebody's own, and is drawn for them alone.
    """

    def __call__(self, form: Any, name: str, *words: Any, **named: Any) -> Any:
        value = named.get("value")
        if type(value) in (int, type(None)) and _untouched(form, name):
            return super().__call__(None, name, *words, **named)
        return self.macro(form, name, *words, **named)


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
