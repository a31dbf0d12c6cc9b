"""Doing an event again: all of the plan, nothing of the record, and what is taken then is named."""

from datetime import UTC, datetime, timedelta
from typing import Any

from events_app.accounts.tables import AuditEntry
from events_app.database import fetch, fetch_value
from events_app.events.programme.actions import add_item
from events_app.events.programme.forms import AgendaItemIn
from events_app.events.queries import parts_of
from events_app.events.series.tables import EventTemplate
from events_app.events.tables import AgendaItem, Event, EventState, Session
from tests import make_events as make
from tests.people import Somebody

NEXT = {"starts_at": "2027-12-11T09:00:00+07:00"}


async def a_full_event(alice: Somebody, **more: Any) -> Event:
    here = alice.actor.organisation
    room, hall = await make.room(here), await make.room(here, "Aula")
    kartini = await make.person(here)
    event = await make.published(here, room_id=room.id, capacity=40, theme="Anak", **more)
    await make.session(event, "Pembukaan", speaker_ids=[kartini.id])
    await make.session(event, "Kelas", room_id=hall.id, **make.hours(1, 2))
    gone = await make.session(event, "Batal", **make.hours(2, 3))
    await Session.update({Session.cancelled_at: make.NINE}).where(Session.id == gone.id)
    await add_item(alice.actor, event, AgendaItemIn(title="Doa", minutes=5, presenter_id=kartini.id))
    return event


async def test_a_copy_is_the_plan_and_none_of_the_record(alice: Somebody) -> None:
    event = await a_full_event(alice)
    answer = await alice.api.post(f"/events/{event.id}/copies", json=NEXT | {"title": "Tahun depan"})
    assert (answer.status_code, answer.json()["warnings"]) == (201, [])
    copy = await Event.objects().get(Event.id == answer.json()["id"])
    assert copy is not None
    assert (copy.title, copy.theme, copy.capacity, copy.room) == ("Tahun depan", "Anak", 40, event.room)
    assert copy.state == EventState.draft
    assert not copy.published_at
    assert not copy.series
    assert copy.ends_at - copy.starts_at == timedelta(hours=3)
    parts = await parts_of(copy)
    assert [(part.session.title, part.place.room, len(part.speakers)) for part in parts] == [
        ("Pembukaan", "Ruang Kenanga", 1),
        ("Kelas", "Aula", 0),
    ]
    assert parts[1].session.starts_at == datetime(2027, 12, 11, 3, tzinfo=UTC)
    [line] = await AgendaItem.objects().where(AgendaItem.event == copy.id)
    assert (line.title, line.minutes) == ("Doa", 5)
    verbs = await AuditEntry.select(AuditEntry.verb).where(AuditEntry.subject == copy.id)
    assert {row["verb"] for row in verbs} == {"event.created", "event.copied"}


async def test_what_is_taken_is_left_out_and_named(alice: Somebody) -> None:
    event = await a_full_event(alice)
    await alice.api.post(f"/events/{event.id}/copies", json=NEXT)
    answer = (await alice.api.post(f"/events/{event.id}/copies", json=NEXT)).json()
    assert [one["code"] for one in answer["warnings"]] == ["room_taken", "person_taken", "room_taken"]
    assert "Kartini" in answer["warnings"][1]["message"]
    copy = await Event.objects().get(Event.id == answer["id"])
    assert copy is not None
    assert [(part.place.room, part.people) for part in await parts_of(copy)] == [("", []), ("", [])]
    assert await fetch_value("SELECT count(*) FROM booking WHERE event = $1", copy.id) == 0


async def test_one_lost_room_leaves_the_other_sessions_theirs(alice: Somebody) -> None:
    event = await a_full_event(alice)
    aula = await fetch_value("SELECT id FROM room WHERE name = 'Aula'")
    await make.event(event.organisation, room_id=aula, starts_at=NEXT["starts_at"],
                     ends_at="2027-12-11T12:00:00+07:00")  # fmt: skip
    made = (await alice.api.post(f"/events/{event.id}/copies", json=NEXT)).json()
    copy = await Event.objects().get(Event.id == made["id"])
    assert copy is not None
    assert [part.place.room for part in await parts_of(copy)] == ["Ruang Kenanga", ""]


