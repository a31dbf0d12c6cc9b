"""How replies are spoken of."""

from events_app.i18n import N_, gettext
from events_app.invitations.replies.tables import ReplyState

STATES = {
    ReplyState.taken: (N_("Taken as the answer"), "ok", "check"),
    ReplyState.ignored: (N_("Older than what is known"), "calm", "clock"),
    ReplyState.waiting: (N_("Waits for you"), "warn", "warning"),
    ReplyState.dismissed: (N_("Put aside"), "calm", "minus"),
}
SAID = {
    "ACCEPTED": N_("Yes"),
    "TENTATIVE": N_("Perhaps"),
    "DECLINED": N_("No"),
    "DELEGATED": N_("Somebody else comes"),
}
REASONS = {
    "no_tag": N_("It does not carry the receiver's own reply address, and an address alone never answers."),
    "unknown_tag": N_("Its reply address is not one that was ever given out."),
    "another_entry": N_("It names another calendar entry than this event's."),
    "old_time": N_(
        "It answers an earlier time or place: the event has moved since. It is no yes to the new one."
    ),
    "older": N_("A newer answer is known already."),
    "counter": N_("It proposes another time. Times are decided by the organiser."),
    "delegated": N_("The invitation was passed on to somebody else."),
    "two_methods": N_("The mail and the calendar in it disagree about what it is."),
    "several_events": N_("It holds several entries at once."),
    "several_attendees": N_("It names several people at once."),
    "no_attendee": N_("It names nobody."),
    "no_answer": N_("It says neither yes, perhaps nor no."),
    "event_full": N_("All seats are taken."),
    "event_cancelled": N_("The event has been cancelled."),
    "event_over": N_("The event is over."),
    "deadline_passed": N_("It came after the time for answering."),
    "invitation_withdrawn": N_("The invitation has been withdrawn."),
    "already_coming": N_("Somebody of that name is on the guest list already."),
    "too_many_representatives": N_("More people are named than there are seats."),
}


def state_name(state: ReplyState) -> str:
    """`Menunggu Anda`."""
    return gettext(STATES[state][0])


def said(word: str) -> str:
    """`Ya`, or nothing for what says nothing."""
    return gettext(SAID[word]) if word in SAID else ""


def reason(code: str) -> str:
    """Why a reply was not taken, in a sentence."""
    return gettext(REASONS[code]) if code in REASONS else ""
