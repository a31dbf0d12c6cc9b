"""Telling the head of an institution who was named to come in their place."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.database import fetch
from events_app.invitations import mails, queries
from events_app.invitations.answering.chain import HOLDERS
from events_app.invitations.answering.changes import Turn
from events_app.invitations.queries import Recipient, display_name
from events_app.invitations.tables import AnsweredBy, Invitation, InvitationAnswer
from events_app.notifications import actions as outbox
from events_app.notifications.mail import Mail, is_address

HEADS = f"""
WITH {HOLDERS}
SELECT p.id, p.title_prefix, p.full_name, p.title_suffix, p.sex, p.email, p.language
FROM holder JOIN person p ON p.id = holder.id ORDER BY p.id
"""

COMING = """
SELECT g.id, g.person, g.position_title, p.title_prefix, p.full_name, p.title_suffix
FROM guest g JOIN person p ON p.id = g.person WHERE g.invitation = $1 AND g.state <> 'cancelled' ORDER BY g.id
"""


async def tell_head(turn: Turn, invitation: Invitation, given: InvitationAnswer, named: set[UUID]) -> None:
    """One notice for an answer that names somebody new who is not the head.

    None to a mailbox that answered itself, and none where the head has no address.
    """
    if not (invitation.institution or invitation.position) or not named:
        return
    today = turn.now.astimezone(ZoneInfo(turn.event.timezone)).date()
    heads = await fetch(HEADS, invitation.institution, today, invitation.position)
    coming = await fetch(COMING, invitation.id)
    if not _sent_somebody(coming, named, {head["id"] for head in heads}):
        return
    (asked,) = await queries.recipients([invitation.id], today)
    to = next((head for head in heads if _is_told(turn, head["email"], asked.address)), None)
    if to is not None:
        await outbox.enqueue(turn.actor, await _notice(turn, given, _addressed(to, asked), coming))


def _sent_somebody(coming: Iterable[Any], named: set[UUID], heads: set[UUID]) -> bool:
    return any(one["id"] in named and one["person"] not in heads for one in coming)


def _is_told(turn: Turn, address: str, answered: str) -> bool:
    """Links and calendar replies come from the mailbox that was written to, which knows what it said."""
    itself = turn.by is not AnsweredBy.staff and address.casefold() == answered.casefold()
    return is_address(address) and not itself


def _addressed(head: Any, asked: Recipient) -> Recipient:
    return replace(
        asked,
        name=display_name(head),
        sex=head["sex"],
        titled=bool(head["title_prefix"]),
        address=head["email"],
        language=head["language"],
        asked=False,
    )


async def _notice(turn: Turn, given: InvitationAnswer, to: Recipient, coming: Iterable[Any]) -> Mail:
    people = [(display_name(one), one["position_title"]) for one in coming]
    about = await mails.occasion(turn.event)
    return mails.representatives_named(about, to, people, given.said_by, turn.by.value, str(given.id))
