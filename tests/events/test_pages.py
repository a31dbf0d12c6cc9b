"""The pages of the schedule, as a browser without a script meets them."""

import re
from html import unescape
from typing import Any

import httpx
import pytest

from events_app.database import counting_queries
from events_app.events.queries import parts_of
from events_app.events.tables import AgendaItem, Event, EventState, Material, Room, Session
from tests import make_events as make
from tests.people import Browser, Somebody

TYPED = {
    "title": "Diskusi Tematik",
    "kind": "workshop",
    "timezone": "Asia/Makassar",
    "starts_at": "2026-12-12T09:00",
    "ends_at": "2026-12-12T12:00",
    "visibility": "public",
    "language": "id",
}


def said(answer: httpx.Response) -> str:
    """The page's text on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


async def the_event() -> Event:
    event = await Event.objects().first()
    assert event is not None
    return event


async def test_empty_list_leads_to_the_first_event(alice: Somebody) -> None:
    answer = await alice.web.get("/events")
    assert "No events yet" in said(answer)
    assert 'href="/events/new"' in answer.text


async def test_new_event_is_kept_in_the_zone_that_was_chosen(alice: Somebody) -> None:
    assert "Asia/Makassar" in (await alice.web.get("/events/new")).text
    answer = await alice.web.post("/events/new", TYPED | {"confidential": "true"})
    event = await the_event()
    assert (answer.status_code, answer.headers["location"]) == (303, f"/events/{event.id}")
    assert event.starts_at.isoformat() == "2026-12-12T01:00:00+00:00"
    assert (event.confidential, event.waiting_list, event.door_opens_minutes) == (True, False, 120)
    page = await alice.web.get(f"/events/{event.id}")
    assert "Saturday, 12 December 2026, at 09:00–12:00 WITA" in said(page)
    assert "2026-12-12 09:00 (UTC+08:00)" in said(page)


async def test_refused_form_keeps_what_was_typed_and_names_each_fault(alice: Somebody) -> None:
    bad = TYPED | {"title": "", "theme": "Anak <b>", "ends_at": "2026-12-12T08:00", "capacity": "banyak"}
    answer = await alice.web.post("/events/new", bad)
    assert answer.status_code == 422
    for name in ("title", "ends_at", "capacity"):
        assert f'id="f-{name}-error"' in answer.text
    assert 'value="Anak &lt;b&gt;"' in answer.text
    assert 'value="2026-12-12T08:00"' in answer.text
    assert "The end must be later than the start." in said(answer)
    assert await Event.count() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("2026-03-29T02:30", "The clocks skip this hour"), ("2026-10-25T02:30", "This hour comes twice")],
)
async def test_hours_that_summer_time_skips_or_doubles_are_refused_by_name(
    alice: Somebody, typed: str, sentence: str
) -> None:
    form = TYPED | {"timezone": "Europe/Berlin", "starts_at": typed, "ends_at": "2026-11-01T12:00"}
    answer = await alice.web.post("/events/new", form)
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert f'value="{typed}"' in answer.text


async def test_taken_room_is_refused_beside_the_room(alice: Somebody) -> None:
    room = await make.room(alice.actor.organisation)
    await make.event(alice.actor.organisation, title="Rapat Lain", room_id=room.id)
    form = TYPED | {"timezone": "Asia/Jakarta", "room_id": str(room.id)}
    answer = await alice.web.post("/events/new", form)
    assert answer.status_code == 422
    assert 'id="f-room_id-error"' in answer.text
    assert "The room is taken then by “Rapat Lain”." in said(answer)


async def test_edit_shows_the_times_of_the_events_zone_and_empties_what_is_emptied(alice: Somebody) -> None:
    event = await make.event(alice.actor.organisation, timezone="Asia/Jayapura", theme="Anak")
    page = await alice.web.get(f"/events/{event.id}/edit")
    assert 'value="2026-12-12T11:00"' in page.text
    form = TYPED | {
        "timezone": "Asia/Jayapura",
        "starts_at": "2026-12-12T11:00",
        "ends_at": "2026-12-12T14:00",
    }
    await alice.web.post(f"/events/{event.id}/edit", form | {"row_version": "1"})
    fresh = await the_event()
    assert (fresh.theme, fresh.title, fresh.starts_at) == ("", "Diskusi Tematik", event.starts_at)
    late = await alice.web.post(f"/events/{event.id}/edit", form | {"row_version": "1", "title": "Terlambat"})
    assert "Somebody changed this" in said(late)
    assert 'value="Terlambat"' in late.text


async def test_publish_says_what_could_be_better_and_links_to_the_cure(alice: Somebody) -> None:
    event = await make.event(alice.actor.organisation)
    await alice.web.post(f"/events/{event.id}/publish")
    assert (await the_event()).state == EventState.published
    page = await alice.web.get(f"/events/{event.id}")
    assert f'href="/events/{event.id}/sessions"' in page.text
    assert "There are no sessions yet." in said(page)


async def test_cancel_needs_a_reason_and_tells_it(alice: Somebody) -> None:
    event = await make.published(alice.actor.organisation)
    refused = await alice.web.post(f"/events/{event.id}/cancel", {"reason": ""})
    assert refused.status_code == 422
    assert 'id="f-reason-error"' in refused.text
    await alice.web.post(f"/events/{event.id}/cancel", {"reason": "Banjir besar"})
    assert "Banjir besar" in said(await alice.web.get(f"/events/{event.id}"))


async def test_postpone_keeps_what_was_typed_until_it_is_right(alice: Somebody) -> None:
    event = await make.published(alice.actor.organisation)
    form = {
        "timezone": "Asia/Jakarta",
        "starts_at": "2026-12-20T09:00",
        "ends_at": "2026-12-19T09:00",
        "cause": "x",
    }
    refused = await alice.web.post(f"/events/{event.id}/postpone", form)
    assert refused.status_code == 422
    assert 'value="2026-12-20T09:00"' in refused.text
    await alice.web.post(f"/events/{event.id}/postpone", form | {"ends_at": "2026-12-20T10:00"})
    fresh = await the_event()
    assert (fresh.state, fresh.starts_at.isoformat()) == ("postponed", "2026-12-20T02:00:00+00:00")


async def test_session_with_a_speaker_elsewhere_is_refused_and_then_overridden(alice: Somebody) -> None:
    organisation = alice.actor.organisation
    kartini = await make.person(organisation, title_prefix="Dra.", title_suffix="M.Si")
    await make.session(await make.event(organisation), "Pembukaan", speaker_ids=[kartini.id])
    event = await make.event(organisation)
    assert "Dra. Kartini, M.Si" in (await alice.web.get(f"/events/{event.id}/sessions")).text
    form = {
        "title": "Sesi dua",
        "timezone": "Asia/Jakarta",
        "starts_at": "2026-12-12T09:30",
        "ends_at": "2026-12-12T10:00",
        "speaker_ids": [str(kartini.id)],
    }
    path = f"/events/{event.id}/sessions"
    refused = await alice.web.post(path, form)
    assert refused.status_code == 422
    assert "Kartini is on stage then at “Pembukaan”." in said(refused)
    assert f'value="{kartini.id}" selected' in refused.text
    assert 'name="person_override_reason"' in refused.text
    kept = await alice.web.post(path, form | {"person_override_reason": "Daring"})
    assert kept.headers["location"] == path
    assert "Dra. Kartini, M.Si" in said(await alice.web.get(path))


async def test_session_is_edited_and_taken_off(alice: Somebody) -> None:
    event = await make.event(alice.actor.organisation)
    session = await make.session(event)
    path = f"/events/{event.id}/sessions/{session.id}"
    assert 'value="2026-12-12T09:00"' in (await alice.web.get(path)).text
    form = {
        "title": "Judul lain",
        "timezone": "Asia/Jakarta",
        "starts_at": "2026-12-12T10:00",
        "ends_at": "2026-12-12T11:00",
        "row_version": "1",
    }
    await alice.web.post(path, form)
    [part] = await parts_of(event)
    assert (part.session.title, part.session.row_version) == ("Judul lain", 2)
    await alice.web.post(f"{path}/cancel")
    assert await parts_of(event) == []


async def test_running_order_grows_and_shrinks(alice: Somebody) -> None:
    event = await make.event(alice.actor.organisation)
    refused = await alice.web.post(f"/events/{event.id}/agenda", {"item": "", "minutes": "10"})
    assert refused.status_code == 422
    assert 'value="10"' in refused.text
    for title in ("Pembukaan", "Paparan"):
        await alice.web.post(f"/events/{event.id}/agenda", {"item": title, "minutes": "10"})
    items = await AgendaItem.objects().order_by(AgendaItem.place)
    assert [item.title for item in items] == ["Pembukaan", "Paparan"]
    await alice.web.post(f"/events/{event.id}/agenda/{items[0].id}/remove")
    assert "out of the running order" in said(await alice.web.get(f"/events/{event.id}/sessions"))
    page = (await alice.web.get(f"/events/{event.id}/sessions")).text
    assert f"agenda/{items[1].id}" in page
    assert f"agenda/{items[0].id}" not in page


async def test_door_staff_is_assigned_and_released(alice: Somebody, bob: Somebody) -> None:
    event = await make.published(alice.actor.organisation)
    assert (await bob.web.get(f"/events/{event.id}")).status_code == 404
    await alice.web.post(f"/events/{event.id}/door-staff", {"user_id": str(bob.user.id)})
    await alice.web.post(f"/events/{event.id}/door-staff", {"user_id": str(bob.user.id)})
    assert event.title in said(await bob.web.get("/events"))
    assert event.title in said(await bob.web.get(f"/events/{event.id}"))
    await alice.web.post(f"/events/{event.id}/door-staff/{bob.user.id}/release")
    assert (await bob.web.get(f"/events/{event.id}")).status_code == 404


async def test_stranger_cannot_be_door_staff(alice: Somebody, charlie: Somebody) -> None:
    event = await make.event(alice.actor.organisation)
    answer = await alice.web.post(f"/events/{event.id}/door-staff", {"user_id": str(charlie.user.id)})
    assert answer.status_code == 422
    assert "There is no such colleague." in said(answer)


async def test_handout_for_everybody_is_on_the_public_page(
    alice: Somebody, public: Browser, tmp_path: Any
) -> None:
    event = await make.published(alice.actor.organisation, visibility="public")
    file = {"file": ("materi.txt", b"Isi materi\n", "text/plain")}
    path = f"/events/{event.id}/materials"
    missing = await alice.web.post(path, {"title": "Paparan", "visibility": "public"})
    assert missing.status_code == 422
    assert 'value="Paparan"' in missing.text
    await alice.web.post(path, {"title": "Paparan", "visibility": "public"}, files=file)
    await alice.web.post(path, {"title": "Untuk tamu", "visibility": "invited"}, files=file)
    shown = await public.get(f"/e/{event.slug}")
    assert "Paparan" in shown.text
    assert "Untuk tamu" not in shown.text
    first, second = await Material.objects().order_by(Material.id)
    assert (await public.get(f"/e/{event.slug}/materials/{first.id}")).content == b"Isi materi\n"
    assert (await public.get(f"/e/{event.slug}/materials/{second.id}")).status_code == 404
    assert (await alice.web.get(f"{path}/{second.id}")).content == b"Isi materi\n"
    await alice.web.post(f"{path}/{first.id}/remove")
    assert await Material.count() == 1


async def test_venues_and_rooms_are_kept_and_changed(alice: Somebody) -> None:
    await alice.web.post("/venues", {"name": "Balai Kota", "address": "Jl. Mawar 1"})
    bad = await alice.web.post("/rooms", {"name": "Kenanga", "capacity": "0"})
    assert (bad.status_code, 'value="Kenanga"' in bad.text) == (422, True)
    await alice.web.post("/rooms", {"name": "Kenanga", "capacity": "40"})
    room = await Room.objects().first()
    assert room is not None
    await alice.web.post(f"/rooms/{room.id}", {"name": "Kenanga Besar", "capacity": "60"})
    page = said(await alice.web.get("/venues"))
    assert "Kenanga Besar" in page
    assert "Balai Kota" in page
    assert (await alice.web.get(f"/rooms/{room.id}/edit")).text.count('value="60"') == 1


async def test_tabs_and_search_find_events_by_time(alice: Somebody) -> None:
    organisation = alice.actor.organisation
    await make.event(organisation, title="Rancangan")
    await make.published(
        organisation, title="Besok", starts_at="2090-01-01T01:00:00Z", ends_at="2090-01-01T02:00:00Z"
    )
    await make.published(
        organisation, title="Kemarin", starts_at="2020-01-01T01:00:00Z", ends_at="2020-01-01T02:00:00Z"
    )
    for tab, title in (("upcoming", "Besok"), ("drafts", "Rancangan"), ("past", "Kemarin")):
        page = said(await alice.web.get(f"/events?tab={tab}"))
        assert [name for name in ("Besok", "Rancangan", "Kemarin") if name in page] == [title]
    found = said(await alice.web.get("/events?tab=past&q=KEMARIN"))
    assert "Kemarin" in found
    assert "Nothing found" in said(await alice.web.get("/events?q=tidak-ada"))


async def test_tabs_of_an_event_follow_the_readers_rights(
    alice: Somebody, bob: Somebody, dewi: Somebody
) -> None:
    event = await make.published(alice.actor.organisation)
    await make.door_staff(event, bob.user.id)

    async def sections(who: Somebody) -> list[str]:
        text = (await who.web.get(f"/events/{event.id}")).text
        nav = text.split('<nav class="tabs"')[1].split("</nav>")[0]
        return re.findall(rf'href="/events/{event.id}/?(\w*)"', nav)

    assert await sections(alice) == [
        "",
        "sessions",
        "speakers",
        "invitations",
        "mailings",
        "guests",
        "releases",
        "materials",
        "attendance",
        "commitments",
        "minutes",
        "documents",
    ]
    assert await sections(bob) == ["", "sessions", "guests"]
    assert await sections(dewi) == [
        "",
        "sessions",
        "speakers",
        "releases",
        "materials",
        "attendance",
        "commitments",
        "minutes",
        "documents",
    ]


async def test_pages_refuse_those_without_the_right(
    alice: Somebody, dewi: Somebody, charlie: Somebody
) -> None:
    event = await make.event(alice.actor.organisation)
    paths = [f"/events/{event.id}/edit", "/events/new", "/venues/new"]
    assert [(await dewi.web.get(path)).status_code for path in paths] == [403] * 3
    assert (await charlie.web.get(f"/events/{event.id}")).status_code == 404
    assert (await charlie.web.post(f"/events/{event.id}/publish")).status_code == 404
    assert "Edit" not in said(await dewi.web.get(f"/events/{event.id}"))


async def test_list_takes_the_same_queries_for_ten_and_for_a_hundred(alice: Somebody) -> None:
    room = await make.room(alice.actor.organisation)
    counts = []
    for number in range(100):
        await make.event(alice.actor.organisation, room_id=room.id, **make.hours(number * 4, number * 4 + 3))
        if number in (9, 99):
            with counting_queries() as kept:
                await alice.web.get("/events?tab=drafts")
            counts.append(kept.count)
    assert counts[0] == counts[1]


async def test_event_pages_take_the_same_queries_for_few_and_many_sessions(alice: Somebody) -> None:
    event = await make.event(alice.actor.organisation)
    kartini = await make.person(alice.actor.organisation)
    counts = []
    for number in range(40):
        times = make.hours(number, number + 1)
        await make.session(event, f"Sesi {number}", speaker_ids=[kartini.id], **times)
        if number in (3, 39):
            with counting_queries() as kept:
                await alice.web.get(f"/events/{event.id}")
                await alice.web.get(f"/events/{event.id}/sessions")
            counts.append(kept.count)
    assert counts[0] == counts[1]
    assert await Session.count() == 40
