"""The words that lists and papers use for stored values."""

from collections.abc import Mapping
from typing import Any

from events_app.checkin.tables import AUTOMATIC, Direction, Method, Outcome, Reason
from events_app.i18n import N_, gettext
from events_app.invitations.tables import InvitationState
from events_app.stakeholders.tables import Sex

SEXES = {Sex.female: N_("Female"), Sex.male: N_("Male")}
INVITATION_STATES = {
    InvitationState.draft: N_("Not sent yet"),
    InvitationState.sent: N_("Sent"),
    InvitationState.opened: N_("Opened"),
    InvitationState.accepted: N_("Attending"),
    InvitationState.tentative: N_("Undecided"),
    InvitationState.declined: N_("Unable to attend"),
    InvitationState.waitlisted: N_("Waiting list"),
    InvitationState.expired: N_("Expired"),
    InvitationState.withdrawn: N_("Withdrawn"),
}
DIRECTIONS = {Direction.into: N_("In"), Direction.out: N_("Out")}
OUTCOMES = {
    Outcome.admitted: N_("Admitted"),
    Outcome.already: N_("Already inside"),
    Outcome.left: N_("Has left"),
    Outcome.refused: N_("Refused"),
}
REASONS = {
    Reason.unknown_code: N_("Unknown code"),
    Reason.wrong_event: N_("Pass of another event"),
    Reason.revoked: N_("Replaced pass"),
    Reason.cancelled: N_("Cancelled"),
    Reason.waitlisted: N_("Waiting list"),
    Reason.not_open_yet: N_("The door is not open yet"),
    Reason.closed: N_("The door is closed"),
    Reason.wrong_session: N_("Pass of another session"),
}
METHODS = {
    Method.camera: N_("Camera"),
    Method.usb: N_("USB scanner"),
    Method.typed: N_("Typed"),
    Method.self: N_("By the guest"),
    Method.staff_list: N_("From the list"),
    Method.paper: N_("From paper"),
    AUTOMATIC: N_("By the clock"),
}


def say(words: Mapping[Any, str], value: str | None) -> str:
    """The word for a value; nothing for none, and the value itself where a newer one has no word yet."""
    return gettext(words.get(value, value)) if value else ""
