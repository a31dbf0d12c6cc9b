"""Parts of pages that say the same to everybody who speaks a language: drawn once for the same words.

Nothing here can be stale or be somebody else's: all that a part depends on is what it is looked up by.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from events_app import i18n

MOST = 4_000
Drawn = Callable[..., Any]


def same(macro: Drawn) -> Drawn:
    """A macro of plain words, such as a state, that is drawn once for each of them and each language."""

    @lru_cache(MOST)
    def kept(_locale: str, *words: str) -> Any:
        return macro(*words)

    # Only plain strings: markup equals the text it is made of, and must not be found in its place.
    def drawn(*words: Any) -> Any:
        return kept(i18n.locale(), *words) if all(type(one) is str for one in words) else macro(*words)

    return drawn
