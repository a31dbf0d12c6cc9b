"""The pages of copies, templates and series, as a browser without a script meets them."""

import re
from html import unescape
from typing import Any

import httpx

from events_app.database import counting_queries
from events_app.events.series.tables import EventTemplate, Series
from events_app.events.tables import Event
from tests import make_events as make
from tests.people import Somebody


def said(answer: httpx.Response) -> str:
    """The page's text on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


async def occurrences() -> list[Event]:
    return await Event.objects().where(Event.series.is_not_null()).order_by(Event.occurrence_at)


async def a_series(alice: Somebody, rule: str = "FREQ=WEEKLY;COUNT=3") -> tuple[str, list[Event]]:
    event = await make.event(alice.actor.organisation)
    made = await alice.api.post("/series", json={"event_id": str(event.id), "rule": rule})
    return f"/series/{made.json()['id']}", await occurrences()


async def test_do_it_again_keeps_what_was_typed_and_says_what_is_lost(alice: Somebody) -> None:
    room = await make.room(alice.actor.organisation)
    event = await make.event(alice.actor.organisation, room_id=room.id)
    page = f"/events/{event.id}/again"
    assert f'href="{page}"' in (await alice.web.get(f"/events/{event.id}")).text
    assert "Saturday, 12 December 2026, at 09:00 WIB" in said(await alice.web.get(page))
    typed = {"timezone": "Asia/Jakarta", "title": "Tahun depan", "starts_at": ""}
    refused = await alice.web.post(page, typed)
    assert (refused.status_code, 'value="Tahun depan"' in refused.text) == (422, True)
    made = await alice.web.post(page, typed | {"starts_at": "2026-12-12T10:00"})
    assert "Ruang Kenanga is taken then by" in said(await alice.web.get(made.headers["location"]))


async def test_template_is_kept_renamed_used_and_deleted(alice: Somebody, dewi: Somebody) -> None:
    assert "No templates yet" in said(await alice.web.get("/event-templates"))
    event = await make.event(alice.actor.organisation)
    missing = await alice.web.post(f"/events/{event.id}/template", {"name": ""})
    assert (missing.status_code, 'id="f-name-error"' in missing.text) == (422, True)
    kept = await alice.web.post(f"/events/{event.id}/template", {"name": "Tahunan"})
    path = kept.headers["location"]
    assert "Tahunan" in said(await dewi.web.get("/event-templates"))
    assert "Delete" not in said(await dewi.web.get(path))
    await alice.web.post(path, {"name": "Setiap tahun"})
    assert "Setiap tahun" in said(await alice.web.get(path))
    typed = {"timezone": "Asia/Jakarta", "title": "Baru", "starts_at": "2027-12-11T08:00"}
    made = await alice.web.post(f"{path}/events", typed)
    assert "Saturday, 11 December 2027, at 08:00" in said(await alice.web.get(made.headers["location"]))
    await alice.web.post(f"{path}/delete")
    assert await EventTemplate.count() == 0


ASKED = {
    "timezone": "Asia/Jakarta",
    "starts_at": "2026-12-12T09:00",
    "freq": "MONTHLY",
    "interval": "1",
    "monthly": "weekday",
    "ends": "count",
    "count": "4",
}


async def test_series_is_previewed_thinned_out_and_made(alice: Somebody) -> None:
    event = await make.event(alice.actor.organisation)
    path = f"/events/{event.id}/series"
    assert 'name="keep"' not in (await alice.web.get(path)).text
    shown = await alice.web.get(path, params=ASKED)
    assert shown.text.count('name="keep"') == 4
    assert "Every month, on the second Saturday, 4 dates · FREQ=MONTHLY;BYDAY=2SA;COUNT=4" in said(shown)
    assert "Saturday, 9 January 2027, 09:00" in said(shown)
    assert (await Event.count(), await Series.count()) == (1, 0)
    kept = ["2027-01-09T09:00:00", "2027-03-13T09:00:00"]
    typed: dict[str, Any] = {"rule": "FREQ=MONTHLY;BYDAY=2SA;COUNT=4", "keep": kept}
    made = await alice.web.post(path, typed | {n: ASKED[n] for n in ("timezone", "starts_at")})
    page = said(await alice.web.get(made.headers["location"]))
    assert [f"{one.starts_at:%Y-%m-%d}" for one in await occurrences()] == [
        "2026-12-12",
        "2027-01-09",
        "2027-03-13",
    ]
    assert "2 occurrences are made." in page
    assert "Occurrence 3" in page
    assert "Rule: Every month, on the second Saturday, 4 dates" in page


async def test_preview_names_taken_rooms_missing_hours_and_bad_rules(alice: Somebody) -> None:
    room = await make.room(alice.actor.organisation)
    event = await make.event(alice.actor.organisation, room_id=room.id)
    await make.event(alice.actor.organisation, title="Lain", room_id=room.id,
                     starts_at="2027-01-09T02:00:00Z", ends_at="2027-01-09T03:00:00Z")  # fmt: skip
    path = f"/events/{event.id}/series"
    shown = await alice.web.get(path, params=ASKED)
    assert "2027-01-09: Ruang Kenanga is taken then by “Lain”" in said(shown)
    assert "Make it without the room on 1 date" in said(shown)
    bad = await alice.web.get(path, params=ASKED | {"rule": "FREQ=HOURLY"})
    assert (bad.status_code, "This is no rule that can be read: FREQ=HOURLY." in said(bad)) == (422, True)
    assert (await alice.web.get(path, params=ASKED | {"count": ""})).status_code == 422
    endless = await alice.web.get(path, params=ASKED | {"ends": "never"})
    assert "at most 200 dates within 5 years" in said(endless)
    typed: dict[str, Any] = {
        "rule": "FREQ=MONTHLY;BYDAY=2SA;COUNT=2",
        "keep": ["2027-01-09T09:00:00"],
        "timezone": "Asia/Jakarta",
        "starts_at": "2026-12-12T09:00",
    }
    refused = await alice.web.post(path, typed)
    assert refused.status_code == 422
    assert "The room is taken on some dates" in said(refused)
    done = await alice.web.post(path, typed | {"without_room": "true"})
    assert done.status_code == 303
    assert [one.room for one in await occurrences()] == [room.id, None]


async def test_skipped_hours_are_named_and_cannot_be_ticked(alice: Somebody) -> None:
    event = await make.event(alice.actor.organisation, timezone="Europe/Amsterdam",
                             starts_at="2027-03-21T02:30+01:00", ends_at="2027-03-21T04:00+01:00")  # fmt: skip
    asked = {"timezone": "Europe/Amsterdam", "starts_at": "2027-03-21T02:30", "freq": "WEEKLY", "count": "3"}
    shown = await alice.web.get(f"/events/{event.id}/series", params=asked)
    assert "The clocks skip this hour on this day" in said(shown)
    assert re.search(r'value="2027-03-28T02:30:00" disabled', shown.text)


async def test_edit_form_offers_the_scope_and_says_what_was_left(alice: Somebody) -> None:
    path, events = await a_series(alice)
    await alice.api.patch(f"/events/{events[2].id}", json={"title": "Khusus"})
    form = await alice.web.get(f"/events/{events[0].id}/edit")
    assert 'name="scope"' in form.text
    typed = {
        "title": "Judul baru", "kind": "thematic_discussion", "timezone": "Asia/Jakarta", "language": "id",
        "starts_at": "2026-12-12T10:00", "ends_at": "2026-12-12T13:00", "visibility": "invited",
        "row_version": "1", "scope": "all",
    }  # fmt: skip
    await alice.web.post(f"/events/{events[0].id}/edit", typed)
    page = said(await alice.web.get(f"/events/{events[0].id}"))
    assert "2 occurrences are changed." in page
    assert "Left as they were: 2026-12-26 (was changed by itself)." in page
    assert [one.title for one in await occurrences()] == ["Judul baru", "Judul baru", "Khusus"]
    assert "Judul baru" in said(await alice.web.get(path))
    alone = await make.event(alice.actor.organisation)
    assert 'name="scope"' not in (await alice.web.get(f"/events/{alone.id}/edit")).text


async def test_series_page_publishes_extends_and_leaves_out(alice: Somebody, dewi: Somebody) -> None:
    path, events = await a_series(alice)
    assert "Extend" not in said(await dewi.web.get(path))
    await alice.web.post(f"{path}/publish")
    assert {one.state for one in await occurrences()} == {"published"}
    wrong = await alice.web.post(f"{path}/extension", {"count": "2", "until": "2027-01-01"})
    assert wrong.status_code == 422
    assert (await alice.web.post(f"{path}/extension", {"until": "2027-01-02"})).status_code == 303
    assert len(await occurrences()) == 4
    refused = await alice.web.post(f"{path}/exceptions", {"event_id": str(events[1].id), "reason": ""})
    assert (refused.status_code, 'id="f-reason-error"' in refused.text) == (422, True)
    await alice.web.post(f"{path}/exceptions", {"event_id": str(events[1].id), "reason": "Libur"})
    assert [one.state for one in await occurrences()] == ["published", "cancelled", "published", "draft"]


async def test_series_are_marked_where_events_are_listed(alice: Somebody) -> None:
    path, events = await a_series(alice)
    assert f'href="{path}"' in (await alice.web.get(f"/events/{events[0].id}")).text
    assert (await alice.web.get("/events?tab=drafts")).text.count(f'href="{path}"') == 3
    assert "Diskusi Tematik" in said(await alice.web.get("/series"))


async def test_long_lists_ask_no_more_questions_than_short_ones(alice: Somebody) -> None:
    path, _events = await a_series(alice)
    event = await make.event(alice.actor.organisation)
    await alice.api.post("/event-templates", json={"event_id": str(event.id), "name": "Satu"})
    pages = (path, "/series", "/event-templates", "/events?tab=drafts")
    few = [await _questions(alice, page) for page in pages]
    await alice.api.post(f"{path}/extension", json={"count": 30})
    for number in range(10):
        await alice.api.post("/event-templates", json={"event_id": str(event.id), "name": f"T{number}"})
        body = {"event_id": str(event.id), "rule": "FREQ=DAILY;COUNT=1", "starts_at": "2028-01-01T00:00Z"}
        await alice.api.post("/series", json=body)
    assert [await _questions(alice, page) for page in pages] == few


async def _questions(alice: Somebody, page: str) -> int:
    with counting_queries() as count:
        assert (await alice.web.get(page)).status_code == 200
    return count.count


async def test_every_day_of_an_occurrence_is_held_against_holidays_and_can_be_left_out(
    alice: Somebody,
) -> None:
    event = await make.event(
        alice.actor.organisation, starts_at="2026-12-16T09:00:00+07:00", ends_at="2026-12-18T12:00:00+07:00"
    )
    body = {"event_id": str(event.id), "rule": "FREQ=WEEKLY;COUNT=3"}
    shown = (await alice.api.post("/series/preview", json=body)).json()
    # The second lasts from 23 to 25 December; only its last days are holidays.
    assert [[one["code"] for one in date["warnings"]] for date in shown["dates"]] == [
        [],
        ["holiday"],
        ["holiday"],
    ]
    assert "Christmas Day" in shown["dates"][1]["warnings"][0]["message"]
    page = f"/events/{event.id}/series"
    asked = {"timezone": "Asia/Jakarta", "starts_at": "2026-12-16T09:00", "rule": "FREQ=WEEKLY;COUNT=3"}
    form = (await alice.web.get(page, params=asked | {"freq": "WEEKLY", "ends": "count", "count": "3"})).text
    assert "Leave out all 2 dates that fall on holidays" in form
    keep = ["2026-12-23T09:00:00", "2026-12-30T09:00:00"]
    made = await alice.web.post(page, data=asked | {"keep": keep, "without_holidays": "true"})
    assert made.status_code == 303, made.text
    series = (await alice.api.get("/series")).json()["items"][0]
    whole = (await alice.api.get(f"/series/{series['id']}")).json()
    assert [one["id"] for one in whole["occurrences"]] == [str(event.id)]
    assert len(series["exdates"]) == 2


async def test_a_program_leaves_holidays_out_too(alice: Somebody) -> None:
    event = await make.event(
        alice.actor.organisation, starts_at="2026-12-11T09:00:00+07:00", ends_at="2026-12-11T12:00:00+07:00"
    )
    body = {"event_id": str(event.id), "rule": "FREQ=WEEKLY;COUNT=4", "without_holidays": True}
    made = (await alice.api.post("/series", json=body)).json()
    assert [one["starts_at"][:10] for one in made["occurrences"]] == ["2026-12-11", "2026-12-18"]
