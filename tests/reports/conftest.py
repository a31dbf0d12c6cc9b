"""One event with guests, some of whom came, and promises."""

from dataclasses import dataclass
from typing import Any

import pytest

from events_app.accounts.tables import Organisation
from events_app.commitments.minutes.tables import MinutesDecision, MinutesText
from events_app.events.tables import AgendaItem, Event
from events_app.invitations.tables import Guest, Invitation
from events_app.stakeholders.tables import Institution
from tests import make_events, make_invitations, make_stakeholders
from tests.make_reports import Fact, came, promised

ATTACK = '#panic("x") *tebal* $x$ #read("/etc/passwd")'
FORMULA = '=HYPERLINK("http://x.example")'


@dataclass
class Scene:
    """What the papers are of."""

    event: Event
    office: Institution
    asked: Invitation
    guests: list[Guest]


@pytest.fixture
async def scene(city: Organisation) -> Scene:
    """Two representatives of an office, one of whom came, and a walk-in without office who came too."""
    office = await make_stakeholders.institution(city.id, "Dinas Sosial", email="dinsos@kota.example")
    room = await make_events.room(city, venue_id=(await make_events.venue(city)).id)
    event = await make_events.published(
        city, title="Diskusi Pencegahan", room_id=room.id, theme="Pelindungan"
    )
    asked = await make_invitations.invitation(event, office, seats=3)
    await make_invitations.answered(asked, "accepted", "Dra. Hj. Kartini, M.Si", "Budi Santoso")
    guests = await make_invitations.guests_of(asked)
    walk_in = await make_invitations.guest(event, "Wayan Sudarma", sex="male")
    await came([guests[0], walk_in])
    item: dict[str, Any] = {
        "organisation": city.id,
        "event": event.id,
        "place": 1,
        "title": "Paparan pembuka",
    }
    line = AgendaItem(**item)
    await line.save()
    about: dict[str, Any] = {"organisation": city.id, "event": event.id, "agenda_item": line.id}
    await MinutesText(**about, part="discussion", content="Catatan rapat.", version=1).save()
    await MinutesDecision(**about, place=1, content="Membentuk gugus tugas.").save()
    await promised(
        city, event, office, Fact("open", due=-3), Fact("verified", due=5, done=1), title="Posko siaga"
    )
    return Scene(event, office, asked, [*guests, walk_in])
