import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.documents import names

UNTIDY = st.text(st.characters(), max_size=300) | st.text("./\\ :\u202e\x00\u0301aZ9-_é", max_size=300)


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("Laporan akhir.pdf", "Laporan akhir.pdf"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\Ada\bukti.PDF", "bukti.PDF"),
        ("foto\u202egnp.exe", "fotognp.exe"),
        ("a\x00b\r\n.txt", "ab_.txt"),
        ("  ..bukti..  ", "bukti"),
        ("con.txt", "_con.txt"),
        ('a"b<c>.csv', "a_b_c_.csv"),
        ("", "file"),
        ("...", "file"),
    ],
)
def test_clean_keeps_only_what_is_a_name(given_name: str, cleaned: str) -> None:
    assert names.clean(given_name) == cleaned


@given(UNTIDY)
def test_cleaning_twice_changes_nothing(name: str) -> None:
    assert names.clean(names.clean(name)) == names.clean(name)


@given(UNTIDY)
def test_clean_name_is_short_visible_and_has_no_path(name: str) -> None:
    cleaned = names.clean(name)
    assert 0 < len(cleaned) <= names.LONGEST
    assert not set(cleaned) & set('/\\:*?"<>|')
    assert not {unicodedata.category(char) for char in cleaned} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert not cleaned.startswith(".")


@given(UNTIDY)
def test_cleaning_keeps_the_ending(name: str) -> None:
    assert names.extension_of(names.clean(f"{name}x.pdf")) == "pdf"
