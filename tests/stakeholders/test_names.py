"""Titles leave a name and come back to it; nothing a person typed is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app.stakeholders.kinds import kind_of, leads, spelled
from events_app.stakeholders.names import Name, fold_spaces, name_key, split, unmarked
from events_app.stakeholders.tables import InstitutionKind

TITLES = [
    "Dra.",
    "Drs.",
    "Dr.",
    "dr.",
    "drg.",
    "Prof.",
    "Ir.",
    "H.",
    "Hj.",
    "K.H.",
    "AKP",
    "Kompol",
    "Letkol",
]
DEGREES = ["SE", "S.E.", "M.Si", "A.Md.Keb", "S.Kep., Ns.", "S.H., M.H.", "M.Pd."]
WORDS = ["Kartini", "Agus", "Santoso", "Nur", "Hidayah", "Sri", "Mulyono", "B.J.", "O'Brien"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Dra. Hj. Kartini, M.Si", ("Dra. Hj.", "Kartini", "M.Si")),
        ("DRA. HJ. KARTINI, M.SI", ("Dra. Hj.", "Kartini", "M.Si")),
        ("Agus Santoso SE", ("", "Agus Santoso", "SE")),
        ("K.H. Wahyu Hidayat, S.Sos., M.A.P.", ("K.H.", "Wahyu Hidayat", "S.Sos., M.A.P.")),
        ("AKBP (Purn) Budi Hartono", ("AKBP (Purn)", "Budi Hartono", "")),
        ("Letkol Inf. Budi", ("Letkol Inf.", "Budi", "")),
        ("Drs.Agus Santoso", ("Drs.", "Agus Santoso", "")),
        ("Prof. Dr. Ir. H. B.J. HABIBIE", ("Prof. Dr. Ir. H.", "B.J. Habibie", "")),
        ("Ns. Ayu, S.Kep., Ns.", ("Ns.", "Ayu", "S.Kep., Ns.")),
        ("dr. Budi S.E. M. Si", ("dr.", "Budi", "S.E., M.Si")),
        ("Dra Sri Danti Anwar MA", ("Dra", "Sri Danti Anwar", "MA")),
        ("R. Soekarno", ("R.", "Soekarno", "")),
        ("Mulyono", ("", "Mulyono", "")),
        ("Hadi", ("", "Hadi", "")),
        ("Budi Mars", ("", "Budi Mars", "")),
        ("Prof.", ("", "Prof.", "")),
        ("  NUR'AINI   BINTI  ALI  ", ("", "Nur'aini binti Ali", "")),
        (", ,", ("", "", "")),
    ],
)
def test_split_takes_titles_and_degrees_off(typed: str, expected: tuple[str, str, str]) -> None:
    assert tuple(split(typed)) == expected


@given(
    st.lists(st.sampled_from(TITLES), max_size=3),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    st.lists(st.sampled_from(DEGREES), max_size=2),
)
def test_split_finds_what_was_put_together(front: list[str], words: list[str], back: list[str]) -> None:
    put = Name(" ".join(front), " ".join(words), ", ".join(back))
    assert split(put.display) == put


@given(st.text(max_size=80))
def test_split_is_stable_and_loses_no_letter(typed: str) -> None:
    once = split(typed)
    assert split(once.display) == split(split(once.display).display)
    assert _letters(once.display) == _letters(fold_spaces(typed))


@given(st.lists(st.sampled_from(TITLES + WORDS + DEGREES + [",", "M. Si", "Inf."]), max_size=7).map(" ".join))
def test_split_of_its_own_display_changes_nothing(typed: str) -> None:
    once = split(typed)
    assert split(once.display) == once


@given(st.text(max_size=60))
def test_name_key_folds_case_and_spaces(typed: str) -> None:
    assert name_key(f"  {typed}\t") == name_key(typed)
    assert name_key("Kelurahan  KURIPAN Lor ") == name_key("kelurahan kuripan lor")


def test_kind_is_guessed_from_the_name() -> None:
    kinds = {
        "Kelurahan Klampok": InstitutionKind.village,
        "KECAMATAN LEMBAYUNG": InstitutionKind.district,
        "Satpol PP": InstitutionKind.regional_agency,
        "Dinas Sosial": InstitutionKind.regional_agency,
        "Polres Lembayung": InstitutionKind.vertical_agency,
        "Kantor Kementerian Agama": InstitutionKind.vertical_agency,
        "Kementerian PPPA RI": InstitutionKind.ministry,
        "Politeknik Negeri": InstitutionKind.campus,
        "Radio Suara": InstitutionKind.media,
        "PT Maju": InstitutionKind.private,
        "Aisyiyah": InstitutionKind.ngo,
        "Pemerintah Provinsi Jawa Tengah": InstitutionKind.province,
        "Warga": InstitutionKind.other,
    }
    assert {name: kind_of(name) for name in kinds} == kinds


def test_head_is_guessed_from_the_position() -> None:
    assert all(map(leads, ["Lurah", "CAMAT", "Kepala", "Plt. Kepala Dinas Sosial", "Rektor", "Plt Lurah"]))
    assert not any(map(leads, ["Kepala Seksi", "Plt. Kabid PPPA", "Sekretaris", "Kepala Bidang", ""]))


def test_institution_in_capitals_is_spelled_quietly() -> None:
    assert spelled("KELURAHAN KURIPAN LOR") == "Kelurahan Kuripan Lor"
    assert spelled("RSUD LEMBAYUNG") == "RSUD Lembayung"
    assert spelled("LBH Kenanga") == "LBH Kenanga"


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalpha())


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("1. Ani", "Ani"),
        ("12)Dra. Hj. Ani", "Dra. Hj. Ani"),
        ("- Ani", "Ani"),
        ("• Ani", "Ani"),
        ("*Ani", "Ani"),
        ("-", "-"),
        ("1.", "1."),
        ("3.14", "3.14"),
        ("H. Ani", "H. Ani"),
        ("081 Ani", "081 Ani"),
    ],
)
def test_a_mark_of_a_list_is_no_part_of_a_name(typed: str, name: str) -> None:
    assert unmarked(typed) == name
