"""What differs between two schedules: named, in order, and nothing that did not change."""

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.events.releases.snapshots import ChangeKind, differences
from events_app.events.releases.words import SENTENCES, sentence
from events_app.i18n import using

NINE = datetime(2026, 12, 12, 2, tzinfo=UTC)


def at(hours: int) -> list[str]:
    start = NINE + timedelta(hours=hours)
    return [start.isoformat(), (start + timedelta(hours=1)).isoformat()]


def part(name: str = "1", hours: int = 0, **more: Any) -> dict[str, Any]:
    start, end = at(hours)
    facts = {
        "id": name,
        "title": f"Sesi {name}",
        "starts_at": start,
        "ends_at": end,
        "place": "Kenanga",
        "people": [],
    }
    return facts | more


def schedule(*parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    start, end = at(0)
    facts = {"title": "Diskusi", "state": "published", "timezone": "Asia/Jakarta", "place": "Kenanga"}
    return facts | {"starts_at": start, "ends_at": end, "sessions": list(parts)} | more


KARTINI = {"id": "k", "name": "Kartini", "role": "speaker"}
BUDI = {"id": "b", "name": "Budi", "role": "moderator"}


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        (schedule(), schedule(state="cancelled"), [ChangeKind.event_cancelled]),
        (schedule(), schedule(state="postponed"), [ChangeKind.event_postponed]),
        (schedule(state="postponed"), schedule(), [ChangeKind.event_confirmed]),
        (schedule(), schedule(ends_at=at(5)[1]), [ChangeKind.event_moved]),
        (schedule(), schedule(timezone="Asia/Makassar"), [ChangeKind.event_moved]),
        (schedule(), schedule(place="Jatayu"), [ChangeKind.event_place]),
        (schedule(), schedule(title="Diskusi Tematik"), [ChangeKind.event_renamed]),
        (schedule(), schedule(part()), [ChangeKind.session_added]),
        (schedule(part()), schedule(), [ChangeKind.session_cancelled]),
        (schedule(part()), schedule(part(hours=1)), [ChangeKind.session_moved]),
        (schedule(part()), schedule(part(place="Jatayu")), [ChangeKind.session_place]),
        (schedule(part()), schedule(part(title="Panel")), [ChangeKind.session_renamed]),
        (schedule(part()), schedule(part(people=[KARTINI])), [ChangeKind.session_people]),
        (schedule(part("1"), part("2")), schedule(part("2"), part("1")), []),
        (
            schedule(part("1"), part("2")),
            schedule(part("2", 3, title="Baru"), part("3"), place=""),
            [
                ChangeKind.event_place,
                ChangeKind.session_moved,
                ChangeKind.session_renamed,
                ChangeKind.session_added,
                ChangeKind.session_cancelled,
            ],
        ),
    ],
)
def test_each_difference_has_its_name(before: Any, after: Any, kinds: list[ChangeKind]) -> None:
    found = differences(before, after)
    assert [one["kind"] for one in found] == kinds
    for language in ("id", "en"):
        with using(language):
            assert all("%(" not in sentence(one, "Asia/Jakarta") for one in found)


def test_a_change_names_those_on_stage_whom_it_touches() -> None:
    before = schedule(part(people=[KARTINI, BUDI]))
    moved = differences(before, schedule(part(hours=2, people=[KARTINI, BUDI])))
    assert moved[0]["people"] == ["b", "k"]
    swapped = differences(before, schedule(part(people=[KARTINI])))
    assert (swapped[0]["people"], swapped[0]["before"], swapped[0]["after"]) == (["b"], ["Budi"], [])
    with using("en"):
        assert sentence(swapped[0], "Asia/Jakarta") == "On stage in “Sesi 1”: − Budi"


def test_a_typo_touches_nobody() -> None:
    [renamed] = differences(
        schedule(part(people=[KARTINI])), schedule(part(title="Sesi I", people=[KARTINI]))
    )
    assert renamed["people"] == []


def test_times_are_said_in_the_zone_of_the_event() -> None:
    [moved] = differences(schedule(part()), schedule(part(hours=1)))
    with using("id"):
        said = sentence(moved, "Asia/Makassar")
    assert "pukul 11.00–12.00 WITA (sebelumnya: Sabtu, 12 Desember 2026, pukul 10.00–11.00 WITA)" in said


def test_every_kind_has_a_sentence() -> None:
    assert set(SENTENCES) == set(ChangeKind)


people = st.lists(st.sampled_from([KARTINI, BUDI]), max_size=2, unique_by=lambda one: one["id"])
parts = st.lists(
    st.builds(part, st.sampled_from("12345"), st.integers(0, 8), people=people),
    max_size=5,
    unique_by=lambda one: one["id"],
)
schedules = st.builds(
    lambda found, place: schedule(*found, place=place), parts, st.sampled_from(["", "Kenanga"])
)


@given(schedules)
def test_the_same_schedule_differs_in_nothing(one: dict[str, Any]) -> None:
    assert differences(one, copy.deepcopy(one)) == []


@given(schedules, schedules)
def test_what_came_and_what_went_change_places_backwards(one: dict[str, Any], other: dict[str, Any]) -> None:
    there = [change["kind"] for change in differences(one, other)]
    back = [change["kind"] for change in differences(other, one)]
    assert there.count(ChangeKind.session_added) == back.count(ChangeKind.session_cancelled)
    assert sorted(set(there) - {ChangeKind.session_added, ChangeKind.session_cancelled}) == sorted(
        set(back) - {ChangeKind.session_added, ChangeKind.session_cancelled}
    )
