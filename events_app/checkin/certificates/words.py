"""How certificates speak: roles, rules, the usual text, and why somebody earned one or did not."""

import re

from events_app.checkin.certificates.tables import CertificateRole, Earning, JpOf
from events_app.i18n import N_, gettext

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
PLACES = ("name", "role", "event", "dates", "jp")

ROLES = {
    CertificateRole.speaker: N_("Resource person"),
    CertificateRole.moderator: N_("Moderator"),
    CertificateRole.facilitator: N_("Facilitator"),
    CertificateRole.committee: N_("Committee"),
    CertificateRole.participant: N_("Participant"),
}
EARNINGS = {
    Earning.attended: (N_("Whoever checked in"), N_("Once is enough, at the event's door or a session's.")),
    Earning.sessions: (
        N_("Whoever checked in at enough of the sessions"),
        N_("Only where sessions are scanned at their own doors."),
    ),
    Earning.time: (
        N_("Whoever stayed long enough"),
        N_("From the first check-in to the last check-out; who was never seen leaving stayed to the end."),
    ),
}
JPS = {
    JpOf.event: (N_("The whole event"), N_("Everybody who earns a certificate has the same.")),
    JpOf.sessions: (N_("Each session"), N_("The hours of the sessions at which somebody checked in add up.")),
}


def role_name(role: str) -> str:
    """`Narasumber`."""
    return gettext(ROLES[CertificateRole(role)])


def earnings() -> list[tuple[str, str, str]]:
    """Rules to choose from."""
    return [(one.value, gettext(word), gettext(hint)) for one, (word, hint) in EARNINGS.items()]


def hours_of() -> list[tuple[str, str, str]]:
    """What lesson hours can be of."""
    return [(one.value, gettext(word), gettext(hint)) for one, (word, hint) in JPS.items()]


def usual_title() -> str:
    """What a certificate is called where nobody has said it otherwise."""
    return gettext(N_("Certificate"))


def usual_body(has_jp: bool) -> str:
    """What a certificate says where nobody has said it otherwise."""
    names = {name: f"{{{name}}}" for name in PLACES}
    if has_jp:
        return gettext(
            N_(
                "for taking part as %(role)s in %(event)s, held on %(dates)s, equal to %(jp)s lesson hours (JP)."
            ),
            **{name: names[name] for name in ("role", "event", "dates", "jp")},
        )
    return gettext(
        N_("for taking part as %(role)s in %(event)s, held on %(dates)s."),
        **{name: names[name] for name in ("role", "event", "dates")},
    )


def unknown_places(text: str) -> list[str]:
    """Placeholders of a text that nobody fills."""
    return [one for one in PLACEHOLDER.findall(text) if one not in PLACES]


def filled(text: str, facts: dict[str, str]) -> str:
    """The text with its placeholders written out; what a name holds is never read again."""
    return PLACEHOLDER.sub(lambda found: facts.get(found[1], found[0]), text)
