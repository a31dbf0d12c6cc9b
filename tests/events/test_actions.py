"""The life of an event, by its actions."""

from datetime import timedelta
from typing import Any

import pytest

from events_app.accounts.actor import Actor
from events_app.accounts.tables import AuditEntry, Organisation
from events_app.database import fetch, fetch_value
from events_app.errors import Invalid
from events_app.events import actions, session_actions
from events_app.events.bookings import PersonTaken, RoomTaken, RoomUnknown
from events_app.events.forms import EventPatch, Postponement, SessionPatch
from events_app.events.states import ChangedMeanwhile, EventCancelled, EventNotPublished, EventOver
from events_app.events.tables import Booking, Event, EventState, Session
from tests import make_events as make
from tests.people import Somebody

BEFORE = make.NINE - timedelta(days=10)
LATER = make.NINE + timedelta(days=1)


async def bookings(event: Event) -> list[Any]:
    rows = await fetch(
        "SELECT subject_kind, subject, session, starts_at, overridden FROM booking"
        " WHERE event = $1 AND NOT cancelled ORDER BY starts_at, subject_kind",
        event.id,
    )
    return [tuple(row) for row in rows]


async def test_create_event_gives_references_in_a_row(city: Organisation) -> None:
    first, second = await make.event(city), await make.event(city)
    january = await make.event(city, starts_at="2027-01-31T18:00:00Z", ends_at="2027-01-31T20:00:00Z")
    assert [first.ref, second.ref] == ["E-2026-12-0001", "E-2026-12-0002"]
    assert january.ref == "E-2027-02-0001", "the month is the one of the event's own zone"


async def test_create_event_makes_an_address_that_cannot_be_guessed(city: Organisation) -> None:
    first, second = (
        await make.event(city, title="Rapat Tahunan!"),
        await make.event(city, title="Rapat Tahunan!"),
    )
    secret = await make.event(city, title="Kasus X", confidential=True)
    assert first.slug.startswith("rapat-tahunan-")
    assert first.slug != second.slug
    assert "kasus" not in secret.slug


async def test_create_event_writes_the_audit_trail(alice: Somebody) -> None:
    event = await make.event(alice.actor.organisation)
    assert await AuditEntry.exists().where(AuditEntry.subject == event.id, AuditEntry.verb == "event.created")


async def test_create_event_refuses_a_room_of_another_organisation(
    city: Organisation, charlie: Somebody
) -> None:
    room = await make.room(charlie.actor.organisation)
    with pytest.raises(RoomUnknown):
        await make.event(city, room_id=room.id)
    assert await fetch_value("SELECT count(*) FROM event") == 0


async def test_draft_holds_its_room(city: Organisation) -> None:
    room = await make.room(city)
    await make.event(city, title="Pertama", room_id=room.id)
    with pytest.raises(RoomTaken) as refusal:
        await make.event(city, title="Kedua", room_id=room.id)
    assert refusal.value.extra["conflict"]["title"] == "Pertama"
    assert refusal.value.extra["conflict"]["session_id"] is None


async def test_first_session_takes_the_place_of_the_events_own_booking(city: Organisation) -> None:
    room = await make.room(city)
    event = await make.event(city, room_id=room.id)
    session = await make.session(event)
    assert await bookings(event) == [("room", room.id, session.id, make.NINE, False)]


async def test_cancelling_the_last_session_books_the_event_again(city: Organisation) -> None:
    room = await make.room(city)
    event = await make.event(city, room_id=room.id)
    session = await make.session(event)
    await session_actions.cancel_session(_by(event), event, session, BEFORE)
    assert await bookings(event) == [("room", room.id, None, make.NINE, False)]


async def test_cancelling_the_last_session_drops_a_room_that_is_gone(
    city: Organisation,
) -> None:
    room = await make.room(city)
    event = await make.event(city, room_id=room.id)
    session = await make.session(event)
    await make.event(city, room_id=room.id, **make.hours(2, 3))
    await session_actions.cancel_session(_by(event), event, session, BEFORE)
    fresh = await _again(event)
    assert (fresh.room, await bookings(event)) == (None, [])


async def test_sessions_without_a_room_book_nothing(city: Organisation) -> None:
    event = await make.event(city)
    await make.session(event)
    await make.session(event, "Sesi sejajar")
    assert await bookings(event) == []


