"""Tokens that can be recomputed: properties that hold for every row and purpose."""

import re
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


around = st.text(max_size=40)
walls = st.text(alphabet="/?#=.:;,_\n|<>\"'", min_size=1, max_size=5)


@given(bare, around, around, walls, walls)
def test_what_is_kept_of_a_text_never_holds_a_token(
    token: str, before: str, after: str, wall: str, end: str
) -> None:
    for text in (f"{before}{token}{after}", f"{before}{wall}{token.lower()}{end}{after}"):
        kept = tokens.masked(text)
        assert token[4:] not in kept.upper()
        assert not re.search("[0-9A-Z]{20}", kept.upper().replace(" ", "").replace("-", ""))
    assert tokens.masked(f"{wall}{token}{end}") == f"{wall}{token[:4]}…{end}"


@given(bare, st.integers(1, 8), st.sampled_from([" ", "-", " - ", "\n"]))
def test_a_token_in_groups_is_masked_like_one_in_a_row(token: str, size: int, between: str) -> None:
    groups = between.join(token[place : place + size] for place in range(0, len(token), size))
    assert tokens.masked(f"({groups})") == f"({token[:4]}…)"


def test_shorter_words_are_kept_as_they_are() -> None:
    assert tokens.masked("WIFI:S:Balai Kota;P:12345678;;") == "WIFI:S:Balai Kota;P:12345678;;"
