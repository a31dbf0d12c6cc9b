"""Holidays: the decreed list, what an organisation changes of it, and the warnings that follow."""

from datetime import date

from events_app.accounts.tables import Organisation
from events_app.events.holidays.decreed import decreed
from events_app.events.holidays.queries import holidays_on
from events_app.events.holidays.tables import HolidayKind
from events_app.events.readiness import gaps_of
from tests import make_events as make
from tests.make_events import NINE
from tests.people import Somebody

CHRISTMAS = {"starts_at": "2026-12-25T09:00:00+07:00", "ends_at": "2026-12-25T12:00:00+07:00"}
SATURDAY = date(2026, 12, 12)


def test_the_list_counts_what_the_decrees_count() -> None:
    counts = {
        (year, kind): sum(1 for one in decreed().values() if one.day.year == year and one.kind == kind)
        for year in (2025, 2026)
        for kind in (HolidayKind.national, HolidayKind.joint_leave)
    }
    assert list(counts.values()) == [17, 11, 17, 8]  # ten of 2024's decree and the one added in August 2025
    assert all(one.name_id and one.name_en and one.source for one in decreed().values())


async def test_an_event_on_a_holiday_is_warned_of_by_name(city: Organisation, alice: Somebody) -> None:
    event = await make.event(city, **CHRISTMAS)
    gap = next(gap for gap in await gaps_of(event, NINE) if gap.code == "holiday")
    assert gap.cure == f"/events/{event.id}/edit"
    told = (await alice.api.post(f"/events/{event.id}/publication")).json()["warnings"]
    assert "25 December 2026 is a holiday: Christmas Day." in {one["message"] for one in told}
    assert "Christmas Day" in (await alice.web.get(f"/events/{event.id}")).text
    weekend = await make.event(city)
    assert "holiday" not in {gap.code for gap in await gaps_of(weekend, NINE)}


async def test_the_form_says_it_at_once(city: Organisation, alice: Somebody) -> None:
    typed = {
        "title": "Rapat", "kind": "workshop", "timezone": "Asia/Jakarta", "starts_at": "2026-12-25T09:00",
        "ends_at": "2026-12-25T10:00", "door_opens_minutes": "120", "door_closes_minutes": "60",
    }  # fmt: skip
    made = await alice.web.post("/events/new", typed)
    assert made.status_code == 303
    page = (await alice.web.get(made.headers["location"])).text
    assert page.count("is a holiday: Christmas Day.") == 2  # said once, and in the checklist


async def test_a_decreed_day_is_removed_changed_and_restored(city: Organisation, alice: Somebody) -> None:
    way = "/holidays/2026-12-25"
    assert (await alice.api.delete(way)).status_code == 204
    assert (await alice.api.get(way)).json()["removed"] is True
    event = await make.event(city, **CHRISTMAS)
    assert "holiday" not in {gap.code for gap in await gaps_of(event, NINE)}
    assert "Working day" in (await alice.web.get("/holidays?year=2026")).text
    back = (await alice.api.post(f"{way}/restoration")).json()
    assert (back["removed"], back["changed"], back["name"]) == (False, False, "Christmas Day")
    named = (await alice.api.patch(way, json={"name": "Natal", "kind": "national", "row_version": 0})).json()
    assert (named["name"], named["row_version"]) == ("Natal", 1)
    late = await alice.api.patch(way, json={"name": "X", "row_version": 0})
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    late = await alice.web.post(way, {"name": "X", "kind": "local", "row_version": "0"})
    assert (late.status_code, "Somebody changed this" in late.text) == (422, True)


async def test_a_day_of_ones_own_is_nobody_elses(
    city: Organisation, alice: Somebody, charlie: Somebody
) -> None:
    added = await alice.web.post("/holidays", {"day": "2026-12-12", "name": "Hari Jadi", "kind": "local"})
    assert added.headers["location"] == "/holidays?year=2026"
    assert (await holidays_on(city.id, [SATURDAY]))[SATURDAY].name == "Hari Jadi"
    assert (await charlie.api.get("/holidays/2026-12-12")).status_code == 404
    assert (await alice.web.post("/holidays/2026-12-12/remove")).status_code == 303
    assert (await alice.api.get("/holidays/2026-12-12")).status_code == 404
    assert (await alice.web.post("/holidays", {"day": "besok", "name": ""})).status_code == 422


async def test_lines_are_taken_all_or_none(alice: Somebody) -> None:
    lines = "Tanggal;Nama;Jenis\n2027-03-08;Hari Jadi;local\n\n2027-03-09;Pilkada\n"
    taken = await alice.api.post("/holidays/imports", json={"lines": lines})
    assert taken.json() == {"days": 2}
    wrong = await alice.api.post(
        "/holidays/imports", json={"lines": "2027-04-01,A\n31/12/2027,B\n2027-04-02\n"}
    )
    assert wrong.status_code == 422
    assert [fault["message"][:7] for fault in wrong.json()["errors"]] == ["Line 2:", "Line 3:"]
    assert (await alice.api.get("/holidays/2027-04-01")).status_code == 404
    page = await alice.web.post("/holidays/import", {"lines": "x"})
    assert (page.status_code, "Line 1:" in page.text) == (422, True)
    assert (await alice.web.post("/holidays/import", {"lines": lines})).status_code == 303
    empty = await alice.web.get("/holidays?year=2031")
    assert "No holidays are known" in empty.text


async def test_the_preview_of_a_series_marks_holidays(city: Organisation, alice: Somebody) -> None:
    event = await make.event(city, starts_at="2026-12-11T09:00:00+07:00", ends_at="2026-12-11T10:00:00+07:00")
    body = {"event_id": str(event.id), "rule": "FREQ=WEEKLY;COUNT=4"}
    dates = (await alice.api.post("/series/preview", json=body)).json()["dates"]
    marked = {one["local"][:10]: [w["code"] for w in one["warnings"]] for one in dates if one["warnings"]}
    assert marked == {"2026-12-25": ["holiday"], "2027-01-01": ["holiday"]}


async def test_a_line_without_a_name_is_refused(alice: Somebody) -> None:
    refused = await alice.api.post("/holidays/imports", json={"lines": "2027-03-09,,local\n"})
    assert refused.status_code == 422
    assert (await alice.api.get("/holidays/2027-03-09")).status_code == 404
