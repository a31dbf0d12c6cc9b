"""Moving an event or a session: the same rules as the forms, nothing half done, and a way back."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.database import fetch_value
from events_app.events import actions
from events_app.events.tables import Event, Session
from tests import make_events
from tests.make_events import NINE, hours
from tests.people import Somebody

LATER = "2026-12-14T13:15"
LATER_UTC = datetime(2026, 12, 14, 6, 15, tzinfo=UTC)


def typed(row: Any, starts_at: str = LATER, **more: str) -> dict[str, str]:
    known = {"timezone": "Asia/Jakarta", "starts_at": starts_at, "row_version": str(row.row_version)}
    return known | more


def undo_in(html: str) -> tuple[str, dict[str, str]]:
    """The form behind the notice's button: where it goes and what it sends."""
    notice = html[html.index('id="flashes"') :]
    form = notice[notice.index("<form") : notice.index("</form>")]
    action = re.search(r'action="([^"]+)"', form)
    assert action is not None
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    fields.pop("_csrf")
    return action.group(1), fields


async def start_of(row: Event | Session) -> datetime:
    table = "event" if isinstance(row, Event) else "event_session"
    found: datetime = await fetch_value(f"SELECT starts_at FROM {table} WHERE id = $1", row.id)
    return found


async def test_an_event_moves_with_its_sessions_and_its_register_and_back(
    city: Organisation, alice: Somebody
) -> None:
    closes = NINE - timedelta(days=1)
    event = await make_events.event(city, visibility="public", registration=True, register_by=closes)
    session = await make_events.session(event, "Sesi 1", **hours(1, 2))
    answer = await alice.web.post(f"/events/{event.id}/move", typed(event, back="month"))
    assert answer.headers["location"] == "/calendar/month?month=2026-12"
    page = (await alice.web.get(answer.headers["location"])).text
    assert "has been moved: Monday, 14 December 2026, at 13:15–16:15 WIB." in page
    assert "Its 1 session moved along." in page
    assert await start_of(event) == LATER_UTC
    assert await start_of(session) == LATER_UTC + timedelta(hours=1)
    by = "SELECT register_by FROM event WHERE id = $1"
    assert await fetch_value(by, event.id) == closes + (LATER_UTC - NINE)
    path, fields = undo_in(page)
    assert (await alice.web.post(path, fields)).status_code == 303
    assert [await start_of(event), await start_of(session)] == [NINE, NINE + timedelta(hours=1)]
    assert await fetch_value(by, event.id) == closes


async def test_a_session_moves_alone_and_back(city: Organisation, alice: Somebody) -> None:
    event = await make_events.event(city)
    session = await make_events.session(event)
    path = f"/events/{event.id}/sessions/{session.id}/move"
    answer = await alice.web.post(path, typed(session, back="week"))
    assert answer.headers["location"] == "/calendar/week?week=2026-12-14"
    assert [await start_of(event), await start_of(session)] == [NINE, LATER_UTC]
    way, fields = undo_in((await alice.web.get(answer.headers["location"])).text)
    await alice.web.post(way, fields)
    assert await start_of(session) == NINE


async def test_the_form_says_where_an_entry_was_dropped(city: Organisation, alice: Somebody) -> None:
    event = await make_events.event(city, timezone="Asia/Jayapura")
    path = f"/events/{event.id}/move"
    by_day = (await alice.web.get(f"{path}?to=2026-12-15&back=month")).text
    assert 'value="2026-12-15T11:00"' in by_day
    assert "Tuesday, 15 December 2026, at 11:00–14:00 WIT" in by_day
    by_hour = (await alice.web.get(f"{path}?to=2026-12-15T10:15&back=week")).text
    assert 'value="2026-12-15T12:15"' in by_hour
    for odd in ("abc", "9999-12-31", "2026-12-15T99:00", "0001-01-01"):
        plain = await alice.web.get(path, params={"to": odd, "back": "elsewhere"})
        assert plain.status_code == 200
        assert 'value="2026-12-12T11:00"' in plain.text


async def test_a_clash_is_named_and_nothing_moves(city: Organisation, alice: Somebody) -> None:
    room = await make_events.room(city)
    await make_events.event(
        city, title="Sidang", room_id=room.id, starts_at=LATER_UTC, ends_at=LATER_UTC + timedelta(hours=1)
    )
    event = await make_events.event(city, room_id=room.id)
    session = await make_events.session(event)
    for path, row in ((f"/events/{event.id}", event), (f"/events/{event.id}/sessions/{session.id}", session)):
        refused = await alice.web.post(f"{path}/move", typed(row))
        assert refused.status_code == 422
        assert "Nothing was moved" in refused.text
        assert "The room is taken then by “Sidang”." in refused.text
        assert f'value="{LATER}"' in refused.text
        body = {"starts_at": LATER_UTC.isoformat(), "row_version": row.row_version}
        answer = await alice.api.post(f"{path}/move", json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, "room_taken")
    assert [await start_of(event), await start_of(session)] == [NINE, NINE]


