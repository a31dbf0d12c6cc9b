"""The words that people read for how a position is held."""

from collections.abc import Mapping

from events_app.i18n import N_, gettext
from events_app.stakeholders.tables import HoldingKind

KINDS: Mapping[str, tuple[str, str]] = {
    HoldingKind.permanent: (N_("Permanent"), N_("Appointed for good; only one at a time.")),
    HoldingKind.plt: (N_("Plt. (acting)"), N_("While the position is vacant.")),
    HoldingKind.plh: (N_("Plh. (acting from day to day)"), N_("While the holder is away.")),
    HoldingKind.pj: (N_("Pj. (acting head of a region)"), N_("Until an elected head takes office.")),
    HoldingKind.pjs: (N_("Pjs. (temporary head of a region)"), N_("While the head campaigns.")),
}
SHORT: Mapping[str, str] = {"permanent": "", "plt": "Plt.", "plh": "Plh.", "pj": "Pj.", "pjs": "Pjs."}


def kind_name(kind: str) -> str:
    """How it is held."""
    return gettext(KINDS[kind][0])


def kind_options() -> list[tuple[str, str, str]]:
    """To choose from, each with what it means."""
    return [(f"{kind}", gettext(name), gettext(hint)) for kind, (name, hint) in KINDS.items()]
