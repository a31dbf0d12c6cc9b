"""Whoever is anonymised is nobody who could be asked."""

import pytest

from events_app import clock
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import fetch_value
from events_app.errors import Invalid
from events_app.invitations.actions import invite
from events_app.invitations.forms import Invitee
from events_app.privacy.actions import anonymise
from tests import make_events
from tests.people import Somebody
from tests.privacy.people import due_person


async def test_inviting_somebody_who_is_anonymised_is_refused_by_id(owner: Somebody) -> None:
    actor = Actor(owner.actor.organisation, name="Alice", rights=frozenset(Right))
    person = await due_person(actor)
    event = await make_events.published(actor.organisation)
    await anonymise(actor, person, "Masa retensi berakhir.", clock.now())
    with pytest.raises(Invalid) as refused:
        await invite(actor, event, [Invitee(person_id=person)], False, clock.now())
    assert [one.field for one in refused.value.errors] == ["invitees.0.person_id"]
    assert await fetch_value("SELECT count(*) FROM invitation") == 0
