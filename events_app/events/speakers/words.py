"""What people read about the stage, and the sentence they agree to."""

from events_app.events.speakers.tables import Standing
from events_app.i18n import N_, gettext

CONSENT_VERSION = 1
CONSENT = N_(
    "I agree that %(organisation)s publishes my name, the topic of my talk and these words about me on the public page "
    "of this event. I may take this back here at any time; they then disappear from that page at once."
)
"""Whoever changes the sentence raises the version: a record of consent names what was read."""

STANDINGS = {
    Standing.not_asked: (N_("Not asked yet"), "calm", "circle"),
    Standing.asked: (N_("Asked, no answer yet"), "info", "wait"),
    Standing.confirmed: (N_("Confirmed"), "ok", "success"),
    Standing.declined: (N_("Declined"), "bad", "danger"),
    Standing.perhaps: (N_("Perhaps, no answer yet"), "warn", "wait"),
    Standing.moved: (N_("Confirmed for the old time"), "warn", "history"),
}


def standing_name(standing: str) -> str:
    """`Bersedia`."""
    return gettext(STANDINGS[Standing(standing)][0])