async def test_the_hour_stays_when_summer_time_lies_between(alice: Somebody) -> None:
    event = await make.event(alice.actor.organisation, timezone="Europe/Amsterdam",
                             starts_at="2026-12-12T09:00+01:00", ends_at="2026-12-12T12:00+01:00")  # fmt: skip
    await make.session(event, "Sore", starts_at="2026-12-12T10:00+01:00", ends_at="2026-12-12T11:00+01:00")
    answer = await alice.api.post(f"/events/{event.id}/copies", json={"starts_at": "2027-07-10T09:00+02:00"})
    [session] = (await alice.api.get(f"/events/{answer.json()['id']}/sessions")).json()["items"]
    assert session["starts_at"] == "2027-07-10T08:00:00Z"


async def test_a_session_at_an_hour_that_is_skipped_is_refused(alice: Somebody) -> None:
    event = await make.event(alice.actor.organisation, timezone="Europe/Amsterdam",
                             starts_at="2026-12-12T01:00+01:00", ends_at="2026-12-12T05:00+01:00")  # fmt: skip
    await make.session(event, starts_at="2026-12-12T02:30+01:00", ends_at="2026-12-12T04:00+01:00")
    answer = await alice.api.post(f"/events/{event.id}/copies", json={"starts_at": "2027-03-28T01:00+01:00"})
    assert (answer.status_code, answer.json()["code"]) == (422, "hour_missing")
    assert "2027-03-28 02:30" in answer.json()["title"]
    assert await Event.count() == 1


async def test_template_outlives_its_rooms_and_people(alice: Somebody) -> None:
    event = await a_full_event(alice)
    made = await alice.api.post("/event-templates", json={"event_id": str(event.id), "name": "Tahunan"})
    template = made.json()
    assert (template["title"], template["sessions"], template["minutes"]) == ("Diskusi Tematik", 2, 180)
    [row] = await fetch("SELECT plan->>'version' AS version FROM event_template")
    assert row["version"] == "1"
    await fetch("DELETE FROM person RETURNING id")
    await fetch("DELETE FROM room RETURNING id")
    answer = await alice.api.post(f"/event-templates/{template['id']}/events", json=NEXT)
    assert answer.status_code == 201
    assert {one["code"] for one in answer.json()["warnings"]} == {"room_gone", "person_gone"}
    assert (await alice.api.delete(f"/event-templates/{template['id']}")).status_code == 204
    assert await EventTemplate.count() == 0


async def test_who_may_copy_and_keep(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody
) -> None:
    event = await make.event(alice.actor.organisation)
    body = {"event_id": str(event.id), "name": "Tahunan"}
    path = f"/events/{event.id}/copies"
    assert (await alice.api.post(path, json=NEXT)).status_code == 201
    assert (await bob.api.post(path, json=NEXT)).status_code == 403
    assert (await charlie.api.post(path, json=NEXT)).status_code == 404
    assert (await dewi.api.post(path, json=NEXT)).status_code == 403
    assert (await charlie.api.post("/event-templates", json=body)).status_code == 404
    template = (await alice.api.post("/event-templates", json=body)).json()["id"]
    assert (await dewi.api.get(f"/event-templates/{template}")).status_code == 200
    assert (await charlie.api.get(f"/event-templates/{template}")).status_code == 404
    assert (await bob.api.get(f"/event-templates/{template}")).status_code == 403
    assert (await charlie.api.get("/event-templates")).json()["items"] == []


async def test_confidential_plans_are_for_those_who_may_know(alice: Somebody, eko: Somebody) -> None:
    event = await make.event(alice.actor.organisation, confidential=True)
    body = {"event_id": str(event.id), "name": "Rahasia"}
    template = (await alice.api.post("/event-templates", json=body)).json()["id"]
    series = await alice.api.post("/series", json={"event_id": str(event.id), "rule": "FREQ=DAILY;COUNT=2"})
    for path in ("/event-templates", "/series"):
        assert len((await alice.api.get(path)).json()["items"]) == 1
        assert (await eko.api.get(path)).json()["items"] == []
    assert (await eko.api.get(f"/event-templates/{template}")).status_code == 404
    assert (await eko.api.get(f"/series/{series.json()['id']}")).status_code == 404
