"""What strangers see of events, and that they see nothing else."""

import json
import re
from datetime import timedelta

from icalendar import Calendar

from events_app.events import actions
from tests import make_events as make
from tests.people import Browser, Somebody


async def test_public_page_tells_time_place_and_programme(alice: Somebody, public: Browser) -> None:
    organisation = alice.actor.organisation
    room = await make.room(organisation, venue_id=(await make.venue(organisation)).id)
    kartini = await make.person(organisation)
    event = await make.published(
        organisation, visibility="public", title="Diskusi </script>", room_id=room.id
    )
    await make.session(event, "Paparan", speaker_ids=[kartini.id])
    page = (await public.get(f"/e/{event.slug}")).text
    for text in (
        "Saturday, 12 December 2026, at 09:00–12:00 WIB",
        "2026-12-12 09:00 (UTC+07:00)",
        "Ruang Kenanga",
    ):
        assert text in page
    assert "Kartini" in page
    assert f'href="/e/{event.slug}.ics"' in page


async def test_public_page_tells_machines_the_same(alice: Somebody, public: Browser) -> None:
    event = await make.published(alice.actor.organisation, visibility="public", title="Diskusi </script>")
    page = (await public.get(f"/e/{event.slug}")).text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found is not None
    facts = json.loads(found[1])
    assert (facts["@type"], facts["name"]) == ("Event", "Diskusi </script>")
    assert facts["eventStatus"] == "https://schema.org/EventScheduled"


async def test_calendar_file_is_one_that_calendars_read(alice: Somebody, public: Browser) -> None:
    event = await make.published(alice.actor.organisation, visibility="unlisted")
    answer = await public.get(f"/e/{event.slug}.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    [entry] = Calendar.from_ical(answer.text).walk("VEVENT")
    assert entry["SUMMARY"] == event.title
    assert entry["URL"] == f"http://localhost:8000/e/{event.slug}"


async def test_draft_invited_and_confidential_events_are_the_same_nothing(
    alice: Somebody, public: Browser
) -> None:
    organisation = alice.actor.organisation
    hidden = [
        await make.event(organisation, visibility="public"),
        await make.published(organisation),
        await make.published(organisation, visibility="public", confidential=True),
    ]
    nothing = await public.get("/e/tidak-ada")
    for event in hidden:
        for path in (f"/e/{event.slug}", f"/e/{event.slug}.ics"):
            answer = await public.get(path)
            assert answer.status_code == 404
            assert _bare(answer.text) == _bare(nothing.text)


async def test_cancelled_draft_was_never_public(alice: Somebody, public: Browser) -> None:
    event = await make.event(alice.actor.organisation, visibility="public")
    await actions.cancel(alice.actor, event, "Batal", make.NINE - timedelta(days=1))
    assert (await public.get(f"/e/{event.slug}")).status_code == 404


async def test_cancelled_event_says_so_in_public(alice: Somebody, public: Browser) -> None:
    event = await make.published(alice.actor.organisation, visibility="public")
    await actions.cancel(alice.actor, event, "Banjir besar", make.NINE - timedelta(days=1))
    page = (await public.get(f"/e/{event.slug}")).text
    assert "This event has been cancelled." in page
    assert "Banjir besar" in page
    [entry] = Calendar.from_ical((await public.get(f"/e/{event.slug}.ics")).text).walk("VEVENT")
    assert entry["STATUS"] == "CANCELLED"


def _bare(page: str) -> str:
    """Without what differs in every answer."""
    plain = re.sub(r"/e/[\w.-]+", "", page)
    return re.sub(r'(name="_csrf" value|name="csrf" content)="[^"]*"', "", plain)
