"""A walk-in for a session that was cancelled meanwhile is let in to the event, and nothing half remains."""

from typing import Any

import pytest

from events_app.accounts.tables import Organisation
from events_app.checkin.tables import Attendance, Scan
from events_app.database import execute
from events_app.events.tables import Event, Session
from events_app.invitations.tables import Guest
from tests import make_checkin as make
from tests import make_devices, make_events
from tests.checkin.walking_in.test_walk_ins_of_phones import send, told
from tests.people import Cast, Somebody


@pytest.fixture
async def event(city: Organisation) -> Event:
    return await make.today(city)


@pytest.fixture
async def session(event: Event) -> Session:
    return await make_events.session(event)


async def cancel(session: Session) -> None:
    await execute("UPDATE event_session SET cancelled_at = now() WHERE id = $1", session.id)


async def recorded(event: Event) -> tuple[int, list[Any], list[Any]]:
    """How many guests, the sessions they attended, and what the scans were answered."""
    attended = await Attendance.select(Attendance.session).where(Attendance.event == event.id)
    scans = await Scan.select(Scan.session, Scan.outcome)
    return (
        await Guest.count(),
        [row["session"] for row in attended],
        [(row["session"], row["outcome"]) for row in scans],
    )


LET_IN = (1, [None], [(None, "admitted")])


async def test_at_the_door(alice: Somebody, event: Event, session: Session) -> None:
    await cancel(session)
    form = {"full_name": "Joko Datang", "session_id": str(session.id)}
    answer = await alice.web.post(f"/door/{event.id}/walk-in", form)
    assert ("Welcome" in answer.text, await recorded(event)) == (True, LET_IN)


async def test_at_a_phone_that_minds_it(cast: Cast, event: Event, session: Session) -> None:
    device = await make_devices.device(event, level="walk_ins", session_id=session.id)
    phone = await make_devices.phone(cast, device)
    await cancel(session)
    answer = await phone.post(f"/door/{event.id}/walk-in", {"full_name": "Joko Datang"})
    assert ("Welcome" in answer.text, await recorded(event)) == (True, LET_IN)


async def test_whom_a_phone_let_in_without_a_network(alice: Somebody, event: Event, session: Session) -> None:
    await cancel(session)
    answer = await send(alice, event, told(session_id=str(session.id)))
    assert (answer.json()["outcome"], await recorded(event)) == ("admitted", LET_IN)


async def test_a_session_that_stands_is_attended(alice: Somebody, event: Event, session: Session) -> None:
    await send(alice, event, told(session_id=str(session.id)))
    guests, attended, scans = await recorded(event)
    assert (guests, set(attended), scans) == (1, {None, session.id}, [(session.id, "admitted")])
