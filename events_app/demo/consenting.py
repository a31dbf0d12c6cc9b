"""Two guests who agreed to be written to: one still does; the other took it back by a link of their own."""

from datetime import datetime, timedelta
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.database import fetch
from events_app.demo.cast import City
from events_app.events.tables import Event
from events_app.invitations import mails, queries
from events_app.notifications import actions as outbox
from events_app.notifications.wording.kinds import Wording
from events_app.stakeholders.consents import actions as consents
from events_app.stakeholders.consents.forms import ConsentIn, Purpose, Via

GUESTS = """
SELECT DISTINCT ON (p.id) g.id, g.event, g.person, p.full_name FROM guest g JOIN person p ON p.id = g.person
WHERE g.organisation = $1 AND g.state = 'expected' AND p.email <> ''
  AND NOT EXISTS (SELECT FROM consent_record c WHERE c.person = p.id) ORDER BY p.id, g.id LIMIT 2
"""
WORDS = {
    Purpose.contact: "Saya setuju nama dan alamat saya disimpan dan saya disurati tentang kegiatan kota.",
    Purpose.photo: "Saya setuju foto saya dimuat di situs kegiatan.",
}
THANKS = Wording("Ringkasan hasil: {event}", "{salutation}\n\nTerima kasih. Ringkasan hasil menyusul.")


async def tell(city: City, now: datetime) -> None:
    """What is written to the second one afterwards is held, and the outbox says why."""
    stays, goes = await fetch(GUESTS, city.organisation.id)
    for one in (stays, goes):
        for purpose, words in WORDS.items():
            plan = ConsentIn(purpose=purpose, text_version=1, wording=words, via=Via.paper)
            given = await consents.note(city.organiser, one["person"], plan, now - timedelta(days=40))
            if one is goes and purpose == Purpose.contact:
                await consents.withdraw(_holder(city, one), given, "link", "", now - timedelta(days=2))
    await _written_to(city, goes["event"], goes["id"])


def _holder(city: City, guest: dict[str, UUID]) -> Actor:
    return Actor(
        organisation=city.organisation.id, person=guest["person"], name=str(guest["full_name"]), via="link"
    )


async def _written_to(city: City, event: UUID, guest: UUID) -> None:
    about = await Event.objects().get(Event.id == event)
    assert about is not None, "a foreign key holds the guest's event"
    [to] = await queries.pass_holders([guest])
    letter = mails.letter(await mails.occasion(about), to, {"id": THANKS}, f"summary:{guest}")
    await outbox.enqueue(city.organiser, letter)