async def test_speaker_cannot_be_on_two_stages(city: Organisation) -> None:
    kartini = await make.person(city)
    one, two = await make.event(city), await make.event(city)
    held = await make.session(one, "Pembukaan", speaker_ids=[kartini.id])
    with pytest.raises(PersonTaken) as refusal:
        await make.session(two, moderator_id=kartini.id)
    assert refusal.value.extra["conflict"]["session_id"] == str(held.id)
    assert await Session.count().where(Session.event == two.id) == 0


async def test_person_clash_is_overridden_with_a_reason(city: Organisation) -> None:
    kartini = await make.person(city)
    one, two = await make.event(city), await make.event(city)
    await make.session(one, speaker_ids=[kartini.id])
    session = await make.session(two, speaker_ids=[kartini.id], person_override_reason="Daring")
    row = await Booking.objects().get(Booking.session == session.id)
    assert row is not None
    assert (row.overridden, row.override_reason) == (True, "Daring")


async def test_room_clash_is_never_overridden(city: Organisation) -> None:
    room = await make.room(city)
    one, two = await make.event(city), await make.event(city)
    await make.session(one, room_id=room.id)
    with pytest.raises(RoomTaken):
        await make.session(two, room_id=room.id, person_override_reason="Penting")


async def test_moving_a_session_into_a_clash_needs_a_new_reason(city: Organisation) -> None:
    kartini = await make.person(city)
    one, two = await make.event(city), await make.event(city)
    await make.session(one, "Sesi 1", speaker_ids=[kartini.id], **make.hours(0, 2))
    session = await make.session(two, speaker_ids=[kartini.id], person_override_reason="Daring")
    patch = SessionPatch.model_validate(make.hours(1, 2))
    with pytest.raises(PersonTaken):
        await session_actions.update_session(_by(two), two, session, patch, BEFORE)
    renamed = SessionPatch(title="Judul baru")
    kept = await session_actions.update_session(_by(two), two, session, renamed, BEFORE)
    assert kept.title == "Judul baru"


async def test_update_event_moves_its_booking(city: Organisation) -> None:
    room = await make.room(city)
    event = await make.event(city, room_id=room.id)
    moved = EventPatch.model_validate(make.hours(5, 6))
    fresh = await actions.update_event(_by(event), event, moved, BEFORE)
    assert [row[3] for row in await bookings(event)] == [make.NINE + timedelta(hours=5)]
    assert (fresh.calendar_sequence, fresh.row_version) == (1, 2)


async def test_update_event_that_moves_whole_takes_its_sessions_along(city: Organisation) -> None:
    room = await make.room(city)
    event = await make.event(city, room_id=room.id)
    session = await make.session(event)
    moved = EventPatch.model_validate(make.hours(24, 27))
    await actions.update_event(_by(event), event, moved, BEFORE)
    fresh = await Session.objects().get(Session.id == session.id)
    assert fresh is not None
    assert fresh.starts_at == make.NINE + timedelta(days=1)
    assert [row[3] for row in await bookings(event)] == [fresh.starts_at]


async def test_update_event_that_grows_leaves_its_sessions(city: Organisation) -> None:
    event = await make.event(city)
    session = await make.session(event)
    await actions.update_event(_by(event), event, EventPatch.model_validate(make.hours(-1, 3)), BEFORE)
    fresh = await Session.objects().get(Session.id == session.id)
    assert fresh is not None
    assert fresh.starts_at == make.NINE


async def test_update_event_raises_the_calendar_sequence_only_for_time_and_place(city: Organisation) -> None:
    event = await make.event(city)
    event = await actions.update_event(_by(event), event, EventPatch(title="Ejaan baru"), BEFORE)
    assert event.calendar_sequence == 0
    room = await make.room(city)
    event = await actions.update_event(_by(event), event, EventPatch(room_id=room.id), BEFORE)
    assert event.calendar_sequence == 1


async def test_update_event_refuses_to_overwrite_what_the_writer_has_not_seen(city: Organisation) -> None:
    event = await make.event(city)
    await actions.update_event(_by(event), event, EventPatch(title="Dari Budi", row_version=1), BEFORE)
    with pytest.raises(ChangedMeanwhile):
        await actions.update_event(_by(event), event, EventPatch(title="Dari Ani", row_version=1), BEFORE)
    assert (await _again(event)).title == "Dari Budi"


async def test_update_event_refuses_an_end_before_the_start_that_stays(city: Organisation) -> None:
    event = await make.event(city)
    patch = EventPatch.model_validate({"ends_at": make.NINE - timedelta(hours=1)})
    with pytest.raises(Invalid) as refusal:
        await actions.update_event(_by(event), event, patch, BEFORE)
    assert [error.field for error in refusal.value.errors] == ["ends_at"]


