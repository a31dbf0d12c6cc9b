"""The words that people read for stored values."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from events_app.events.programme.kinds import SessionKind, SessionMode
from events_app.events.tables import EventKind, StageRole, Visibility
from events_app.i18n import N_, gettext

KINDS: Mapping[str, str] = {
    EventKind.thematic_discussion: N_("Thematic discussion"),
    EventKind.training: N_("Training"),
    EventKind.workshop: N_("Workshop"),
    EventKind.coordination_meeting: N_("Coordination meeting"),
    EventKind.outreach: N_("Outreach session"),
    EventKind.hearing: N_("Hearing"),
    EventKind.other: N_("Other event"),
}
VISIBILITIES: Mapping[str, tuple[str, str]] = {
    Visibility.invited: (N_("Invited people only"), N_("There is no public page.")),
    Visibility.unlisted: (N_("Whoever has the address"), N_("The public page is in no list.")),
    Visibility.public: (N_("Everybody"), N_("The public page may be listed and found.")),
}
SESSION_KINDS: Mapping[str, str] = {
    SessionKind.plenary: N_("Plenary session"),
    SessionKind.panel: N_("Panel"),
    SessionKind.breakout: N_("Breakout group"),
    SessionKind.workshop: N_("Workshop"),
    SessionKind.ceremony: N_("Ceremony"),
    SessionKind.registration: N_("Registration of participants"),
    SessionKind.pause: N_("Break"),
    SessionKind.meal: N_("Meal"),
    SessionKind.prayer: N_("Prayer break"),
    SessionKind.other: N_("Other session"),
}
MODES: Mapping[str, tuple[str, str]] = {
    SessionMode.onsite: (N_("In the room"), "pin"),
    SessionMode.online: (N_("Online"), "video"),
    SessionMode.hybrid: (N_("In the room and online"), "video"),
}
ROLES: Mapping[str, str] = {
    StageRole.speaker: N_("Speaker"),
    StageRole.moderator: N_("Moderator"),
    StageRole.facilitator: N_("Facilitator"),
    StageRole.minute_taker: N_("Minute-taker"),
    StageRole.opening: N_("Opening"),
    StageRole.chair: N_("Chair"),
}


def kind_name(kind: str) -> str:
    """`Diskusi tematik`."""
    return gettext(KINDS[kind])


def session_kind_name(kind: str) -> str:
    """`Panel`."""
    return gettext(SESSION_KINDS[kind])


def session_kind_options() -> list[tuple[str, str]]:
    return [(str(kind), gettext(name)) for kind, name in SESSION_KINDS.items()]


def mode_name(mode: str) -> str:
    """`Daring`."""
    return gettext(MODES[mode][0])


def mode_options() -> list[tuple[str, str]]:
    return [(str(mode), gettext(name)) for mode, (name, _) in MODES.items()]


def programme_words() -> dict[str, Any]:
    """What templates of a programme read stored values with."""
    return {"kind_name": session_kind_name, "mode_name": mode_name, "role_name": role_name}


def role_name(role: str) -> str:
    """`Narasumber`."""
    return gettext(ROLES[role])


def kind_options() -> list[tuple[str, str]]:
    return [(str(kind), gettext(name)) for kind, name in KINDS.items()]


def visibility_options() -> list[tuple[str, str, str]]:
    return [(str(value), gettext(name), gettext(hint)) for value, (name, hint) in VISIBILITIES.items()]


def offset_text(moment: datetime, zone: str) -> str:
    """`2026-12-12 09:00 (UTC+07:00)`, the form that reads the same everywhere."""
    local = moment.astimezone(ZoneInfo(zone))
    offset = f"{local:%z}"
    return f"{local:%Y-%m-%d %H:%M} (UTC{offset[:3]}:{offset[3:5]})"
