"""Subscriptions: what they hold, whose eyes they see with, and that nothing is built that is known already."""

from datetime import timedelta
from typing import Any

from icalendar import Calendar

from events_app import clock
from events_app.accounts import actions as accounts
from events_app.accounts.tables import Organisation
from events_app.database import counting_queries, execute
from events_app.events import actions as events
from events_app.events import session_actions
from events_app.events.feeds.kept import Kept
from events_app.events.forms import EventPatch, SessionPatch
from events_app.events.tables import Event, Session
from events_app.ids import new_id
from tests import make_events
from tests.people import Browser, Somebody


async def made(somebody: Somebody, **body: Any) -> str:
    """The path of a new feed."""
    answer = await somebody.api.post("/calendar-feeds", json=body)
    assert answer.status_code == 201, answer.text
    url: str = answer.json()["url"]
    return url[url.index("/calendar/") :]


async def entries(public: Browser, path: str) -> dict[str, Any]:
    answer = await public.get(path)
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return {str(one["SUMMARY"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}


async def coming(city: Organisation, title: str, days: float = 2, **more: Any) -> Event:
    start = clock.now() + timedelta(days=days)
    return await make_events.published(
        city, title=title, **{"starts_at": start, "ends_at": start + timedelta(hours=2)} | more
    )


async def test_the_organisations_feed_has_its_events_and_no_drafts(
    city: Organisation, eko: Somebody, public: Browser
) -> None:
    await coming(city, "Terbit")
    await make_events.event(city, title="Rancangan")
    await coming(city, "Rahasia", confidential=True)
    found = await entries(public, await made(eko))
    assert set(found) == {"Terbit"}
    assert found["Terbit"]["DTSTART"].params["TZID"] == "Asia/Jakarta"


async def test_a_confidential_event_is_neutral_even_to_those_who_may_see_it(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event = await coming(city, "Rahasia", confidential=True, description="Korban")
    answer = await public.get(await made(alice))
    assert event.ref in answer.text
    assert ("Rahasia" in answer.text, "Korban" in answer.text) == (False, False)


async def test_feeds_of_a_room_and_of_a_person_have_their_sessions(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    room, kartini = await make_events.room(city), await make_events.person(city)
    event = await coming(city, "Diskusi", room_id=room.id)
    times = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    await make_events.session(event, "Paparan", speaker_ids=[kartini.id], **times)
    await coming(city, "Tanpa sesi", days=4, room_id=room.id)
    await coming(city, "Lain", days=4)
    assert set(await entries(public, await made(alice, kind="room", room_id=str(room.id)))) == {
        "Paparan – Diskusi",
        "Tanpa sesi",
    }
    theirs = await entries(public, await made(alice, kind="person", person_id=str(kartini.id)))
    assert set(theirs) == {"Paparan – Diskusi"}
    assert theirs["Paparan – Diskusi"]["LOCATION"] == "Ruang Kenanga"


async def test_the_sequence_of_a_session_rises_with_time_and_place_and_never_for_a_typo(
    city: Organisation, alice: Somebody
) -> None:
    room, event = await make_events.room(city), await make_events.event(city)
    session = await make_events.session(event)

    async def after(**change: Any) -> int:
        patch = SessionPatch.model_validate(change)
        changed = await session_actions.update_session(alice.actor, event, session, patch, make_events.NINE)
        return changed.calendar_sequence

    assert await after(title="Paparan", capacity=9) == 0
    assert await after(**make_events.hours(1, 2)) == 1
    assert await after(room_id=str(room.id)) == 2
    assert await after(room_id=None) == 3
    await events.update_event(alice.actor, event, EventPatch(room_id=room.id), make_events.NINE)
    await events.update_event(alice.actor, event, EventPatch(title="Baru"), make_events.NINE)
    shifted = EventPatch.model_validate(make_events.hours(24, 27))
    await events.update_event(alice.actor, event, shifted, make_events.NINE)
    fresh = await Session.objects().get(Session.id == session.id)
    assert fresh is not None
    assert fresh.calendar_sequence == 5
    gone = await session_actions.cancel_session(alice.actor, event, session, make_events.NINE)
    assert gone.calendar_sequence == 6


async def test_what_was_cancelled_says_so_for_a_while(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event = await coming(city, "Batal")
    path = await made(alice)
    await events.cancel(alice.actor, event, "Hujan", clock.now())
    assert (await entries(public, path))["Batal"]["STATUS"] == "CANCELLED"
    long_ago = clock.now() - timedelta(days=61)
    await Event.update({Event.changed_at: long_ago, Event.row_version: 99}).where(Event.id == event.id)
    assert await entries(public, path) == {}


async def test_nothing_is_built_that_the_asker_has(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event = await coming(city, "Diskusi")
    path = await made(alice)
    first = await public.get(path)
    known = {"if-none-match": first.headers["etag"]}
    with counting_queries() as asked:
        again = await public.get(path, headers=known)
    assert (again.status_code, again.content, asked.count) == (304, b"", 4)
    await events.update_event(alice.actor, event, EventPatch(title="Lain"), clock.now())
    assert (await public.get(path, headers=known)).status_code == 200


async def test_a_thousand_entries_are_built_once(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event = await coming(city, "Diskusi")
    names = ", ".join(
        f'"{column._meta.db_column_name}"'
        for column in Event._meta.columns
        if column._meta.name not in ("id", "ref", "slug")
    )
    copies: Any = (
        f"INSERT INTO event (id, ref, slug, {names}) SELECT gen_random_uuid(), 'E-' || n, 'e-' || n, {names}"
        " FROM event, generate_series(1, 999) AS n WHERE id = $1"
    )
    await execute(copies, event.id)
    path = await made(alice)
    with counting_queries() as building:
        first = await public.get(path)
    assert first.text.count("BEGIN:VEVENT") == 1_000
    with counting_queries() as asked:
        again = await public.get(path)
    assert (again.status_code, again.content) == (200, first.content)
    assert asked.count == 4 < building.count, "as many as for a 304"
    await events.update_event(alice.actor, event, EventPatch(title="Lain"), clock.now())
    changed = await public.get(path)
    assert "SUMMARY:Lain" in changed.text
    assert changed.headers["etag"] != first.headers["etag"]


def test_the_files_unread_for_longest_go_first() -> None:
    kept = Kept(most=10)
    one, two, three = new_id(), new_id(), new_id()
    kept.keep(one, "a", b"1234")
    kept.keep(two, "a", b"1234")
    assert kept.of(one, "a") == b"1234"
    kept.keep(three, "a", b"1234")
    assert (kept.of(one, "a"), kept.of(two, "a"), kept.of(three, "a")) == (b"1234", None, b"1234")
    kept.keep(one, "b", b"12345678901")
    assert [kept.of(each, tag) for each in (one, three) for tag in "ab"] == [None] * 4


async def test_many_entries_cost_no_more_queries_than_few(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    path, counts = await made(alice), []
    for many in (10, 100):
        for number in range(many):
            await coming(city, f"Acara {many}-{number}", days=2 + number)
        with counting_queries() as asked:
            await public.get(path)
        counts.append(asked.count)
    assert counts[0] == counts[1]


async def test_a_new_address_ends_the_old_one_and_removing_ends_it_all(
    alice: Somebody, public: Browser
) -> None:
    old = await made(alice)
    [feed] = (await alice.api.get("/calendar-feeds")).json()["items"]
    new = (await alice.api.post(f"/calendar-feeds/{feed['id']}/rotation")).json()["url"]
    assert (await public.get(old)).status_code == 404
    new = new[new.index("/calendar/") :]
    assert (await public.get(new)).status_code == 200
    assert (await alice.api.delete(f"/calendar-feeds/{feed['id']}")).status_code == 204
    assert (await public.get(new)).status_code == 404


async def test_a_feed_ends_with_the_account(owner: Somebody, alice: Somebody, public: Browser) -> None:
    path = await made(alice)
    await accounts.deactivate_user(owner.actor, alice.user)
    assert (await public.get(path)).status_code == 404


async def test_a_feed_is_its_owners_alone(
    city: Organisation, alice: Somebody, owner: Somebody, eko: Somebody, charlie: Somebody, bob: Somebody
) -> None:
    path = await made(alice)
    assert await made(alice) == path
    assert await made(owner) != path
    [feed] = (await alice.api.get("/calendar-feeds")).json()["items"]
    for other in (eko, charlie):
        assert (await other.api.get(f"/calendar-feeds/{feed['id']}")).status_code == 404
    assert (await bob.api.post("/calendar-feeds", json={})).status_code == 403
    assert (await owner.api.delete(f"/calendar-feeds/{feed['id']}")).status_code == 204
    room = await make_events.room(city)
    strange = {"kind": "room", "room_id": str(room.id)}
    assert (await charlie.api.post("/calendar-feeds", json=strange)).status_code == 404


async def test_the_page_makes_rotates_and_ends(city: Organisation, alice: Somebody) -> None:
    assert "No subscriptions yet" in (await alice.web.get("/subscriptions")).text
    wrong = await alice.web.post("/subscriptions", {"kind": "room"})
    assert (wrong.status_code, "Choose the room, the person, or the institution." in wrong.text) == (
        422,
        True,
    )
    await alice.web.post("/subscriptions", {"kind": "organisation"})
    first = (await alice.web.get("/subscriptions")).text
    [feed] = (await alice.api.get("/calendar-feeds")).json()["items"]
    assert feed["url"] in first
    await alice.web.post(f"/subscriptions/{feed['id']}/rotate")
    assert feed["url"] not in (await alice.web.get("/subscriptions")).text
    await alice.web.post(f"/subscriptions/{feed['id']}/remove")
    assert "No subscriptions yet" in (await alice.web.get("/subscriptions")).text
