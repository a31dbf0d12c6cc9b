"""What people read for an audience."""

from events_app.events.materials.tables import MaterialAudience
from events_app.i18n import N_, gettext

AUDIENCES = {
    MaterialAudience.speakers: (N_("Speakers and staff"), "lock", "warn"),
    MaterialAudience.present: (N_("Those who came"), "check", "ok"),
    MaterialAudience.invited: (N_("Guests with a pass"), "people", "calm"),
    MaterialAudience.public: (N_("Everybody"), "eye", "info"),
}


def audience_name(audience: str) -> str:
    """`Tamu dengan kartu masuk`."""
    return gettext(AUDIENCES[MaterialAudience(audience)][0])


def audience_options() -> list[tuple[str, str]]:
    """To choose from, the narrowest first."""
    return [(str(audience), audience_name(audience)) for audience in AUDIENCES]