async def test_clash_of_a_move_changes_nothing(city: Organisation) -> None:
    room = await make.room(city)
    await make.event(city, room_id=room.id, **make.hours(5, 6))
    event = await make.event(city, room_id=room.id)
    with pytest.raises(RoomTaken):
        await actions.update_event(_by(event), event, EventPatch.model_validate(make.hours(5, 8)), BEFORE)
    assert (await _again(event)).starts_at == make.NINE
    assert [row[3] for row in await bookings(event)] == [make.NINE]


async def test_publish_twice_is_once(city: Organisation) -> None:
    event = await make.published(city)
    again = await actions.publish(_by(event), event, LATER)
    assert (again.row_version, again.published_at) == (event.row_version, event.published_at)


async def test_cancel_frees_the_room_and_leaves_a_job(city: Organisation) -> None:
    room = await make.room(city)
    event = await make.published(city, room_id=room.id)
    cancelled = await actions.cancel(_by(event), event, "Banjir", BEFORE)
    assert (cancelled.state, cancelled.calendar_sequence) == (EventState.cancelled, 1)
    assert (await make.event(city, room_id=room.id)).room == room.id
    assert await _jobs() == ["event_cancelled"]
    await actions.cancel(_by(event), event, "Banjir", BEFORE)
    assert await _jobs() == ["event_cancelled"], "twice is once"


async def test_cancelled_event_refuses_everything(city: Organisation) -> None:
    event = await make.published(city)
    await actions.cancel(_by(event), event, "Banjir", BEFORE)
    later = Postponement.model_validate(make.hours(24, 27) | {"reason": "x"})
    with pytest.raises(EventCancelled):
        await actions.publish(_by(event), event, BEFORE)
    with pytest.raises(EventCancelled):
        await actions.postpone(_by(event), event, later, BEFORE)
    with pytest.raises(EventCancelled):
        await actions.update_event(_by(event), event, EventPatch(title="x"), BEFORE)
    with pytest.raises(EventCancelled):
        await make.session(event)


async def test_event_that_is_over_can_neither_move_nor_be_called_off(city: Organisation) -> None:
    event = await make.published(city)
    later = Postponement.model_validate(make.hours(24, 27) | {"reason": "x"})
    with pytest.raises(EventOver):
        await actions.cancel(_by(event), event, "x", LATER)
    with pytest.raises(EventOver):
        await actions.postpone(_by(event), event, later, LATER)
    with pytest.raises(EventOver):
        await actions.update_event(_by(event), event, EventPatch.model_validate(make.hours(1, 4)), LATER)
    renamed = await actions.update_event(_by(event), event, EventPatch(title="Ejaan"), LATER)
    assert renamed.title == "Ejaan"


async def test_postpone_shifts_sessions_and_bookings_and_can_be_published_again(city: Organisation) -> None:
    room, kartini = await make.room(city), await make.person(city)
    event = await make.published(city, room_id=room.id)
    await make.session(event, speaker_ids=[kartini.id])
    later = Postponement.model_validate(make.hours(48, 52) | {"reason": "Banjir"})
    moved = await actions.postpone(_by(event), event, later, BEFORE)
    assert (moved.state, moved.state_reason) == (EventState.postponed, "Banjir")
    assert {row[3] for row in await bookings(event)} == {make.NINE + timedelta(hours=48)}
    assert await _jobs() == ["event_postponed"]
    again = await actions.publish(_by(event), event, BEFORE)
    assert (again.state, again.calendar_sequence) == (EventState.published, 1)


async def test_postpone_refuses_a_draft(city: Organisation) -> None:
    event = await make.event(city)
    later = Postponement.model_validate(make.hours(24, 27) | {"reason": "x"})
    with pytest.raises(EventNotPublished):
        await actions.postpone(_by(event), event, later, BEFORE)


async def test_state_follows_the_clock(city: Organisation) -> None:
    event = await make.published(city)
    told = [event.state_at(make.NINE + timedelta(hours=hour)) for hour in (-1, 0, 2, 3)]
    assert told == ["published", "in_progress", "in_progress", "closed"]


def _by(event: Event) -> Actor:
    return Actor.system(event.organisation)


async def _again(event: Event) -> Event:
    fresh = await Event.objects().get(Event.id == event.id)
    assert fresh is not None
    return fresh


async def _jobs() -> list[str]:
    return [row["entrypoint"] for row in await fetch("SELECT entrypoint FROM pgqueuer ORDER BY id")]
