"""A change as a sentence, in the language of the moment; the same one on pages and in messages."""

from datetime import datetime
from typing import Any

from events_app.events.releases.snapshots import Change, ChangeKind
from events_app.events.words import mode_name
from events_app.formats import span_text
from events_app.i18n import N_, gettext

SENTENCES = {
    ChangeKind.event_cancelled: N_("The event is cancelled."),
    ChangeKind.event_postponed: N_("The event is postponed."),
    ChangeKind.event_confirmed: N_("The event takes place at the time given."),
    ChangeKind.event_moved: N_("New time: %(after)s (before: %(before)s)"),
    ChangeKind.event_place: N_("New place: %(after)s (before: %(before)s)"),
    ChangeKind.event_renamed: N_("New title: %(after)s (before: %(before)s)"),
    ChangeKind.session_added: N_("New session “%(title)s”: %(after)s"),
    ChangeKind.session_moved: N_("Session “%(title)s” moved: %(after)s (before: %(before)s)"),
    ChangeKind.session_place: N_("Session “%(title)s” is elsewhere: %(after)s (before: %(before)s)"),
    ChangeKind.session_mode: N_("Session “%(title)s” – how to take part: %(after)s (before: %(before)s)"),
    ChangeKind.session_people: N_("On stage in “%(title)s”: %(people)s"),
    ChangeKind.session_renamed: N_("Session “%(before)s” is now called “%(after)s”."),
    ChangeKind.session_cancelled: N_("Session “%(title)s” is cancelled (it was: %(before)s)."),
}
ICONS = {
    "event_cancelled": ("blocked", "bad"),
    "session_cancelled": ("blocked", "bad"),
    "session_added": ("add", "ok"),
    "event_confirmed": ("check", "ok"),
}


def sentence(change: Change, zone: str) -> str:
    """`Sesi “Paparan” pindah: Rabu, … (sebelumnya: …)`."""
    said = _said_mode if change["kind"] == ChangeKind.session_mode else _said
    facts = {name: said(change.get(name), zone) for name in ("before", "after")}
    people = ", ".join(
        [
            *(f"+ {name}" for name in _names(change, "after")),
            *(f"− {name}" for name in _names(change, "before")),
        ]
    )
    return gettext(
        SENTENCES[ChangeKind(change["kind"])], title=change.get("title", ""), people=people, **facts
    )


def neutral(change: Change) -> Change | None:
    """The same without a title or a name, for messages of a confidential event; None when nothing is left."""
    if change["kind"] in (ChangeKind.event_renamed, ChangeKind.session_renamed, ChangeKind.session_people):
        return None
    return change | ({"title": gettext("a session")} if "title" in change else {})


def icon_of(change: Change) -> tuple[str, str]:
    """An icon and a tone; the sentence says the same."""
    return ICONS.get(change["kind"], ("edit", "info"))


def _said(value: Any, zone: str) -> str:
    """Times as a span, anything else as it is; nothing is a dash."""
    if isinstance(value, list) and len(value) == 2 and str(value[0])[:2].isdigit():
        start, end = (datetime.fromisoformat(one) for one in value)
        return span_text(start, end, zone)
    return value if isinstance(value, str) and value else "–"


def _said_mode(value: Any, zone: str) -> str:
    return mode_name(value)


def _names(change: Change, side: str) -> list[str]:
    return list(change.get(side, [])) if change["kind"] == ChangeKind.session_people else []
