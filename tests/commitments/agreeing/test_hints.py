"""Hints say what would be clearer, beside the field it is about, in both languages; they refuse nothing."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from events_app import i18n
from events_app.accounts.tables import Organisation
from events_app.commitments.agreeing import fields, hints
from events_app.commitments.agreeing.vocabulary import shows, vague
from events_app.database import execute
from tests import make_commitments as make
from tests.people import Somebody

TODAY = date(2026, 12, 14)
WHO = "019a0000-0000-7000-8000-000000000001"


def doing(**more: Any) -> SimpleNamespace:
    facts = {
        "title": "Buka posko",
        "deliverable": "SK dan foto 12 posko",
        "due": TODAY + timedelta(days=90),
        "responsible_person_id": WHO,
        "responsible_position_id": None,
        "verifier_institution_id": WHO,
        "verifier_position_id": None,
    }
    return SimpleNamespace(**facts | more)


def promise(*actions: SimpleNamespace, **more: Any) -> SimpleNamespace:
    facts = {
        "title": "Posko di setiap kecamatan",
        "statement": "Kami membuka posko pengaduan di 12 kecamatan.",
        "expected_result": "Warga dapat melapor di kecamatannya.",
        "indicator": "Jumlah posko",
        "target": "12 posko",
        "actions": list(actions),
    }
    return SimpleNamespace(**facts | more)


def said(draft: SimpleNamespace) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in hints.of_draft(draft, TODAY)]


def test_a_clear_draft_gets_none() -> None:
    assert said(promise(doing())) == []


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"title": "Meningkatkan pelayanan"}, ("title", "vague")),
        ({"statement": "We will support the victims."}, ("statement", "vague")),
        ({"expected_result": ""}, ("expected_result", "no_result")),
        ({"expected_result": " posko di Setiap kecamatan"}, ("expected_result", "repeats")),
        ({"indicator": "", "target": ""}, ("indicator", "no_measure")),
        ({"target": "banyak"}, ("target", "no_number")),
        ({"actions": []}, ("actions", "no_actions")),
    ],
)
def test_a_promise_is_hinted_at_its_field(change: dict[str, Any], hint: tuple[str, str]) -> None:
    assert said(promise(doing(), **change)) == [hint]


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"deliverable": "Koordinasi lintas sektor"}, ("deliverable", "vague")),
        ({"deliverable": "Kesadaran warga"}, ("deliverable", "not_to_see")),
        ({"due": None}, ("due", "no_date")),
        ({"due": TODAY}, ("due", "past_date")),
        ({"due": TODAY + timedelta(days=800)}, ("due", "far_date")),
        ({"responsible_person_id": None}, ("responsible_person_id", "nobody")),
        ({"verifier_institution_id": None}, ("verifier_institution_id", "no_verifier")),
    ],
)
def test_an_action_is_hinted_at_its_field(change: dict[str, Any], hint: tuple[str, str]) -> None:
    assert said(promise(doing(), doing(**change))) == [(f"actions.1.{hint[0]}", hint[1])]


def test_a_position_stands_for_a_person() -> None:
    held = doing(
        responsible_person_id=None,
        responsible_position_id=WHO,
        verifier_institution_id=None,
        verifier_position_id=WHO,
    )
    assert said(promise(held)) == []


def test_a_number_or_a_thing_makes_a_direction_an_outcome() -> None:
    assert vague("Meningkatkan pelayanan") == "Meningkatkan"
    assert vague("Meningkatkan 12 posko") == vague("Mendukung dengan SK wali kota") == ""
    assert shows("dua belas orang")
    assert not shows("kerja sama yang baik")


def test_every_hint_has_its_words_in_both_languages() -> None:
    bare = promise(
        doing(deliverable="Sinergi", due=None, responsible_person_id=None, verifier_institution_id=None),
        title="Dukungan",
        expected_result="",
        indicator="",
        target="",
    )
    for language, word in (("id", "arah"), ("en", "direction")):
        with i18n.using(language):
            found = hints.of_draft(bare, TODAY)
            assert word in found[0].message
            assert all(fields.name_of(one.field) for one in found)
    with i18n.using("id"):
        assert fields.name_of("actions.1.due") == "Tindak lanjut 2, Tenggat"


async def test_a_draft_says_them_beside_its_fields_and_what_is_agreed_says_none(
    dewi: Somebody, chair: Somebody, city: Organisation
) -> None:
    here = await make.scene(city)
    row = await make.draft(city, here, title="Meningkatkan pelayanan")
    found = (await dewi.api.get(f"/commitments/{row.id}")).json()["hints"]
    assert ("title", "vague") in [(one["field"], one["code"]) for one in found]
    form = (await dewi.web.get(f"/commitments/{row.id}/edit")).text
    assert 'aria-describedby="f-title-advice"' in form
    assert 'id="f-actions-0-verifier_institution_id-advice"' in form
    shown = (await dewi.web.get(f"/commitments/{row.id}")).text
    assert "Could be clearer" in shown
    assert "Follow-up action 1, Verified by:" in shown
    assert (await chair.api.post(f"/commitments/{row.id}/agreement")).json()["hints"] == []


async def test_a_past_day_is_seen_on_the_events_own_calendar(dewi: Somebody, city: Organisation) -> None:
    row = await make.draft(city, await make.scene(city))
    await execute("UPDATE follow_up_action SET due = '2020-01-01'")
    found = (await dewi.api.get(f"/commitments/{row.id}")).json()["hints"]
    assert ("actions.0.due", "past_date") in [(one["field"], one["code"]) for one in found]
