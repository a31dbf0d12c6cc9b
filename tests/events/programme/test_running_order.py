"""The running order by the clock, without a database."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from events_app.events.programme.running_order import Block, Line, Span, blocks

NINE = datetime(2026, 12, 12, 2, tzinfo=UTC)


def span(hours: float = 1, session: UUID | None = None) -> Span:
    return Span(session, "Sesi", NINE, NINE + timedelta(hours=hours))


def line(minutes: int | None, session: UUID | None = None) -> Line:
    return Line(uuid4(), "Sambutan", minutes, "", session)


def one(*minutes: int | None, hours: float = 1) -> Block:
    [block] = blocks([span(hours)], [line(long) for long in minutes])
    return block


def test_each_line_begins_where_the_one_before_ends() -> None:
    starts = [timed.starts_at for timed in one(15, 30, 15).lines]
    assert starts == [NINE, NINE + timedelta(minutes=15), NINE + timedelta(minutes=45)]


def test_what_is_left_and_what_is_too_much() -> None:
    assert (one(15, 30).spare, one(15, 30).overrun) == (15, 0)
    late = one(50, 30, 10)
    assert (late.spare, late.overrun) == (-30, 30)
    assert [timed.late for timed in late.lines] == [False, True, True]


def test_after_a_line_of_unknown_length_no_hour_is_known() -> None:
    first, unknown, after = one(10, None, 10).lines
    assert (first.ends_at, unknown.starts_at) == (NINE + timedelta(minutes=10),) * 2
    assert (unknown.ends_at, after.starts_at, after.ends_at) == (None, None, None)


def test_lines_stand_with_their_session_and_strays_with_the_event() -> None:
    session, gone = uuid4(), uuid4()
    found = blocks([span(), span(1, session)], [line(5, session), line(5), line(5, gone)])
    assert [(block.session, len(block.lines)) for block in found] == [(None, 2), (session, 1)]


@given(st.lists(st.none() | st.integers(1, 1_440), max_size=30))
def test_no_line_is_lost_and_the_sum_is_right(minutes: list[int | None]) -> None:
    found = blocks([span()], [line(long) for long in minutes])
    assert sum(len(block.lines) for block in found) == len(minutes)
    if found:
        assert found[0].spare == 60 - sum(long or 0 for long in minutes)
