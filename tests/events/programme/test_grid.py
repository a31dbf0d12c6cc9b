"""Rooms by times: every session once, every row as wide as its table, nothing in two places."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from events_app.events.programme.grid import Day, days
from events_app.events.queries import Part, Place
from events_app.events.tables import Session
from events_app.ids import new_id

NINE = datetime(2026, 12, 12, 2, tzinfo=UTC)


def part(room: str, start: float, end: float, kind: str = "plenary") -> Part:
    """A session in a room, in hours after nine in Jakarta."""
    row = Session(organisation=new_id(), event=new_id(), title=f"{room} {start}", kind=kind)
    row.starts_at, row.ends_at = NINE + timedelta(hours=start), NINE + timedelta(hours=end)
    return Part(row, None, Place(room=room))


def widths(day: Day) -> list[int]:
    """How many columns each row fills, with what reaches into it from above."""
    reach: Counter[int] = Counter()
    for number, row in enumerate(day.rows):
        for cell in row.cells:
            for below in range(number, number + cell.rows):
                reach[below] += cell.columns
    return [reach[number] for number in range(len(day.rows))]


def titles(day: Day) -> list[str]:
    return [cell.part.session.title for row in day.rows for cell in row.cells if cell.part]


def test_parallel_rooms_stand_side_by_side() -> None:
    [day] = days([part("Aula", 0, 2), part("Kenanga", 0, 1), part("Kenanga", 1, 2)], "Asia/Jakarta")
    assert day.places == ["Aula", "Kenanga"]
    assert [[cell.rows for cell in row.cells] for row in day.rows] == [[2, 1], [1]]


def test_a_break_that_is_alone_spans_every_room() -> None:
    parts = [part("Aula", 0, 1), part("Kenanga", 0, 1), part("Aula", 1, 2, kind="meal")]
    [day] = days(parts, "Asia/Jakarta")
    assert [cell.columns for cell in day.rows[1].cells] == [2]
    beside = [*parts, part("Kenanga", 1.5, 3)]
    [day] = days(beside, "Asia/Jakarta")
    assert all(cell.columns == 1 for row in day.rows for cell in row.cells)


def test_days_are_those_of_the_events_zone() -> None:
    late = [part("Aula", 0, 1), part("Aula", 15.5, 16)]  # 00.30 on the thirteenth in Jakarta
    assert [day.day.isoformat() for day in days(late, "Asia/Jakarta")] == ["2026-12-12", "2026-12-13"]
    assert len(days(late, "UTC")) == 1


def test_nothing_gives_nothing() -> None:
    assert days([], "Asia/Jakarta") == []


SPANS = st.tuples(
    st.sampled_from(["", "Aula", "Kenanga"]),
    st.integers(0, 8),
    st.integers(1, 4),
    st.sampled_from(["plenary", "meal"]),
)


@settings(max_examples=200)
@given(st.lists(SPANS, min_size=1, max_size=12))
def test_every_session_is_there_once_and_no_row_is_ragged(spans: list[tuple[str, int, int, str]]) -> None:
    parts = [part(room, start, start + long, kind=kind) for room, start, long, kind in spans]
    [day] = days(parts, "UTC")
    assert sorted(titles(day)) == sorted(one.session.title for one in parts)
    assert set(widths(day)) == {len(day.places)}
