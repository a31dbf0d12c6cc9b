"""Two complete languages. Message ids are English; Indonesian lives in `locale/id/*.po`, a file a room.

The locale is a context variable, so one template environment serves every request.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LOCALES = ("id", "en")
DEFAULT = "id"
FOLDER = Path(__file__).parent / "locale"

_locale: ContextVar[str] = ContextVar("locale", default=DEFAULT)


def locale() -> str:
    """The language of the moment: ``id`` or ``en``."""
    return _locale.get()


@contextmanager
def using(language: str) -> Iterator[None]:
    """Speak a language inside the block; an unknown one means Indonesian."""
    mark = _locale.set(language if language in LOCALES else DEFAULT)
    try:
        yield
    finally:
        _locale.reset(mark)


def speak(language: str) -> None:
    """Speak a language from here to the end of the request: that of an event, to its guests."""
    _locale.set(language if language in LOCALES else DEFAULT)


def N_(message: str) -> str:  # noqa: N802 - the mark that gettext tools look for
    """Marks a constant as a message id; it is translated where it is shown."""
    return message


def gettext(message: str, /, **facts: Any) -> str:
    """The message in the locale of the moment, with ``%(name)s`` filled from the facts."""
    text = _translations(locale()).gettext(message)
    return text % facts if facts else text


def ngettext(one: str, many: str, n: int, /, **facts: Any) -> str:
    """The message for a number, ``%(num)s`` being the number itself."""
    return plural(one, many, n) % ({"num": n} | facts)


def plural(one: str, many: str, n: int) -> str:
    """The form for a number, its placeholders not yet filled."""
    return _translations(locale()).ngettext(one, many, n)


_ = gettext


def pgettext(context: str, message: str, /) -> str:
    """The message where one English word needs two Indonesian ones."""
    return str(_translations(locale()).pgettext(context, message))


@cache
def catalogue(language: str) -> Catalog:
    """All rooms' messages of a language, as one catalogue."""
    whole = Catalog(locale=language)
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language, abort_invalid=True):
                if message.id:
                    whole.add(message.id, message.string, context=message.context)
    return whole


@cache
def _translations(language: str) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    buffer = io.BytesIO()
    write_mo(buffer, catalogue(language))
    buffer.seek(0)
    spoken = Translations(buffer)
    spoken.plural = lambda n: 0  # one form; Babel's guess for it is English's two
    return spoken
