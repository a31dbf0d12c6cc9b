"""Factories of seating: quotas, rules of inviting, and many who were asked."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.events.tables import Event
from events_app.invitations import actions
from events_app.invitations.asking.deadlines import set_inviting
from events_app.invitations.asking.forms import InvitingIn
from events_app.invitations.forms import Invitee
from events_app.invitations.seating.actions import add_quota
from events_app.invitations.seating.forms import QuotaIn
from events_app.invitations.seating.tables import Quota
from events_app.invitations.tables import Invitation
from events_app.stakeholders.groups.tables import GroupMember
from events_app.stakeholders.tables import Group, Institution, Person, Position, PositionHolding
from tests import make_stakeholders
from tests.make_invitations import BEFORE


async def quota(event: Event, seats: int, label: str = "Kuota", **of: Any) -> Quota:
    """At most so many seats, `kind="village"` for instance."""
    said = QuotaIn.model_validate({"label": label, "seats": seats} | of)
    return await add_quota(Actor.system(event.organisation), event, said, BEFORE)


async def group(
    organisation: UUID, institutions: Sequence[Institution], name: str = "Kecamatan Utara"
) -> Group:
    row = Group(organisation=organisation, name=name, name_key=name.casefold())
    await row.save()
    for one in institutions:
        await GroupMember(organisation=organisation, group=row.id, institution=one.id).save()
    return row


async def position(organisation: UUID, office: Institution, title: str = "Lurah") -> Position:
    row = Position(organisation=organisation, institution=office.id, title=title, title_key=title.casefold())
    await row.save()
    return row


async def hold(post: Position, holder: Person) -> PositionHolding:
    """Who holds a post for good since yesterday."""
    row = PositionHolding(organisation=post.organisation, person=holder.id, position=post.id)
    row.starts_on = date.today() - timedelta(days=1)  # noqa: DTZ011
    await row.save()
    return row


async def asked_post(event: Event, post: Position, *, send: bool = False) -> Invitation:
    """The invitation of a post."""
    system, invitee = Actor.system(event.organisation), Invitee(position_id=post.id)
    done = await actions.invite(system, event, [invitee], send, BEFORE)
    row = await Invitation.objects().get(Invitation.id == done.items[0].id)
    assert row is not None
    return row


async def inviting(event: Event, now: datetime = BEFORE, **said: Any) -> None:
    """How the inviting of an event runs."""
    await set_inviting(Actor.system(event.organisation), event, InvitingIn.model_validate(said), now)


async def offices(actor: Actor, count: int, name: str = "Kelurahan", **more: Any) -> list[Institution]:
    """So many institutions of one kind."""
    return [await make_stakeholders.institution(actor, f"{name} {n}", **more) for n in range(count)]


async def asked(
    event: Event, offices: Sequence[Institution], *, send: bool = False, seats: int = 1, reserve: bool = False
) -> list[Invitation]:
    """Their invitations, in order."""
    invitees = [Invitee(institution_id=one.id, seats=seats) for one in offices]
    done = await actions.invite(
        Actor.system(event.organisation), event, invitees, send, BEFORE, reserve=reserve
    )
    rows = {row.id: row for row in await Invitation.objects().where(Invitation.event == event.id)}
    return [rows[one.id] for one in done.items]
