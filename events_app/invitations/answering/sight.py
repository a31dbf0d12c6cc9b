"""What an answer link shows of its invitation: asked for together with the link, so that most pages are one statement."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from events_app.invitations import lists
from events_app.invitations.answering import history
from events_app.invitations.answering.history import Told
from events_app.invitations.lists import InvitationView
from events_app.invitations.queries import display_name
from events_app.invitations.tables import Invitation

COLUMNS = f"""
coalesce(n.name, nullif(concat_ws(', ', post.title, pn.name), '')) AS office, p.title_prefix, p.full_name, p.title_suffix,
e.postponed_at > x.answered_at AND x.state IN ('accepted', 'tentative', 'waitlisted') AS asked_again,
{lists.OWN_GUESTS} AS own_guests,
ARRAY(SELECT told FROM ({history.TOLD.format(whose="x.id", most=history.MOST)}) told) AS told,
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


class Shown(NamedTuple):
    """What the page of an answer link shows: the invitation as it stands, and the answers so far."""

    invitation: InvitationView
    told: list[Told]


async def seen(invitation: Invitation, found: Any, opened: datetime | None) -> Shown:
    """As it was found with the link; who holds an invited post or is invited may be a guest by another invitation, too,
    and is asked for."""
    own = lists.own_guests(found["own_guests"])
    theirs = (
        own if invitation.institution else (await lists.guests_of([invitation.id])).get(invitation.id, [])
    )
    facts = {name: getattr(invitation, name) for name in OF_ROW} | {"opened_at": opened}
    row = InvitationView(
        **facts,
        shown="opened" if invitation.state == "sent" and opened else invitation.state,
        name=found["office"] or display_name(found),
        asked_again=bool(found["asked_again"]),
        guests=theirs,
    )
    return Shown(row, [Told(*one) for one in found["told"]])


async def again(event: UUID, invitation: UUID) -> Shown:
    """As it stands now, after something was tried."""
    return Shown(await lists.invitation(event, invitation), await history.told(invitation))
