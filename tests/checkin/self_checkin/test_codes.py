"""The maths of room codes: fixed vectors, the edges of a window, and who accepts what."""

import hmac
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from events_app import tokens
from events_app.checkin.self_checkin import codes
from events_app.checkin.self_checkin.refusals import OldRoomCode, WrongRoomCode
from events_app.checkin.self_checkin.tables import RoomCode, RoomCodeMode

KEY = b"a key of thirty-two bytes, or so"
EVENT, SESSION = UUID(int=1), UUID(int=2)
EDGE = datetime(2026, 8, 12, 2, 0, 0, tzinfo=UTC)


def room(mode: RoomCodeMode = RoomCodeMode.rotating) -> RoomCode:
    return RoomCode(organisation=EVENT, event=EVENT, session=None, mode=mode, poster_version=1)


@pytest.mark.parametrize(
    ("purpose", "session", "moment", "code"),
    [
        ("room-screen", None, 0, "69SPZJ"),
        ("room-screen", None, 1, "560NQ3"),
        ("room-screen", SESSION, 0, "TTJ040"),
        ("room-poster", None, 1, "NBC7CC"),
        ("room-screen", None, 119_001_600, "KZ0HXE"),
    ],
)
def test_codes_are_the_vectors_that_were_written_down(
    purpose: str, session: UUID | None, moment: int, code: str
) -> None:
    assert codes.derive(KEY, purpose, EVENT, session, moment) == code


def test_a_code_is_the_first_thirty_bits_of_the_hmac() -> None:
    mac = hmac.new(KEY, f"room-screen|{EVENT}||7".encode(), "sha256").hexdigest()
    bits = f"{int(mac, 16):0256b}"[:30]
    meant = "".join(tokens.ALPHABET[int(bits[at : at + 5], 2)] for at in range(0, 30, 5))
    assert codes.derive(KEY, "room-screen", EVENT, None, 7) == meant


def test_codes_have_no_look_alikes() -> None:
    every = "".join(codes.derive(KEY, "room-screen", EVENT, None, moment) for moment in range(2_000))
    assert set(every).isdisjoint("ILOU")
    assert set(every) == set(tokens.ALPHABET)


def test_a_step_begins_at_its_first_microsecond_and_lasts_fifteen_seconds() -> None:
    before, last = EDGE - timedelta(microseconds=1), EDGE + timedelta(seconds=14, microseconds=999_999)
    assert codes.step(before) + 1 == codes.step(EDGE) == codes.step(last)
    assert codes.step(EDGE + timedelta(seconds=15)) == codes.step(EDGE) + 1
    assert [codes.remaining(EDGE + timedelta(seconds=n)) for n in (0, 1, 14)] == [15, 14, 1]


@pytest.mark.parametrize("seconds", [0, 14.999, 15, 29.999])
def test_the_current_and_the_previous_code_are_taken(seconds: float) -> None:
    shown = codes.shown(room(), EDGE)
    codes.must_be_current(room(), shown, EDGE + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [30, 31, 600, 3_500])
def test_an_older_code_is_refused_by_its_name(seconds: float) -> None:
    with pytest.raises(OldRoomCode):
        codes.must_be_current(room(), codes.shown(room(), EDGE), EDGE + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-0.001, -15, -3_600, 86_400])
def test_a_code_of_the_future_or_of_another_day_is_simply_wrong(seconds: float) -> None:
    with pytest.raises(WrongRoomCode):
        codes.must_be_current(room(), codes.shown(room(), EDGE), EDGE + timedelta(seconds=seconds))


def test_typing_forgives_case_spaces_and_look_alikes() -> None:
    moment = next(
        EDGE + timedelta(seconds=15 * n)
        for n in range(10_000)
        if "0" in codes.shown(room(), EDGE + timedelta(seconds=15 * n))
    )
    shown = codes.shown(room(), moment)
    typed = f" {shown[:3].lower()} {shown[3:].lower()} ".replace("0", "o")
    codes.must_be_current(room(), typed, moment)


@pytest.mark.parametrize("typed", ["", "A", "AAAAAA", "A" * 1_000, "日本語日本語", "../../..", "%00%00%"])
def test_nonsense_is_wrong_and_never_an_error(typed: str) -> None:
    with pytest.raises(WrongRoomCode):
        codes.must_be_current(room(), typed, EDGE)


def test_a_poster_stays_until_it_is_replaced_and_a_screen_never_takes_its_code() -> None:
    first = codes.shown(room(RoomCodeMode.static), EDGE)
    codes.must_be_current(room(RoomCodeMode.static), first, EDGE + timedelta(days=300))
    replaced = room(RoomCodeMode.static)
    replaced.poster_version = 2
    with pytest.raises(OldRoomCode):
        codes.must_be_current(replaced, first, EDGE)
    with pytest.raises(WrongRoomCode):
        codes.must_be_current(room(), first, EDGE)


def test_rooms_of_one_event_have_codes_of_their_own() -> None:
    other = RoomCode(
        organisation=EVENT, event=EVENT, session=SESSION, mode=RoomCodeMode.rotating, poster_version=1
    )
    assert codes.shown(room(), EDGE) != codes.shown(other, EDGE)
    assert not codes.accepts(other, codes.shown(room(), EDGE), EDGE)
