"""What each kind of hit is called."""

from events_app.i18n import N_, gettext
from events_app.reports.search.queries import HitKind

KINDS = {
    HitKind.event: (N_("Events"), "calendar"),
    HitKind.session: (N_("Sessions"), "clock"),
    HitKind.commitment: (N_("Commitments"), "commitment"),
    HitKind.action: (N_("Follow-up actions"), "check"),
    HitKind.institution: (N_("Institutions"), "building"),
    HitKind.person: (N_("People"), "person"),
    HitKind.room: (N_("Rooms"), "place"),
}


def kind_name(kind: HitKind) -> str:
    """`Kegiatan`."""
    return gettext(KINDS[kind][0])


def kind_icon(kind: HitKind) -> str:
    """The icon that stands for it everywhere."""
    return KINDS[kind][1]
