"""Numbers as people and spreadsheets write them become E.164 or are refused, never something else."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.stakeholders.addresses import InvalidEmail, mail_address
from events_app.stakeholders.phones import InvalidPhone, e164


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890",
        "0812-3456-7890",
        "0812.3456.7890",
        "81234567890",
        "81234567890.0",
        "6281234567890",
        "+62 812 3456 7890",
        "+62 0812 3456 7890",
        "0062 812 3456 7890",
        "62 62 81234567890",
        "'081234567890",
        "HP: 0812 3456 7890",
        "０８１２３４５６７８９０",
    ],
)
def test_e164_reads_every_way_to_write_a_number(typed: str) -> None:
    assert e164(typed) == "+6281234567890"


def test_e164_keeps_landlines_and_foreign_numbers() -> None:
    assert e164("(031) 501-2345") == "+62315012345"
    assert e164("+65 9123 4567") == "+6591234567"


@pytest.mark.parametrize("nothing", ["", "-", "--", " - ", "–", "0", "n/a", "tidak ada"])
def test_e164_takes_a_placeholder_for_none(nothing: str) -> None:
    assert e164(nothing) == ""


@pytest.mark.parametrize(
    "wrong", ["08123", "8.12E+10", "8,12E+10", "abc", "0812-3456-789O", "12", "+", "=1+1"]
)
def test_e164_refuses_what_nobody_can_call(wrong: str) -> None:
    with pytest.raises(InvalidPhone):
        e164(wrong)


@given(st.text(max_size=30))
def test_e164_never_gives_anything_but_a_valid_number_or_none(typed: str) -> None:
    try:
        number = e164(typed)
    except InvalidPhone:
        return
    assert number == "" or phonenumbers.is_valid_number(phonenumbers.parse(number))
    assert e164(number) == number


@given(st.from_regex(r"8[1-9][0-9]{7,9}", fullmatch=True))
def test_e164_is_the_same_with_and_without_what_a_spreadsheet_ate(national: str) -> None:
    try:
        number = e164(f"0{national}")
    except InvalidPhone:
        return
    assert number == e164(national) == e164(f"{national}.0") == e164(f"+62{national}")
    assert e164(f"62{national}") == number


def test_mail_address_is_kept_with_a_small_domain() -> None:
    assert mail_address(" sri.wahyuni@Kantor.Example ") == "sri.wahyuni@kantor.example"
    assert mail_address("mailto:a+b@x.example") == "a+b@x.example"
    assert mail_address(" - ") == ""


@pytest.mark.parametrize(
    "wrong", ["a", "a@b", "a@@b.c", "a b@c.d", "a@b..c", ".a@b.c", "a@b.c, d@e.f", "a@1.2.3.4"]
)
def test_mail_address_refuses_what_cannot_be_one(wrong: str) -> None:
    with pytest.raises(InvalidEmail):
        mail_address(wrong)
