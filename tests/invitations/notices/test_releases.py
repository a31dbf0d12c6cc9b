"""A release: what changed is told to whom it touches, once, when the organiser says so."""

import asyncio

import asyncpg
import pytest
from icalendar import Calendar

from events_app import clock
from events_app.accounts.actor import Actor
from events_app.accounts.tables import Organisation
from events_app.database import counting_queries, execute, fetch, fetch_value
from events_app.events import actions as events
from events_app.events import session_actions
from events_app.events.forms import EventPatch, Postponement, SessionPatch
from events_app.events.releases.actions import NothingChanged
from events_app.events.releases.queries import Release, last_release, releases, unreleased
from events_app.events.releases.snapshots import ChangeKind
from events_app.events.states import EventNotPublished
from events_app.events.tables import Event, Session
from events_app.invitations.notices import actions, queries
from tests import make_events, make_invitations, make_stakeholders
from tests.make_events import hours
from tests.people import Browser, Somebody


async def programme(city: Organisation) -> tuple[Event, Session]:
    """A published event with a session, a speaker, an invited office and a guest."""
    kartini = await make_events.person(city, "Kartini", email="kartini@x.example")
    event = await make_events.event(city, visibility="public")
    session = await make_events.session(event, "Paparan", speaker_ids=[kartini.id])
    event = await events.publish(Actor.system(city.id), event, make_events.NINE)
    office = await make_stakeholders.institution(city.id, "Dinas Sosial", email="dinsos@x.example")
    await make_invitations.invitation(event, office)
    await execute("UPDATE invitation SET sent_at = now(), state = 'sent'")
    await make_invitations.guest(event, "Budi", email="budi@x.example")
    await make_invitations.guest(event, "Tanpa Alamat")
    await execute("DELETE FROM message")
    return event, session


async def move(city: Organisation, event: Event, session: Session, start: float) -> None:
    patch = SessionPatch.model_validate(hours(start, start + 1))
    await session_actions.update_session(Actor.system(city.id), event, session, patch, make_events.NINE)


async def told(made: Release) -> dict[str, list[str]]:
    return {
        one.called: [made.changes[place]["kind"] for place in one.changes]
        for one in await queries.notices(made)
    }


async def test_publishing_is_the_first_release(city: Organisation) -> None:
    event, _session = await programme(city)
    [first] = await releases(event)
    assert (first.number, first.changes) == (1, [])
    assert [part["title"] for part in first.snapshot["sessions"]] == ["Paparan"]
    assert await unreleased(event) == []


async def test_a_moved_session_touches_guests_and_those_on_stage(city: Organisation, alice: Somebody) -> None:
    event, session = await programme(city)
    await move(city, event, session, 1)
    assert [one["kind"] for one in await unreleased(event)] == [ChangeKind.session_moved]
    made = await actions.release(alice.actor, event, "Mohon maaf", clock.now())
    moved = [ChangeKind.session_moved]
    assert await told(made) == {"Kartini": moved, "Dinas Sosial": moved, "Budi": moved, "Tanpa Alamat": moved}
    assert await fetch_value("SELECT count(*) FROM message") == 0
    assert await actions.send(alice.actor, event, made, [], clock.now()) == 3
    texts = {row["to_address"]: row["text"] for row in await fetch("SELECT to_address, text FROM message")}
    assert set(texts) == {"kartini@x.example", "dinsos@x.example", "budi@x.example"}
    assert all("Sesi “Paparan” berpindah waktu" in text and "Mohon maaf" in text for text in texts.values())
    assert await actions.send(alice.actor, event, made, [], clock.now()) == 0
    states = {one.called: one.state for one in await queries.notices(made)}
    assert (states["Budi"], states["Tanpa Alamat"]) == ("sent", "no_address")


async def test_a_cancelled_session_reaches_its_speaker(city: Organisation, alice: Somebody) -> None:
    event, session = await programme(city)
    await session_actions.cancel_session(Actor.system(city.id), event, session, make_events.NINE)
    made = await actions.release(alice.actor, event, "", clock.now())
    assert (await told(made))["Kartini"] == [ChangeKind.session_cancelled]


