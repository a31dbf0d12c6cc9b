"""The formats badges come in, in millimetres, and their words; the code itself is never smaller than twenty."""

from typing import Any

from events_app.checkin.badges.tables import BadgeFormat, BadgeRole
from events_app.i18n import N_, gettext

Facts = dict[str, Any]

FORMATS: dict[BadgeFormat, Facts] = {
    BadgeFormat.a4_10: {"paper": (210, 297), "badge": (86, 54), "columns": 2, "rows": 5, "gap": 0}
    | {"pad": 3.5, "top": 9, "band": 8, "code": 27, "name": 16, "tall": False},
    BadgeFormat.a4_8: {"paper": (210, 297), "badge": (90, 55), "columns": 2, "rows": 4, "gap": 6}
    | {"pad": 3.5, "top": 9, "band": 8, "code": 27, "name": 17, "tall": False},
    BadgeFormat.a6: {"paper": (148, 105), "badge": (148, 105), "columns": 1, "rows": 1, "gap": 0}
    | {"pad": 8, "top": 17, "band": 16, "code": 46, "name": 30, "tall": False},
    BadgeFormat.a7: {"paper": (105, 74), "badge": (105, 74), "columns": 1, "rows": 1, "gap": 0}
    | {"pad": 5, "top": 12, "band": 11, "code": 33, "name": 21, "tall": False},
    BadgeFormat.label_62: {"paper": (62, 90), "badge": (62, 90), "columns": 1, "rows": 1, "gap": 0}
    | {"pad": 3, "top": 9, "band": 9, "code": 36, "name": 18, "tall": True},
}
"""`name` is the largest size of a name in points; `tall` puts the code below it."""

USUAL = BadgeFormat.a4_10
AT_THE_DOOR = BadgeFormat.label_62

WORDS = {
    BadgeFormat.a4_10: (
        N_("A4, ten cards"),
        N_("86 × 54 mm, as large as a bank card, to be cut along the lines"),
    ),
    BadgeFormat.a4_8: (
        N_("A4, eight cards"),
        N_("90 × 55 mm with room between, for perforated sheets and holders"),
    ),
    BadgeFormat.a6: (N_("A6, one a page"), N_("148 × 105 mm, to hang from a ribbon")),
    BadgeFormat.a7: (N_("A7, one a page"), N_("105 × 74 mm, for pockets with a clip")),
    BadgeFormat.label_62: (N_("Label, 62 mm"), N_("62 × 90 mm, for a label printer with a roll")),
}
ROLES = {
    BadgeRole.vip: (N_("VIP"), "#8a1538"),
    BadgeRole.speaker: (N_("Speaker"), "#1b6e3c"),
    BadgeRole.moderator: (N_("Moderator"), "#5b2a86"),
    BadgeRole.facilitator: (N_("Facilitator"), "#00607a"),
    BadgeRole.committee: (N_("Committee"), "#8f4400"),
    BadgeRole.press: (N_("Press"), "#444444"),
    BadgeRole.participant: (N_("Participant"), "#1f3a5f"),
}
"""Each role's word and the colour of its band; white on each of them reads at 4.5 to 1 and more."""


def options() -> list[tuple[str, str, str]]:
    """Formats to choose from."""
    return [(one.value, gettext(WORDS[one][0]), gettext(WORDS[one][1])) for one in FORMATS]


def roles() -> list[tuple[str, str]]:
    """Roles to choose from."""
    return [(one.value, role_name(one)) for one in BadgeRole]


def role_name(role: str) -> str:
    """`Narasumber`."""
    return gettext(ROLES[BadgeRole(role)][0])


def single(wanted: BadgeFormat) -> BadgeFormat:
    """A format that prints one badge: the one that is wanted, unless it is a sheet."""
    return wanted if FORMATS[wanted]["columns"] == 1 else AT_THE_DOOR
