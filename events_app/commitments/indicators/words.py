"""What lists and indicators are called."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from events_app import i18n
from events_app.commitments.indicators.tables import Scheme
from events_app.i18n import N_, gettext

SCHEMES = {
    Scheme.sdg: N_("Sustainable Development Goals"),
    Scheme.kla: N_("Child-friendly city (KLA)"),
    Scheme.ran: N_("National action plan (RAN)"),
    Scheme.rad: N_("Regional action plan (RAD)"),
    Scheme.rpjmd: N_("Mid-term development plan (RPJMD)"),
    Scheme.custom: N_("Our own"),
}


OUTCOMES = {
    "create": (N_("New"), "ok", "add"),
    "update": (N_("Changed"), "info", "edit"),
    "unchanged": (N_("Here already"), "calm", "check"),
    "error": (N_("Cannot be read"), "bad", "danger"),
}
"""Word, tone and icon of what would become of a line."""


@dataclass(frozen=True)
class OneList:
    """A version of a list with its indicators; `offered` while one of them can still be chosen."""

    scheme: str
    version: str
    rows: list[Any]

    @property
    def offered(self) -> bool:
        return any(row.retired_at is None for row in self.rows)


def lists(rows: Iterable[Any]) -> list[OneList]:
    """Rows that stand in order, one list after the other; those that are offered no more come last."""
    grouped = groupby(rows, key=lambda row: (row.scheme, row.version))
    found = [OneList(scheme, version, list(some)) for (scheme, version), some in grouped]
    return sorted(found, key=lambda one: not one.offered)


def scheme(of: str) -> str:
    """Of a list."""
    return gettext(SCHEMES[Scheme(of)])


def label(row: Any) -> str:
    """In the reader's language, where it has one."""
    facts = row if hasattr(row, "keys") else vars(row)
    return str(facts["label_en"] if facts["label_en"] and i18n.locale() == "en" else facts["label"])


def options(rows: list[Any]) -> list[tuple[str, str, str]]:
    """To choose from: code and label, with the list and its version below."""
    return [
        (str(row["id"]), f"{row['code']} {label(row)}", f"{scheme(row['scheme'])}, {row['version']}")
        for row in rows
    ]
