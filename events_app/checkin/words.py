"""What the door says, in words; the scanner's script reads the same sentences."""

from events_app.i18n import N_, gettext

OUTCOMES = {
    "admitted": N_("Welcome"),
    "already": N_("Already in"),
    "left": N_("Checked out"),
    "refused": N_("Not admitted"),
}
REASONS = {
    "unknown_code": N_(
        "This code is not known. Ask for the name and look in the guest list, or add a walk-in."
    ),
    "wrong_event": N_("This pass is for another event."),
    "revoked": N_("This pass was replaced. Ask for the newest one, or type the short code."),
    "cancelled": N_("This guest's place was cancelled. Send them to the organiser."),
    "waitlisted": N_("This guest is on the waiting list. Send them to the organiser."),
    "not_open_yet": N_("The door is not open yet."),
    "closed": N_("The door has closed."),
    "wrong_session": N_("This session does not belong to the event."),
}
SENTENCES = {
    "since": N_("In since %(time)s"),
    "through": N_("through %(device)s"),
    "undo": N_("Undo"),
    "undone": N_("Taken back. The scan stays on record as undone."),
    "not_undone": N_("The server does not answer. The scan was not taken back; try again."),
    "mark": N_("undone"),
    "unsent": N_("Not sent yet"),
    "retrying": N_("The server does not answer. This scan is tried again by itself; keep this page open."),
    "leaving": N_("Scans on this page have not been sent yet."),
    "looking": N_("Point the camera at a pass."),
    "starting": N_("Starting the camera …"),
    "refused_camera": N_("The camera was not allowed. Allow it in the browser's settings, or type the code."),
    "no_camera": N_("No camera was found. Type the code, take a photo, or use a USB scanner."),
    "insecure": N_("Browsers open the camera only over HTTPS. Typing, photos and USB scanners work."),
    "no_code": N_("No code was found in this picture."),
    "stop": N_("Stop the camera"),
    "start": N_("Start the camera"),
}


def spoken() -> dict[str, dict[str, str]]:
    """All of it in the language of the moment."""
    groups = {"outcomes": OUTCOMES, "reasons": REASONS, "sentences": SENTENCES}
    return {name: {key: gettext(text) for key, text in group.items()} for name, group in groups.items()}