async def test_a_change_on_stage_is_told_to_nobody_else(city: Organisation, alice: Somebody) -> None:
    event, session = await programme(city)
    wayan = await make_events.person(city, "Wayan", email="wayan@x.example")
    patch = SessionPatch(speaker_ids=[wayan.id])
    await session_actions.update_session(Actor.system(city.id), event, session, patch, make_events.NINE)
    made = await actions.release(alice.actor, event, "", clock.now())
    assert await told(made) == {"Kartini": [ChangeKind.session_people], "Wayan": [ChangeKind.session_people]}


async def test_a_moved_event_brings_the_new_entry_for_the_calendar(
    city: Organisation, alice: Somebody
) -> None:
    event, _session = await programme(city)
    event = await events.update_event(
        alice.actor, event, EventPatch.model_validate(hours(1, 4)), make_events.NINE
    )
    made = await actions.release(alice.actor, event, "", clock.now())
    await actions.send(alice.actor, event, made, [], clock.now())
    rows = {
        row["to_address"]: row
        for row in await fetch("SELECT to_address, calendar, calendar_method FROM message")
    }
    assert rows["kartini@x.example"]["calendar"] is None
    assert rows["budi@x.example"]["calendar_method"] == "REQUEST"
    [entry] = Calendar.from_ical(rows["budi@x.example"]["calendar"]).walk("VEVENT")
    assert entry["SEQUENCE"] == 1
    assert "budi@x.example" in str(entry["ATTENDEE"])


async def test_a_typo_is_released_and_told_to_nobody(city: Organisation, alice: Somebody) -> None:
    event, session = await programme(city)
    await session_actions.update_session(
        Actor.system(city.id), event, session, SessionPatch(title="Paparan utama"), make_events.NINE
    )
    made = await actions.release(alice.actor, event, "", clock.now())
    assert [one["kind"] for one in made.changes] == [ChangeKind.session_renamed]
    assert await told(made) == {}


async def test_who_is_skipped_stays_left_out(city: Organisation, alice: Somebody) -> None:
    event, session = await programme(city)
    await move(city, event, session, 1)
    made = await actions.release(alice.actor, event, "", clock.now())
    [budi] = [one for one in await queries.notices(made) if one.called == "Budi"]
    assert await actions.send(alice.actor, event, made, [budi.id], clock.now()) == 2
    assert await actions.send(alice.actor, event, made, [], clock.now()) == 0


async def test_nothing_changed_is_no_release_and_a_draft_has_none(
    city: Organisation, alice: Somebody
) -> None:
    event, _session = await programme(city)
    with pytest.raises(NothingChanged):
        await actions.release(alice.actor, event, "", clock.now())
    with pytest.raises(EventNotPublished):
        await actions.release(alice.actor, await make_events.event(city), "", clock.now())


