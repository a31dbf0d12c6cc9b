"""What the organiser is told after inviting: what went out, what stays a draft."""

from uuid import UUID

from events_app.events.access import Asker
from events_app.i18n import ngettext
from events_app.invitations.actions import Invited
from events_app.invitations.tables import InvitationState
from events_app.web.flash import say


def say_invited(request: Asker, done: Invited, send: bool) -> None:
    """How many went out or were kept, and which could not go by mail."""
    sent = sum(item.state == InvitationState.sent for item in done.items)
    if send:
        say(request, ngettext("%(num)s invitation is sent.", "%(num)s invitations are sent.", sent))
    else:
        say(request, ngettext("%(num)s draft is kept.", "%(num)s drafts are kept.", done.created))
    say_unsent(request, {item.id: item.problem for item in done.items if item.problem})


def say_unsent(request: Asker, problems: dict[UUID, str]) -> None:
    """How many have no address to send to, or were asked already as what they have become."""
    twice = sum(problem == "asked_already" for problem in problems.values())
    if twice:
        text = ngettext(
            "%(num)s invitation stays a draft: who was invited is one with somebody who is asked to this event.",
            "%(num)s invitations stay drafts: who was invited is one with somebody who is asked to this event.",
            twice,
        )
        say(request, text, "info")
    if len(problems) > twice:
        text = ngettext(
            "%(num)s invitation has no mail address and stays a draft: hand its link on another way.",
            "%(num)s invitations have no mail address and stay drafts: hand their links on another way.",
            len(problems) - twice,
        )
        say(request, text, "warning")
