"""Rounds of letters and notices go on though one of those they are for is anonymised."""

from datetime import timedelta

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.database import execute, fetch, fetch_value
from events_app.events.tables import Event
from events_app.invitations.notices import actions as notices
from events_app.privacy.actions import anonymise
from tests import make_invitations, make_stakeholders
from tests.invitations.mailings.test_mailings import approved, asked, fed, hani, letters, served
from tests.invitations.notices.test_releases import move, programme, told
from tests.people import Somebody

__all__ = ["hani", "served"]
LABEL = "Orang yang dianonimkan"


async def _over(event: Event) -> None:
    times = "UPDATE event SET starts_at = $2::timestamptz - interval '1 hour', ends_at = $2 WHERE id = $1"
    await execute(times, event.id, clock.now() - timedelta(days=1))


async def test_notices_of_a_release_are_read_after_one_of_them_is_anonymised(
    city: Organisation, alice: Somebody, owner: Somebody
) -> None:
    event, session = await programme(city)
    await move(city, event, session, 1)
    made = await notices.release(alice.actor, event, "Mohon maaf", clock.now())
    await _over(event)
    budi = await fetch_value("SELECT id FROM person WHERE full_name = 'Budi'")
    await anonymise(owner.actor, budi, "Masa retensi berakhir.", clock.now())
    assert LABEL in await told(made)
    page = await alice.web.get(f"/events/{event.id}/releases/{made.id}")
    assert page.status_code == 200
    assert "budi@x.example" not in page.text


@pytest.mark.usefixtures("served")
async def test_a_letter_goes_on_to_all_others(alice: Somebody, hani: Somebody, owner: Somebody) -> None:
    event = await asked(alice, 2)
    budi = await make_stakeholders.person(alice.actor, "Budi Santoso", email="budi@x.example")
    await make_invitations.invitation(event, budi, send=True)
    path = await approved(alice, hani, event)
    assert (await alice.api.post(f"{path}/sending")).status_code == 200
    await _over(event)
    await anonymise(owner.actor, budi.id, "Masa retensi berakhir.", clock.now())
    assert await fed(path) == 3
    assert [one["to_address"] for one in await letters()] == ["k0@kota.example", "k1@kota.example"]
    rows = await fetch("SELECT recipient::text AS said FROM mailing_recipient")
    assert not [row for row in rows if "budi" in row["said"].casefold()]
