"""What self check-in says, to participants and to those who review."""

from collections.abc import Sequence
from typing import Any

from events_app import i18n
from events_app.checkin.verdicts import Verdict
from events_app.i18n import N_, gettext

TITLES = {
    "admitted": N_("You are marked present"),
    "already": N_("You were marked present before"),
    "left": N_("Checked out"),
}
REFUSED = N_("You could not be marked")
REASONS = {
    "unknown_code": N_("This code is not known. Please ask at the desk."),
    "wrong_event": N_("This pass is for another event."),
    "revoked": N_("This pass was replaced. Please open the newest one, or go to the desk."),
    "cancelled": N_("Your place was cancelled. Please go to the desk."),
    "waitlisted": N_("You are on the waiting list. Please go to the desk."),
    "not_open_yet": N_("The door is not open yet."),
    "closed": N_("The door has closed. Please go to the desk."),
    "wrong_session": N_("This session has been taken off the programme. Please go to the desk."),
}
ASK = N_("Please go to the desk.")
MODES = {"static": N_("Poster, the same code all day"), "rotating": N_("Screen, a new code every 15 seconds")}
WHYS = {
    "many_marks": N_("One phone marked several people"),
    "too_fast": N_("Marks on one phone came faster than people type"),
    "many_failures": N_("Names or digits were tried that nobody has"),
    "late": N_("Confirmed long after the room's code was read"),
}
WAYS = {
    "held": N_("pass on the phone"),
    "code": N_("short code typed"),
    "name": N_("name and last digits"),
}
STEPS = (
    N_("Scan this code with your phone's camera."),
    N_("Confirm with your pass, or with your name."),
    N_("No camera? Open the address shown here and type the six characters."),
)
HEADING = N_("Check in here")


def title_of(verdict: Verdict) -> str:
    """The verdict in a few words, for the one whom it is about."""
    return gettext(TITLES.get(verdict.outcome, REFUSED))


def why(verdict: Verdict) -> str:
    """Why not, and what to do next; nothing for those who are in."""
    if verdict.outcome in TITLES:
        return ""
    return gettext(REASONS.get(verdict.reason or "", ASK))


def both_languages(heading: str = HEADING, steps: Sequence[str] = STEPS) -> list[dict[str, Any]]:
    """What a hall reads on a poster or a screen: Indonesian, then English."""
    return [_in(language, heading, steps) for language in i18n.LOCALES]


def _in(language: str, heading: str, steps: Sequence[str]) -> dict[str, Any]:
    with i18n.using(language):
        return {"lang": language, "heading": gettext(heading), "steps": [gettext(one) for one in steps]}
