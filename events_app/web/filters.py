"""Which filters of a list are open, in words, each with the address of the list without it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from events_app.formats import date_short
from events_app.i18n import N_, gettext
from events_app.ids import uuid_of

Options = Sequence[Sequence[Any]]
UNKNOWN = N_("not in this list")


@dataclass(frozen=True)
class OpenFilter:
    """One filter as a reader sees it; `url` is the list without this one, from its beginning."""

    label: str
    value: str
    url: str


def open_filters(
    path: str,
    asked: Mapping[str, Any],
    named: Mapping[str, tuple[str, Options]],
    days: Collection[str] = (),
    **kept: str,
) -> list[OpenFilter]:
    """Those of `named` (label, and what can be chosen) that `asked` holds; `kept` stays in every address.

    Those among `days` are shown as people write days. A name that ends in `_id` never shows a bare id.
    """
    given = {name: str(asked[name]) for name in named if asked.get(name)}
    return [
        OpenFilter(
            named[name][0], _word(name, value, named[name][1], days), _without(path, given, name, kept)
        )
        for name, value in given.items()
    ]


def _without(path: str, given: Mapping[str, str], name: str, kept: Mapping[str, str]) -> str:
    left = dict(kept) | {one: value for one, value in given.items() if one != name}
    return f"{path}?{urlencode(left)}" if left else path


def _word(name: str, value: str, options: Options, days: Collection[str]) -> str:
    """As it stands in the list to choose from; a day as people write it; else what was typed."""
    for key, label, *_more in options:
        if str(key) == value:
            return str(label)
    if name.endswith("_id"):
        return gettext(UNKNOWN) if uuid_of(value) else value
    try:
        return date_short(date.fromisoformat(value)) if name in days else value
    except ValueError:
        return value
