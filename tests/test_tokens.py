"""Tokens that can be recomputed: properties that hold for every row and purpose."""

import string
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from events_app import tokens

ALPHABET = set(tokens.ALPHABET)
purposes = st.sampled_from(["pass", "rsvp", "progress", "calendar", "certificate"])
versions = st.integers(min_value=1, max_value=2**31 - 1)
bare = st.text(alphabet=tokens.ALPHABET, min_size=26, max_size=26)
hosts = st.sampled_from(["https://events.example", "http://localhost:8000", "HTTPS://KOTA.EXAMPLE"])
paths = st.sampled_from(["/T/", "/rsvp/", "/p/", "/t/"])


@given(purposes, st.uuids(), versions)
def test_a_token_is_the_same_on_every_call(purpose: str, subject: UUID, version: int) -> None:
    token = tokens.derive(purpose, subject, version)
    assert token == tokens.derive(purpose, UUID(str(subject)), version)
    assert len(token) == tokens.LENGTH == 26
    assert set(token) <= ALPHABET


@given(purposes, purposes, st.uuids(), st.uuids(), versions, versions)
def test_a_token_is_of_one_purpose_row_and_version(
    one: str, two: str, this: UUID, that: UUID, old: int, new: int
) -> None:
    same = (one, this, old) == (two, that, new)
    assert (tokens.derive(one, this, old) == tokens.derive(two, that, new)) is same


@given(bare, hosts, paths, st.sampled_from(["", "/", "?x=1", "#top", "/?a=b#c"]))
def test_a_whole_address_is_its_token(token: str, host: str, path: str, rest: str) -> None:
    assert tokens.normalise(host + path + token + rest) == token
    assert tokens.normalise((host + path + token + rest).lower()) == token
    assert tokens.normalise(f"  {host}{path}{token}{rest}\n") == token


@given(bare, st.data())
def test_look_alikes_case_and_grouping_are_undone(token: str, data: st.DataObject) -> None:
    alike = {"1": "1IiLl", "0": "0Oo", "V": "VvUu"}
    typed = "".join(data.draw(st.sampled_from(alike.get(sign, sign + sign.lower()))) for sign in token)
    marks = data.draw(st.lists(st.integers(0, len(typed)), max_size=6))
    for place in sorted(marks, reverse=True):
        typed = typed[:place] + data.draw(st.sampled_from("- ")) + typed[place:]
    assert tokens.normalise(typed) == token
    assert tokens.digest(typed) == tokens.digest(token)


@given(st.text())
def test_whatever_is_typed_is_only_text(text: str) -> None:
    once = tokens.normalise(text)
    assert not set(once) & set("-ILOU ")
    assert not set(once) & set(string.ascii_lowercase)
    assert len(tokens.digest(text.encode(errors="replace").decode())) == 32


def test_random_tokens_and_codes_are_written_in_the_alphabet() -> None:
    codes = {tokens.short_code() for _ in range(500)}
    longs = {tokens.random_token() for _ in range(500)}
    assert (len(codes), len(longs)) == (500, 500)
    assert {len(code) for code in codes} == {8}
    assert {len(long) for long in longs} == {32}
    assert set("".join(codes | longs)) <= ALPHABET
    assert all(tokens.normalise(one) == one for one in codes | longs)
