"""The programme with its kinds, ways to take part and running order: who sees what, and what is refused."""

from typing import Any

import pytest

from events_app.accounts.tables import AuditEntry, Organisation
from events_app.database import counting_queries, fetch_value
from events_app.events.bookings import book
from events_app.events.programme.actions import add_item
from events_app.events.programme.forms import AgendaItemIn
from events_app.events.readiness import gaps_of
from events_app.events.releases.queries import as_it_stands
from events_app.events.releases.snapshots import ChangeKind, differences
from events_app.events.tables import Event, Session
from events_app.ids import new_id
from events_app.invitations import links
from events_app.invitations.tables import Guest
from tests import make_events as make
from tests import make_invitations
from tests.people import Browser, Somebody

LINK = "https://rapat.example.org/r/8264410?pwd=rahasia"
ONLINE = {"mode": "online", "join_url": LINK, "join_note": "Nomor rapat 826 4410"}


async def pass_page(public: Browser, guest: Guest) -> str:
    return (await public.get(f"/T/{links.pass_token(guest.id, guest.pass_version)}")).text


async def test_only_a_valid_pass_shows_the_way_to_join(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event = await make.published(city, visibility="public")
    session = await make.session(event, "Kelas daring", **ONLINE)
    guest = await make_invitations.guest(event)
    shown = await pass_page(public, guest)
    assert "rapat.example.org" in shown
    assert "Nomor rapat 826 4410" in shown
    strangers = [f"/e/{event.slug}", f"/e/{event.slug}/programme", f"/e/{event.slug}.ics", f"/o/{city.slug}"]
    for way in strangers:
        assert "rapat.example.org" not in (await public.get(way)).text, way
    await Guest.update({Guest.state: "cancelled"}).where(Guest.id == guest.id)
    assert "rapat.example.org" not in await pass_page(public, guest)
    await Guest.update({Guest.state: "waitlisted"}).where(Guest.id == guest.id)
    assert "rapat.example.org" not in await pass_page(public, guest)
    await Guest.update({Guest.state: "expected"}).where(Guest.id == guest.id)
    await Session.update({Session.cancelled_at: make.NINE}).where(Session.id == session.id)
    assert "rapat.example.org" not in await pass_page(public, guest)


async def test_readers_who_neither_plan_nor_invite_get_no_link(
    city: Organisation, alice: Somebody, chair: Somebody
) -> None:
    event = await make.published(city)
    session = await make.session(event, **ONLINE)
    path = f"/events/{event.id}/sessions/{session.id}"
    assert (await alice.api.get(path)).json()["join_url"] == LINK
    read = await chair.api.get(path)
    assert (read.status_code, read.json()["join_url"], read.json()["join_note"]) == (200, None, None)
    for page in ("sessions", "programme"):
        assert "rapat.example.org" not in (await chair.web.get(f"/events/{event.id}/{page}")).text


async def test_no_link_in_the_audit_trail(city: Organisation, alice: Somebody) -> None:
    event = await make.event(city)
    session = await make.session(event)
    await alice.api.patch(f"/events/{event.id}/sessions/{session.id}", json=ONLINE)
    assert "rahasia" not in str(await AuditEntry.select())


@pytest.mark.parametrize(
    "link", ["rapat", "javascript:alert(1)", "https://", "https://a b.org", "https://x:y@z.org"]
)
async def test_what_is_no_web_address_is_refused_beside_its_field(
    city: Organisation, alice: Somebody, link: str
) -> None:
    event = await make.event(city)
    body = {"title": "Kelas", **_iso(make.hours(0, 1)), "mode": "online", "join_url": link}
    refused = await alice.api.post(f"/events/{event.id}/sessions", json=body)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "join_url"


async def test_an_online_session_takes_no_room_unless_one_is_named(city: Organisation) -> None:
    room = await make.room(city)
    event = await make.event(city, room_id=room.id)
    await make.session(event, mode="online")
    held = "SELECT count(*) FROM booking WHERE event = $1 AND subject = $2"
    assert await fetch_value(held, event.id, room.id) == 0
    await make.session(event, "Di aula")
    await book(event)
    assert await fetch_value(held, event.id, room.id) == 1


async def test_going_online_is_told_and_raises_the_sequence(city: Organisation, alice: Somebody) -> None:
    event = await make.published(city)
    session = await make.session(event)
    before = await as_it_stands(event)
    await alice.api.patch(f"/events/{event.id}/sessions/{session.id}", json={"mode": "hybrid"})
    changes = differences(before, await as_it_stands(event))
    assert [(one["kind"], one["before"], one["after"]) for one in changes] == [
        (ChangeKind.session_mode, "onsite", "hybrid")
    ]
    await session.refresh()
    assert session.calendar_sequence == 1
    await alice.api.patch(f"/events/{event.id}/sessions/{session.id}", json={"join_note": "Sandi 1"})
    await session.refresh()
    assert session.calendar_sequence == 1


async def test_warnings_name_a_missing_link_and_an_overrun(city: Organisation, alice: Somebody) -> None:
    event = await make.event(city)
    session = await make.session(event, mode="online")
    await add_item(alice.actor, event, AgendaItemIn(title="Paparan", minutes=75, session_id=session.id))
    codes = {gap.code for gap in await gaps_of(event, make.NINE)}
    assert {"no_join_link", "overrun"} <= codes
    assert "no_room" not in codes


async def test_breaks_need_nobody_on_stage(city: Organisation) -> None:
    event = await make.event(city)
    await make.session(event, kind="meal")
    assert "no_speaker" not in {gap.code for gap in await gaps_of(event, make.NINE)}


async def test_the_running_order_by_the_interface(city: Organisation, alice: Somebody) -> None:
    event = await make.event(city)
    session = await make.session(event)
    base = f"/events/{event.id}/agenda-items"
    made = [await _line(alice, base, title, session.id) for title in ("Doa", "Paparan", "Tanya jawab")]
    moved = await alice.api.post(f"{base}/{made[2]}/move", json={"direction": "up"})
    assert moved.status_code == 200
    items = (await alice.api.get(base)).json()["items"]
    assert [one["title"] for one in items] == ["Doa", "Tanya jawab", "Paparan"]
    assert [one["starts_at"] for one in items][1] == "2026-12-12T02:25:00Z"
    assert [one["overruns"] for one in items] == [False, False, True]
    await alice.api.post(f"{base}/{made[0]}/move", json={"direction": "up"})  # already first
    changed = await alice.api.patch(f"{base}/{made[0]}", json={"minutes": 5})
    assert (changed.json()["minutes"], changed.json()["title"]) == (5, "Doa")
    assert (await alice.api.delete(f"{base}/{made[1]}")).status_code == 204
    assert [one["title"] for one in (await alice.api.get(base)).json()["items"]] == ["Doa", "Tanya jawab"]


async def test_a_line_of_another_events_session_is_refused(city: Organisation, alice: Somebody) -> None:
    event, other = await make.event(city), await make.event(city)
    session = await make.session(other)
    body = {"title": "Doa", "session_id": str(session.id)}
    refused = await alice.api.post(f"/events/{event.id}/agenda-items", json=body)
    assert (refused.status_code, refused.json()["title"][:24]) == (404, "There is no such session")
    typed = {"item": "Doa", "minutes": "12", "presenter_id": str(new_id())}
    shown = await alice.web.post(f"/events/{event.id}/agenda", typed)
    assert (shown.status_code, 'value="12"' in shown.text) == (422, True)


async def test_a_cancelled_event_takes_no_more_lines(city: Organisation, alice: Somebody) -> None:
    event = await make.event(city)
    item = await add_item(alice.actor, event, AgendaItemIn(title="Doa"))
    await Event.update({Event.state: "cancelled"}).where(Event.id == event.id)
    base = f"/events/{event.id}/agenda-items"
    answers = [
        await alice.api.post(base, json={"title": "Paparan"}),
        await alice.api.patch(f"{base}/{item.id}", json={"title": "Paparan"}),
        await alice.api.post(f"{base}/{item.id}/move", json={"direction": "down"}),
        await alice.api.delete(f"{base}/{item.id}"),
    ]
    assert [(one.status_code, one.json()["code"]) for one in answers] == [(409, "event_cancelled")] * 4


async def test_the_programme_reads_as_little_for_many_sessions_as_for_few(
    city: Organisation, alice: Somebody
) -> None:
    async def queries(event: Event) -> int:
        with counting_queries() as count:
            assert (await alice.web.get(f"/events/{event.id}/programme")).status_code == 200
        return count.count

    few, many = await make.event(city), await make.event(city)
    for event, number in ((few, 10), (many, 100)):
        for nth in range(number):
            session = await make.session(
                event, f"Sesi {nth}", mode="online", **make.hours(nth / 50, nth / 50 + 1)
            )
            await add_item(alice.actor, event, AgendaItemIn(title="Doa", minutes=5, session_id=session.id))
    assert await queries(few) == await queries(many)


async def _line(who: Somebody, base: str, title: str, session: Any) -> str:
    body = {"title": title, "minutes": 25, "session_id": str(session)}
    answer = await who.api.post(base, json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def _iso(times: dict[str, Any]) -> dict[str, str]:
    return {name: moment.isoformat() for name, moment in times.items()}


async def test_the_way_into_a_meeting_is_in_no_copy_of_it(city: Organisation, alice: Somebody) -> None:
    event = await make.event(city)
    await make.session(event, **ONLINE)
    copy = await alice.api.post(f"/events/{event.id}/copies", json={"starts_at": "2027-12-11T09:00:00+07:00"})
    [session] = (await alice.api.get(f"/events/{copy.json()['id']}/sessions")).json()["items"]
    assert (session["mode"], session["join_url"], session["join_note"]) == ("online", "", "")


async def test_a_room_filter_of_the_calendar_leaves_out_who_joins_from_afar(
    city: Organisation, alice: Somebody
) -> None:
    room = await make.room(city)
    event = await make.event(city, room_id=room.id)
    online = await make.session(event, mode="online")
    here = await make.session(event, "Di ruang", **make.hours(1, 2))
    asked = f"/calendar?from=2026-12-12&to=2026-12-12&room_id={room.id}"
    shown = {one["session_id"]: one["room_id"] for one in (await alice.api.get(asked)).json()["items"]}
    assert shown[str(here.id)] == str(room.id)
    assert str(online.id) not in shown
