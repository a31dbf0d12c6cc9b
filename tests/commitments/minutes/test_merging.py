"""Two wordings become one without losing a word, whatever was typed."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events_app.commitments.minutes.merging import WORD, How, keeps_every_word, merge

BASE = "Dinas Sosial memaparkan posko.\nPolres menanyakan jadwal."
BETWEEN = "— bersamaan —"


@pytest.mark.parametrize(
    ("mine", "theirs", "text", "how"),
    [
        (BASE + "\nBaru.", BASE, BASE + "\nBaru.", How.alone),
        (BASE, BASE + "\nBaru.", BASE + "\nBaru.", How.alone),
        (
            BASE.replace("posko", "dua belas posko"),
            BASE + "\nBappeda mencatat.",
            BASE.replace("posko", "dua belas posko") + "\nBappeda mencatat.",
            How.joined,
        ),
        (
            BASE.replace("jadwal", "anggaran"),
            BASE.replace("jadwal", "tempat"),
            BASE.replace("jadwal", "tempat") + f"\n{BETWEEN}\nPolres menanyakan anggaran.",
            How.both,
        ),
    ],
    ids=["only mine", "only theirs", "apart", "the same word"],
)
def test_what_becomes_of_two_wordings(mine: str, theirs: str, text: str, how: How) -> None:
    merged = merge(BASE, mine, theirs, BETWEEN)
    assert (merged.text, merged.how) == (text, how)


LINES = st.lists(
    st.sampled_from(["satu", "dua", "tiga", "empat", "lima", "dinas", "posko", "kota"]), max_size=6
).map(" ".join)
TEXTS = st.lists(LINES, max_size=4).map("\n".join)


@settings(max_examples=400, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
def test_no_word_is_lost(base: str, mine: str, theirs: str) -> None:
    merged = merge(base, mine, theirs, BETWEEN)
    assert keeps_every_word(merged.text, base, mine, theirs)
    new = Counter(WORD.findall(mine)) - Counter(WORD.findall(base))
    assert not new - Counter(WORD.findall(merged.text))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_no_word_of_any_script_is_lost(base: str, mine: str, theirs: str) -> None:
    assert keeps_every_word(merge(base, mine, theirs, BETWEEN).text, base, mine, theirs)
