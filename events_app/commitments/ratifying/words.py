"""Words of ratifying, and the story of one promise in them."""

from datetime import datetime
from typing import Any

from events_app.commitments.ratifying.tables import LinkState, NoticeKind
from events_app.formats import datetime_long
from events_app.i18n import N_, gettext

LINKS = {
    LinkState.none: N_("Nobody could be asked"),
    LinkState.works: N_("Asked, the link works"),
    LinkState.expired: N_("The link is too old"),
    LinkState.ended: N_("The link was ended"),
    LinkState.left: N_("Whoever was asked has left the position"),
}
TOLD = {
    NoticeKind.asked: (N_("Asked by a personal link: %(name)s"), "mail"),
    NoticeKind.reminded: (N_("Reminded: %(name)s"), "bell"),
}


def story(row: Any, told: list[Any]) -> list[dict[str, Any]]:
    """What happened, the newest first, as lines of a timeline."""
    zone = row["timezone"]
    lines = [_told(one, zone) for one in told]
    if row["answer"] is not None:
        lines.append(_answered(row, zone))
    return lines[::-1]


def _told(one: Any, zone: str) -> dict[str, Any]:
    what, icon = TOLD[one["kind"]]
    text = gettext(what, name=one["name"] or "–")
    return {"what": text, "icon": icon, "tone": "info", "when": _when(one["created_at"], zone)}


def _answered(row: Any, zone: str) -> dict[str, Any]:
    good = row["outcome"] == "ratified"
    what = N_("%(name)s stands by it") if good else N_("%(name)s does not stand by it")
    return {
        "what": gettext(what, name=row["answered_name"] or "–"),
        "icon": "certificate" if good else "danger",
        "tone": "ok" if good else "bad",
        "when": _when(row["answered_at"], zone),
        "note": row["note"],
    }


def _when(moment: datetime, zone: str) -> str:
    return datetime_long(moment, zone)
