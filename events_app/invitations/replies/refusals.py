"""How a reply is refused without being kept, and what a person cannot do with one that was."""

from events_app.errors import Refusal
from events_app.i18n import N_


class NoCalendar(Refusal):
    status_code = 422
    field = "file"
    message = N_("There is no calendar in this file. Send the .ics file or the whole mail (.eml).")


class ReplyTooLarge(Refusal):
    status_code = 422
    field = "file"
    message = N_("This file is too large for a calendar reply: 1 MB at most.")


class NotAReply(Refusal):
    """A calendar that asks, cancels or publishes; only replies are taken."""

    status_code = 422
    field = "file"
    message = N_("This calendar is not a reply to an invitation.")


class ReplyForAnotherEvent(Refusal):
    field = "file"
    message = N_("This reply belongs to another event.")


class ReplyOfStage(Refusal):
    field = "file"
    message = N_("This is the reply of somebody on stage, and not of an invitee.")


class ReplySettled(Refusal):
    message = N_("This reply has been dealt with already.")


class ReplyWithoutAnswer(Refusal):
    message = N_("This reply says neither yes, perhaps nor no. Ask the person, and note their answer.")
