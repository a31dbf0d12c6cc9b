"""What an answer link shows of its invitation: asked for together with the link, so that most pages are one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from events_app.invitations import lists
from events_app.invitations.answering import history
from events_app.invitations.lists import InvitationView
from events_app.invitations.queries import display_name
from events_app.invitations.tables import Invitation

COLUMNS = """
coalesce(n.name, nullif(concat_ws(', ', post.title, pn.name), '')) AS office, p.title_prefix, p.full_name, p.title_suffix,
e.postponed_at > x.answered_at AND x.state IN ('accepted', 'tentative', 'waitlisted') AS asked_again,
x.institution IS NULL OR EXISTS (SELECT FROM guest g WHERE g.invitation = x.id) AS may_have_guests,
EXISTS (SELECT FROM invitation_answer a WHERE a.invitation = x.id) AS was_answered,
x.state <> 'withdrawn' AND EXISTS (SELECT FROM letter_recipient r JOIN letter l ON l.id = r.letter
  WHERE r.invitation = x.id AND l.state = 'issued') AS has_letter
"""
JOIN = """
LEFT JOIN institution n ON n.id = x.institution LEFT JOIN person p ON p.id = x.person
LEFT JOIN position post ON post.id = x.position LEFT JOIN institution pn ON pn.id = post.institution
"""
"""For a statement about an invitation `x` and its event `e`."""

NOT_OF_ROW = {"shown", "asked_again", "name", "guests"}
OF_ROW = [name for name in InvitationView.__dataclass_fields__ if name not in NOT_OF_ROW]


async def seen(invitation: Invitation, found: Any, opened: datetime | None) -> InvitationView:
    """The invitation as its page shows it; guests are asked for where there may be some."""
    theirs = await lists.guests_of([invitation.id]) if found["may_have_guests"] else {}
    facts = {name: getattr(invitation, name) for name in OF_ROW} | {"opened_at": opened}
    return InvitationView(
        **facts,
        shown="opened" if invitation.state == "sent" and opened else invitation.state,
        name=found["office"] or display_name(found),
        asked_again=bool(found["asked_again"]),
        guests=theirs.get(invitation.id, []),
    )


async def answers_of(row: InvitationView, found: Any) -> Sequence[Any]:
    """The answers so far; `row` may be younger than what was found with the link."""
    return await history.told(row.id) if row.answered_at or found["was_answered"] else []
