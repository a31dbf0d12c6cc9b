"""Words of ratifying, and the story of one promise in them."""

from typing import Any

from events_app.commitments.ratifying.outputs import letter_path
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


def story(told: list[Any], answers: list[Any], zone: str) -> list[dict[str, Any]]:
    """What happened, the newest first, as lines of a timeline."""
    lines = [(one["created_at"], _told(one)) for one in told]
    lines += [(one["created_at"], _answered(one)) for one in answers]
    lines += [(one["taken_back_at"], _taken_back(one)) for one in answers if one["taken_back_at"]]
    lines.sort(key=lambda one: one[0], reverse=True)
    return [line | {"when": datetime_long(moment, zone)} for moment, line in lines]


def _told(one: Any) -> dict[str, Any]:
    what, icon = TOLD[one["kind"]]
    return {"what": gettext(what, name=one["name"] or "–"), "icon": icon, "tone": "info"}


def _answered(row: Any) -> dict[str, Any]:
    good = row["outcome"] == "ratified"
    what = N_("%(name)s stands by it") if good else N_("%(name)s does not stand by it")
    return {
        "what": gettext(what, name=row["name"] or "–"),
        "icon": "certificate" if good else "danger",
        "tone": "ok" if good else "bad",
        "note": row["note"],
        "file": letter_path(row) if row["by_letter"] else "",
    }


def _taken_back(row: Any) -> dict[str, Any]:
    what = N_("%(name)s set this answer back") if row["set_back"] else N_("%(name)s took this answer back")
    name = row["taken_back_by"] if row["set_back"] else row["name"]
    return {"what": gettext(what, name=name or "–"), "icon": "undo", "tone": "warn", "note": row["reason"]}