async def test_of_two_releases_at_once_one_is_made(city: Organisation, alice: Somebody) -> None:
    event, session = await programme(city)
    await move(city, event, session, 1)
    both = await asyncio.gather(
        *(actions.release(alice.actor, event, "", clock.now()) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in both) == ["NothingChanged", "Release"]
    assert [one.number for one in await releases(event)] == [2, 1]


async def test_two_sendings_at_once_write_to_each_once(city: Organisation, alice: Somebody) -> None:
    event, session = await programme(city)
    await move(city, event, session, 1)
    made = await actions.release(alice.actor, event, "", clock.now())
    sent = await asyncio.gather(*(actions.send(alice.actor, event, made, [], clock.now()) for _ in range(3)))
    assert sorted(sent) == [0, 0, 3]
    assert await fetch_value("SELECT count(*) FROM message") == 3


async def test_cancelling_and_postponing_are_releases_without_a_second_message(
    city: Organisation, alice: Somebody
) -> None:
    event, _session = await programme(city)
    plan = Postponement.model_validate(hours(24, 27) | {"reason": "Hujan"})
    event = await events.postpone(alice.actor, event, plan, make_events.NINE)
    last = await last_release(event)
    assert last is not None
    assert (last.number, last.note) == (2, "Hujan")
    assert {ChangeKind.event_postponed, ChangeKind.event_moved} <= {one["kind"] for one in last.changes}
    await events.cancel(alice.actor, event, "Banjir", make_events.NINE)
    last = await last_release(event)
    assert last is not None
    assert (last.number, [one["kind"] for one in last.changes]) == (3, [ChangeKind.event_cancelled])
    assert await fetch_value("SELECT count(*) FROM release_notice") == 0


async def test_a_release_is_never_rewritten(city: Organisation) -> None:
    await programme(city)
    with pytest.raises(asyncpg.PostgresError, match="append-only"):
        await execute("UPDATE schedule_release SET note = 'x'")


async def test_a_confidential_event_names_nothing_in_its_messages(
    city: Organisation, alice: Somebody
) -> None:
    event, session = await programme(city)
    await Event.update({Event.confidential: True}).where(Event.id == event.id)
    await event.refresh()
    await move(city, event, session, 1)
    made = await actions.release(alice.actor, event, "", clock.now())
    await actions.send(alice.actor, event, made, [], clock.now())
    for row in await fetch("SELECT subject, text, html FROM message"):
        assert "Paparan" not in "".join(row.values())
        assert "Diskusi" not in "".join(row.values())


async def test_the_page_leads_from_change_to_messages(alice: Somebody, city: Organisation) -> None:
    event, session = await programme(city)
    await move(city, event, session, 1)
    way = f"/events/{event.id}/releases"
    assert "1 change since participants were told." in (await alice.web.get(f"/events/{event.id}")).text
    shown = (await alice.web.get(way)).text
    assert "Session “Paparan” moved" in shown
    made = await alice.web.post(way, {"note": "Maaf"})
    review = (await alice.web.get(made.headers["location"])).text
    assert "No address: tell them yourself" in review
    ticked = [one.id for one in await queries.notices((await releases(event))[0]) if one.called == "Budi"]
    await alice.web.post(f"{made.headers['location']}/sending", {"send": [str(one) for one in ticked]})
    assert [row["to_address"] for row in await fetch("SELECT to_address FROM message")] == ["budi@x.example"]
    again = await alice.web.post(way, {"note": "Lagi"})
    assert (again.status_code, "Nothing has changed" in again.text, "Lagi" in again.text) == (
        422,
        True,
        False,
    )


async def test_the_public_page_shows_what_changed(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event, session = await programme(city)
    assert "What changed" not in (await public.get(f"/e/{event.slug}")).text
    await move(city, event, session, 1)
    await actions.release(alice.actor, event, "Mohon maaf", clock.now())
    shown = (await public.get(f"/e/{event.slug}")).text
    assert "Session “Paparan” moved" in shown
    assert "Mohon maaf" in shown


async def test_programs_release_and_send(
    alice: Somebody, dewi: Somebody, charlie: Somebody, city: Organisation
) -> None:
    event, session = await programme(city)
    await move(city, event, session, 1)
    way = f"/events/{event.id}"
    [change] = (await dewi.api.get(f"{way}/changes")).json()["changes"]
    assert (change["kind"], change["session_id"]) == ("session_moved", str(session.id))
    assert (await dewi.api.post(f"{way}/releases", json={"note": ""})).status_code == 403
    assert (await charlie.api.get(f"{way}/changes")).status_code == 404
    made = await alice.api.post(f"{way}/releases", json={"note": "x"})
    assert made.status_code == 201
    theirs = (await alice.api.get(f"{way}/releases/{made.json()['id']}/notices")).json()["items"]
    skip = [one["id"] for one in theirs if one["name"] == "Budi"]
    sending = f"{way}/releases/{made.json()['id']}/sending"
    assert (await dewi.api.post(sending, json={"skip": []})).status_code == 403
    assert (await alice.api.post(sending, json={"skip": skip})).json() == {"sent": 2}
    assert (await alice.api.post(f"{way}/releases", json={"note": ""})).json()["code"] == "nothing_changed"
    assert [one["number"] for one in (await dewi.api.get(f"{way}/releases")).json()["items"]] == [2, 1]


async def test_many_guests_cost_no_more_queries_than_few(city: Organisation, alice: Somebody) -> None:
    counts = []
    for many in (10, 100):
        event, session = await programme_of(city, f"Acara {many}")
        for number in range(many):
            await make_invitations.guest(
                event, f"Tamu {many} {chr(65 + number % 26)}{number}", email=f"t{number}@x.example"
            )
        await move(city, event, session, 1)
        with counting_queries() as asked:
            await actions.release(alice.actor, event, "", clock.now())
        counts.append(asked.count)
    assert counts[0] == counts[1]


async def programme_of(city: Organisation, title: str) -> tuple[Event, Session]:
    event = await make_events.published(city, title=title)
    session = await make_events.session(event, "Paparan")
    await actions.release(Actor.system(city.id), event, "", clock.now())
    return event, session
