"""How a duty that was passed on is spoken of."""

from events_app.commitments.assigning.tables import Duty
from events_app.i18n import N_, gettext

PASSED_ON = {
    Duty.responsible: N_("Given to: %(office)s"),
    Duty.verifier: N_("Verified from now on by: %(office)s"),
}
ANYBODY = N_("Any other institution's verifier")


def passed_on(duty: str, office: str) -> str:
    """`Diserahkan kepada: Dinas Kesehatan`; without an office anybody else's verifier judges."""
    return gettext(PASSED_ON[Duty(duty)], office=office or gettext(ANYBODY))
