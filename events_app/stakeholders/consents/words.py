"""The words that people read for what somebody agreed to, and how."""

from collections.abc import Mapping

from events_app.i18n import N_, gettext
from events_app.stakeholders.consents.forms import Purpose, Via

PURPOSES: Mapping[str, str] = {
    Purpose.contact: N_("Being kept in the directory and written to"),
    Purpose.wa: N_("Messages by WhatsApp"),
    Purpose.photo: N_("Photos of the event"),
    Purpose.publication: N_("Name and role in public"),
    Purpose.guardian: N_("Consent of the guardian"),
    Purpose.other: N_("Something else"),
    "registration": N_("Registration for an event"),
    "speaker_publication": N_("Publication as a speaker"),
}
VIAS: Mapping[str, str] = {
    Via.paper: N_("On paper"),
    Via.phone: N_("By phone"),
    Via.mail: N_("By mail"),
    Via.in_person: N_("In person"),
    Via.whatsapp: N_("By WhatsApp"),
    "staff": N_("Noted by the staff"),
    "mail link": N_("By a link in a mail"),
    "link": N_("By a personal link"),
}


def purpose_name(code: str) -> str:
    """For what; one that is not known here stands as it is."""
    return gettext(PURPOSES[code]) if code in PURPOSES else code


def via_name(code: str) -> str:
    """How; one that is not known here stands as it is."""
    return gettext(VIAS[code]) if code in VIAS else code


def purpose_options() -> list[tuple[str, str]]:
    """To choose from."""
    return [(f"{one}", purpose_name(one)) for one in Purpose]


def via_options() -> list[tuple[str, str]]:
    """To choose from."""
    return [(f"{one}", via_name(one)) for one in Via]
