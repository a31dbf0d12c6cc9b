"""Factories of the invitations room: asked, answered, on the list."""

from datetime import datetime, timedelta
from typing import Any

from events_app.accounts.actor import Actor
from events_app.events.tables import Event
from events_app.invitations import actions
from events_app.invitations.forms import AnswerIn, GuestIn, Invitee, Representative
from events_app.invitations.tables import AnsweredBy, Guest, Invitation
from events_app.stakeholders.tables import Institution, Person
from tests.make_events import NINE

BEFORE = NINE - timedelta(days=7)
"""A week before the events of the tests."""


async def invitation(
    event: Event, who: Institution | Person, *, seats: int = 1, send: bool = False
) -> Invitation:
    """An institution or a person, asked."""
    key = "institution_id" if isinstance(who, Institution) else "person_id"
    invitee = Invitee.model_validate({key: who.id, "seats": seats})
    done = await actions.invite(_system(event), event, [invitee], send, BEFORE)
    row = await Invitation.objects().get(Invitation.id == done.items[0].id)
    assert row is not None
    return row


async def answered(
    invitation: Invitation, said: str = "accepted", *names: str, now: datetime = BEFORE, **more: Any
) -> Invitation:
    """An answer by link, with representatives by name."""
    people = [Representative(full_name=name) for name in names]
    form = AnswerIn.model_validate({"answer": said, "representatives": people} | more)
    return await actions.answer(_system(invitation), invitation.id, form, AnsweredBy.link, now)


async def guest(
    event: Event, full_name: str = "Budi Santoso", *, now: datetime = BEFORE, **more: Any
) -> Guest:
    """Somebody on the list without an invitation."""
    added = await actions.add_guest(_system(event), event, GuestIn(full_name=full_name, **more), now)
    return added.guest


async def guests_of(invitation: Invitation) -> list[Guest]:
    """Everybody who is or was to come on an invitation, in order."""
    return await Guest.objects().where(Guest.invitation == invitation.id).order_by(Guest.id)


def _system(row: Any) -> Actor:
    return Actor.system(row.organisation)
