"""What this room's messages say unless an organisation says it in its own words."""

from collections.abc import Callable
from typing import Any, Literal

from events_app.i18n import N_, gettext
from events_app.invitations.wording.naming import (
    ASKING,
    BLOCKS,
    COMMON,
    NEWS,
    NO_ACCOUNT,
    PASS,
    PERSONAL,
    REASON,
    asking,
    common,
    news,
    of_pass,
    reason_of,
)
from events_app.notifications.wording.kinds import Kind, Wording, register


def _default(subject: str, *paragraphs: str) -> Callable[[], Wording]:
    """Message ids with their facts as placeholders, in the language of the moment."""
    names = {"title": "{event}", "organisation": "{organisation}", "name": "{name}", "code": "{short_code}"}

    def said(message: str) -> str:
        return "\n".join(
            line if line.startswith("{") else gettext(line, **names) for line in message.split("\n")
        )

    return lambda: Wording(said(subject), "\n\n".join(said(one) for one in paragraphs))


def _kind(
    name: str,
    title: str,
    *args: Any,
    needed: str = "",
    stops: Literal["letters", "mail"] | None = None,
) -> Kind:
    placeholders, values, default = args
    return register(
        Kind(
            name=f"invitations.{name}",
            title=title,
            placeholders=placeholders,
            blocks=BLOCKS & placeholders.keys(),
            needed=frozenset(filter(None, [needed])),
            default=default,
            values=values,
            stops=stops,
        )
    )


_END = ("{seats}", f"{NO_ACCOUNT}\n{{link}}", "{letter}", "{answer_by}", PERSONAL)
_kind(
    "invitation",
    N_("Invitation"),
    ASKING,
    asking,
    _default(
        N_("Invitation: %(title)s"),
        "{salutation}",
        N_("%(organisation)s invites you to this event."),
        "{facts}",
        *_END,
    ),
    needed="link",
    stops="mail",
)
_kind(
    "invitation_reminder",
    N_("Reminder"),
    ASKING,
    asking,
    _default(
        N_("Reminder: %(title)s"),
        "{salutation}",
        N_("We have not had your answer to this invitation yet."),
        "{facts}",
        *_END,
    ),
    needed="link",
    stops="mail",
)
_kind(
    "fresh_link",
    N_("New answer link"),
    ASKING,
    asking,
    _default(
        N_("New answer link: %(title)s"),
        "{salutation}",
        N_(
            "This is your new link for the invitation. The link you had before no longer works,"
            " nor does the reply from its calendar entry."
        ),
        "{facts}",
        *_END,
    ),
    needed="link",
)
_kind(
    "invitation_follow_up",
    N_("News to those who answered"),
    NEWS,
    news,
    _default(
        N_("News: %(title)s"),
        "{salutation}",
        "{news}",
        "{facts}",
        N_("Your answer, and how to change it:") + "\n{link}",
        PERSONAL,
    ),
    needed="news",
    stops="letters",
)
_kind(
    "pass",
    N_("Pass"),
    PASS,
    of_pass,
    _default(
        N_("Your pass: %(title)s"),
        N_("This is the pass of %(name)s."),
        "{code}",
        "{facts}",
        N_("Show the code behind this link at the door:") + "\n{link}",
        N_("Without a phone, say this short code: %(code)s"),
    ),
    needed="link",
)
_kind(
    "event_cancelled",
    N_("Cancellation"),
    REASON,
    reason_of,
    _default(
        N_("Cancelled: %(title)s"),
        "{salutation}",
        N_("We are sorry: this event does not take place."),
        "{reason}",
        "{facts}",
    ),
)
_kind(
    "invitation_withdrawn",
    N_("Withdrawn invitation"),
    COMMON,
    common,
    _default(
        N_("Invitation withdrawn: %(title)s"),
        "{salutation}",
        N_(
            "Please excuse us: the invitation to this event is withdrawn. Its link and its passes are no longer valid."
        ),
        "{facts}",
        N_("Questions? Just reply to this message."),
    ),
)
_kind(
    "letter",
    N_("Letter to guests"),
    COMMON,
    common,
    _default("{event}", "{salutation}", "{facts}"),
    stops="letters",
)
_kind(
    "follow_up",
    N_("Follow-up after an event"),
    COMMON,
    common,
    _default(
        N_("Thank you: %(title)s"),
        "{salutation}",
        N_("Thank you for coming. What was agreed will be followed up, and we will write to you about it."),
        "{facts}",
    ),
    stops="letters",
)
LETTERS = ("invitations.letter", "invitations.follow_up")
"""Where a letter to guests may begin; their words are written anew each time."""
