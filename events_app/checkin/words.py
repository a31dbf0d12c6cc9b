"""What the door says, in words; the scanner's script reads the same sentences."""

from events_app.checkin.offline import words as offline
from events_app.i18n import N_, gettext

OUTCOMES = {
    "admitted": N_("Welcome"),
    "already": N_("Already in"),
    "left": N_("Checked out"),
    "refused": N_("Not admitted"),
}
REASONS = {
    "unknown_code": N_("This code is not known."),
    "wrong_event": N_("This pass is for another event."),
    "revoked": N_("This pass was replaced by a newer one."),
    "cancelled": N_("This guest's place was cancelled."),
    "waitlisted": N_("This guest is on the waiting list."),
    "not_open_yet": N_("The door is not open yet."),
    "closed": N_("The door has closed."),
    "wrong_session": N_("This session does not belong to the event."),
}
ADVICE = {
    "unknown_code": N_("Ask for the name and look in the guest list, or add a walk-in."),
    "wrong_event": N_("Show them the way to their event, or add them here as a walk-in."),
    "revoked": N_("Ask for the newest pass, or type the short code."),
    "cancelled": N_("Send them to the organiser, who may let them in with a reason."),
    "waitlisted": N_("Ask them to wait and call the organiser, who may let them in with a reason."),
    "not_open_yet": N_("Ask them to wait until the door opens, or call the organiser."),
    "closed": N_("Call the organiser, who may let them in with a reason."),
    "wrong_session": N_("Choose the session again in this door's settings and scan once more."),
}
"""What to do next, one sentence a reason."""

VIP = N_("Guest of honour: tell protocol.")
HONOUR = N_("Guest of honour: %(note)s")
NEEDS = N_("Needs: %(needs)s")
GUARDIAN = N_("Under age. Guardian: %(name)s, who allowed it.")
"""No child is written down without a guardian who agreed."""

SENTENCES = {
    "since": N_("In since %(time)s"),
    "through": N_("through %(device)s"),
    "by": N_("by %(name)s"),
    "anyway": N_("Admit anyway"),
    "in_place": N_("in place of: %(position)s"),
    "needs": NEEDS,
    "undo": N_("Undo"),
    "undone": N_("Taken back. The scan stays on record as undone."),
    "not_undone": N_("The server does not answer. The scan was not taken back; try again."),
    "mark": N_("undone"),
    "looking": N_("Point the camera at a pass."),
    "starting": N_("Starting the camera …"),
    "refused_camera": N_("The camera was not allowed. Allow it in the browser's settings, or type the code."),
    "no_camera": N_("No camera was found. Type the code, take a photo, or use a USB scanner."),
    "lost_camera": N_("The camera was lost. Start it again, or type the code."),
    "insecure": N_("Browsers open the camera only over HTTPS. Typing, photos and USB scanners work."),
    "no_code": N_("No code was found in this picture."),
    "stop": N_("Stop the camera"),
    "start": N_("Start the camera"),
}


def spoken() -> dict[str, dict[str, str]]:
    """All of it in the language of the moment; a reason is followed by what to do next, which stands alone, too."""
    groups = {
        "outcomes": OUTCOMES | offline.OUTCOMES,
        "reasons": REASONS,
        "advice": ADVICE,
        "sentences": SENTENCES | offline.SENTENCES,
    }
    said = {name: {key: gettext(text) for key, text in group.items()} for name, group in groups.items()}
    whole = {key: f"{text} {said['advice'][key]}" for key, text in said["reasons"].items()}
    return said | {"reasons": whole}
