"""A national identity number in free text is warned about, everywhere, and stored only when somebody insists."""

import pytest

from events_app import niks
from events_app.stakeholders.tables import Institution, Person
from tests import make_events
from tests.people import Somebody

NIK = "3375014101800001"


@pytest.mark.parametrize(
    "text",
    [NIK, f"NIK {NIK}.", "33.75.01.410180.0001", "3375 0141 0180 0001", "337501-410180-0001", f"Budi({NIK})"],
)
def test_sixteen_digits_are_seen_however_they_are_grouped(text: str) -> None:
    assert niks.holds(text)


@pytest.mark.parametrize(
    "text",
    [
        "0812-3456-7890",
        "+62 812 3456 7890",
        "081234567890123",
        "198001012005012001",
        "19800101 200501 2 001",
        "0812 3456 7890 2026",
        "https://contoh.example/berkas/3375014101800001",
        "SK 821.2/1234/2026 tanggal 12-08-2026",
        "33750141018000011",
        "01a216dc-6789-7012-9345-1234abcdef01",
        "",
    ],
)
def test_phones_employee_numbers_links_and_dates_are_none(text: str) -> None:
    assert not niks.holds(text)


@pytest.mark.parametrize("word", ["x" * 1_000_000, "@" * 1_000_000, "https://" * 100_000, "1" * 1_000_000])
def test_a_word_without_end_is_read_once(word: str) -> None:
    assert not niks.holds(word)
    assert niks.holds(f"{word} NIK {NIK}")


async def test_form_comes_back_with_a_box_and_stores_when_it_is_ticked(alice: Somebody) -> None:
    typed = {"name": "Dinas Sosial", "kind": "other", "address": f"Jl. Mawar 1, NIK {NIK}"}
    asked = await alice.web.post("/institutions/new", typed)
    assert asked.status_code == 422
    assert "looks like a national identity number" in asked.text
    assert 'name="keep_numbers"' in asked.text
    assert NIK in asked.text
    assert await Institution.count() == 0
    kept = await alice.web.post("/institutions/new", typed | {"keep_numbers": "true"})
    assert kept.status_code == 303
    row = await Institution.objects().first()
    assert row is not None
    assert NIK in row.address


async def test_program_hears_the_code_and_insists_by_a_header(alice: Somebody) -> None:
    sent = {"full_name": "Budi", "nip": NIK, "needs": NIK}
    refused = await alice.api.post("/people", json=sent)
    assert refused.status_code == 422
    assert {(one["field"], one["code"]) for one in refused.json()["errors"]} == {
        ("nip", "looks_like_nik"),
        ("needs", "looks_like_nik"),
    }
    assert await Person.count() == 0
    kept = await alice.api.post("/people", json=sent, headers={"Keep-Numbers": "yes"})
    assert (kept.status_code, kept.json()["needs"]) == (201, NIK)
    again = await alice.api.post("/people", json=sent)
    assert again.status_code == 422


async def test_texts_of_other_rooms_are_looked_at_too(alice: Somebody) -> None:
    event = make_events.event_body(description=f"Peserta {NIK}")
    refused = await alice.api.post("/events", json=event)
    assert [(one["field"], one["code"]) for one in refused.json()["errors"]] == [
        ("description", "looks_like_nik")
    ]
    fine = make_events.event_body(description="Hubungi 0812-3456-7890, NIP 19800101 200501 2 001")
    assert (await alice.api.post("/events", json=fine)).status_code == 201
