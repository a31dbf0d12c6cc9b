"""How what comes back is spoken of."""

from events_app.i18n import N_, gettext
from events_app.notifications.mailbox.tables import MailKind, MailState

KINDS = {
    MailKind.bounce: N_("Came back"),
    MailKind.delay: N_("Delayed on its way"),
    MailKind.calendar_reply: N_("Reply from a calendar"),
    MailKind.auto_reply: N_("Automatic reply"),
    MailKind.notice: N_("Delivery report"),
    MailKind.letter: N_("Letter"),
    MailKind.unreadable: N_("Cannot be read"),
}
STATES = {
    MailState.done: (N_("Taken"), "ok", "check"),
    MailState.ignored: (N_("Needs nobody"), "calm", "minus"),
    MailState.waiting: (N_("Waits for you"), "warn", "warning"),
    MailState.dismissed: (N_("Put aside"), "calm", "minus"),
}
REASONS = {
    "no_message": N_("It names no message of ours, and an address alone proves nothing."),
    "no_status": N_("A mail server wrote it, but does not say whether the message will still arrive."),
    "no_event": N_("It answers an event that is not planned here."),
    "no_calendar": N_("The calendar in it cannot be read."),
    "not_a_reply": N_("Its calendar is not a reply to an invitation."),
    "reply_too_large": N_("Its calendar is too large."),
    "stage_reply_not_clear": N_(
        "Somebody on stage says neither yes, perhaps nor no with it, or of another session."
    ),
    "stage_reply_old_time": N_("Somebody on stage answers a time or place that has changed since."),
    "waits_at_event": N_("It waits for a person among the event's replies from calendars."),
}
FAULTS = (
    N_("the server names no UIDVALIDITY"),
    N_("the server does not offer STARTTLS"),
    N_("the server refused the name or the password"),
    N_("the server refused"),
    N_("the connection was lost"),
    N_("no answer in time"),
)


def fault(text: str) -> str:
    """What is wrong with the mailbox; what has no words of ours stays as it is."""
    return gettext(text) if text in FAULTS else text


def kind(of: MailKind) -> str:
    """`Kembali`."""
    return gettext(KINDS[of])


def state(of: MailState) -> str:
    """`Menunggu Anda`."""
    return gettext(STATES[of][0])


def reason(code: str, of: MailKind) -> str:
    """Why it waits, in a sentence."""
    if code in REASONS:
        return gettext(REASONS[code])
    if code or of == MailKind.unreadable:
        return gettext(N_("This mail could not be understood."))
    return gettext(N_("Somebody wrote to you.")) if of == MailKind.letter else ""