async def test_what_has_changed_is_cancelled_or_over_stays(city: Organisation, alice: Somebody) -> None:
    event = await make_events.published(city)
    stale = {"starts_at": LATER_UTC.isoformat(), "row_version": 1}
    answer = await alice.api.post(f"/events/{event.id}/move", json=stale)
    assert answer.json()["code"] == "changed_meanwhile"
    then = {"starts_at": "2020-01-01T09:00:00+07:00"}
    answer = await alice.api.post(f"/events/{event.id}/move", json=then)
    assert answer.json()["code"] == "moved_into_past"
    await actions.cancel(alice.actor, event, "Hujan", NINE - timedelta(days=1))
    answer = await alice.api.post(f"/events/{event.id}/move", json=stale | {"row_version": None})
    assert answer.json()["code"] == "event_cancelled"
    assert "This event has been cancelled." in (await alice.web.get(f"/events/{event.id}/move")).text
    assert await start_of(event) == NINE


async def test_one_that_is_over_stays(city: Organisation, alice: Somebody) -> None:
    ended = clock.now() - timedelta(days=1)
    over = await make_events.published(city, starts_at=ended - timedelta(hours=2), ends_at=ended)
    session = await make_events.session(over, starts_at=over.starts_at, ends_at=over.ends_at)
    for path in (f"/events/{over.id}", f"/events/{over.id}/sessions/{session.id}"):
        answer = await alice.api.post(f"{path}/move", json={"starts_at": LATER_UTC.isoformat()})
        assert answer.json()["code"] == "event_over"
        assert "This event is over." in (await alice.web.get(f"{path}/move")).text


@pytest.mark.parametrize(
    ("hour", "said"), [("2027-03-28T02:30", "skip this hour"), ("2027-10-31T02:30", "comes twice")]
)
async def test_an_hour_that_summer_time_skips_or_doubles_is_refused(
    city: Organisation, alice: Somebody, hour: str, said: str
) -> None:
    event = await make_events.event(city, timezone="Europe/Berlin")
    refused = await alice.web.post(f"/events/{event.id}/move", typed(event, hour, timezone="Europe/Berlin"))
    assert refused.status_code == 422
    assert said in refused.text
    assert (await alice.web.get(f"/events/{event.id}/move?to={hour}")).status_code == 200


async def test_an_occurrence_moves_by_itself(city: Organisation, alice: Somebody) -> None:
    event = await make_events.event(city)
    rule = {"event_id": str(event.id), "rule": "FREQ=WEEKLY;COUNT=3"}
    dates = (await alice.api.post("/series", json=rule)).json()["occurrences"]
    moved = await alice.api.post(
        f"/events/{dates[1]['id']}/move", json={"starts_at": "2026-12-20T09:00:00+07:00"}
    )
    assert moved.json()["detached"] is True
    assert await start_of(event) == NINE
    assert "Only this occurrence" in (await alice.web.get(f"/events/{event.id}/move")).text


async def test_only_planners_of_the_organisation_move(
    city: Organisation, alice: Somebody, dewi: Somebody, charlie: Somebody
) -> None:
    event = await make_events.event(city)
    session = await make_events.session(event)
    body = {"starts_at": LATER_UTC.isoformat()}
    for path in (f"/events/{event.id}/move", f"/events/{event.id}/sessions/{session.id}/move"):
        assert (await charlie.api.post(path, json=body)).status_code == 404
        assert (await charlie.web.get(path)).status_code == 404
    assert await start_of(event) == NINE


async def test_the_api_lists_a_range(city: Organisation, alice: Somebody) -> None:
    event = await make_events.event(city)
    await make_events.session(event)
    found = (await alice.api.get("/calendar", params={"from": "2026-12-12", "to": "2026-12-12"})).json()
    assert [(one["title"], bool(one["session_id"])) for one in found["items"]] == [
        ("Diskusi Tematik", False),
        ("Sesi 1", True),
    ]
    assert (found["timezone"], found["cut"]) == ("Asia/Jakarta", False)
    for wrong, code in (
        ({"from": "2026-12-12", "to": "2026-12-11"}, "range_backwards"),
        ({"from": "2026-12-12", "to": "2027-02-12"}, "range_too_long"),
        ({"from": "0001-01-01", "to": "0001-01-02"}, "range_out_of_reach"),
        ({"from": "9999-12-31", "to": "9999-12-31"}, "range_out_of_reach"),
    ):
        refused = await alice.api.get("/calendar", params=wrong)
        assert (refused.status_code, refused.json()["code"]) == (422, code)
