"""Words for kinds of holidays."""

from events_app.events.holidays.tables import HolidayKind
from events_app.i18n import N_, gettext

KINDS = {
    HolidayKind.national: N_("National holiday"),
    HolidayKind.joint_leave: N_("Joint leave"),
    HolidayKind.local: N_("Day of this region or office"),
}


def kind_names() -> dict[str, str]:
    """What each kind is called, in the reader's language."""
    return {kind.value: gettext(word) for kind, word in KINDS.items()}
