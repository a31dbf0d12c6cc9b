"""What columns mean, said and read by programs: the list they send is read by it."""

import pytest

from events_app import clock
from events_app.database import fetch_value
from events_app.stakeholders.lists import actions
from events_app.stakeholders.tables import Person
from tests.people import Somebody
from tests.stakeholders.lists.test_lists import kept

HEADS = {"headings": ["Wong", "Kantor Asal", "Kode"], "fields": ["full_name", "institution", ""]}
LIST = b"kode;KANTOR ASAL;wong\n9;RSUD;Cici\n10;Polres;Dodi\n"


async def sent(who: Somebody, **at: str) -> dict[str, object]:
    files = {"file": ("a.csv", LIST, "text/csv")}
    found: dict[str, object] = (await who.api.post("/imports/people", params=at, files=files)).json()
    return found


async def test_a_list_is_read_by_what_a_program_said_of_its_headings(alice: Somebody) -> None:
    assert (await sent(alice))["code"] == "no_name_column"
    made = await alice.api.post("/imports/mappings", json=HEADS)
    assert (made.status_code, made.json()["fields"]) == (201, HEADS["fields"])
    before = await fetch_value("SELECT used_at FROM column_mapping")
    assert (await sent(alice))["counts"]["create"] == 2  # type: ignore[index]
    assert await Person.count() == 0
    assert await fetch_value("SELECT used_at FROM column_mapping") == before, "a preview writes nothing"
    assert (await sent(alice, commit="true"))["counts"]["create"] == 2  # type: ignore[index]
    assert await fetch_value("SELECT used_at FROM column_mapping") > before
    people = (await alice.api.get("/people")).json()["items"]
    assert [(one["full_name"], one["institution"]) for one in people] == [
        ("Cici", "RSUD"),
        ("Dodi", "Polres"),
    ]
    assert (await alice.api.delete(f"/imports/mappings/{made.json()['id']}")).status_code == 204
    assert (await alice.api.delete(f"/imports/mappings/{made.json()['id']}")).status_code == 404
    assert (await sent(alice))["code"] == "no_name_column"


async def test_what_was_said_on_the_page_counts_for_programs_and_the_later_word_wins(alice: Somebody) -> None:
    draft = await kept(alice, b"Wong;Kantor Asal;Kode\nBudi;Dinas;7\n")
    await actions.map_columns(alice.actor, draft, 1, HEADS["fields"], False, clock.now())
    [one] = (await alice.api.get("/imports/mappings")).json()["items"]
    assert (one["headings"], one["fields"]) == (HEADS["headings"], HEADS["fields"])
    assert (await sent(alice))["counts"]["create"] == 2  # type: ignore[index]
    again = await alice.api.post("/imports/mappings", json=HEADS | {"fields": ["full_name", "-", "position"]})
    assert again.json()["id"] == one["id"]
    shown = (await alice.api.get(f"/imports/mappings/{one['id']}")).json()
    assert shown["fields"] == ["full_name", "", "position"]
    assert "Kode → Position" in (await alice.web.get("/imports/mappings")).text


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"fields": ["full_name"]}, "fields", "not_as_many"),
        ({"fields": ["institution", "", ""]}, "fields", "no_name"),
        ({"fields": ["full_name", "full_name", ""]}, "fields", "twice"),
        ({"fields": ["full_name", "shoe", ""]}, "fields.1", "unknown_field"),
        ({"headings": ["", " ", ""]}, "headings", "no_heading"),
    ],
)
async def test_a_mapping_that_cannot_be_is_refused_beside_its_field(
    alice: Somebody, change: dict[str, list[str]], field: str, code: str
) -> None:
    refused = await alice.api.post("/imports/mappings", json=HEADS | change)
    assert refused.status_code == 422
    assert [(one["field"], one["code"]) for one in refused.json()["errors"]] == [(field, code)]


async def test_doors_of_mappings(alice: Somebody, bob: Somebody, dewi: Somebody, charlie: Somebody) -> None:
    made = (await alice.api.post("/imports/mappings", json=HEADS)).json()["id"]
    assert (await dewi.api.get("/imports/mappings")).status_code == 403
    assert (await bob.api.get("/imports/mappings")).status_code == 403
    assert (await bob.api.post("/imports/mappings", json=HEADS)).status_code == 403
    assert (await charlie.api.get("/imports/mappings")).json()["items"] == []
    assert (await charlie.api.get(f"/imports/mappings/{made}")).status_code == 404
    assert (await charlie.api.delete(f"/imports/mappings/{made}")).status_code == 404
