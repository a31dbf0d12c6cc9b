"""The directory's pages: what is typed is kept, faults stand beside their field, a list takes three screens."""

from pathlib import Path

import pytest

from events_app.ids import new_id
from events_app.stakeholders.tables import ImportDraft, Person
from tests import make_stakeholders as make
from tests.people import Somebody

DATA = Path(__file__).parents[1] / "data"


async def test_index_of_an_empty_directory_leads_to_the_import(alice: Somebody) -> None:
    for path in ("/people", "/institutions"):
        answer = await alice.web.get(path)
        assert "The directory is empty" in answer.text
        assert 'href="/imports/people"' in answer.text


async def test_pages_speak_indonesian_too(alice: Somebody) -> None:
    alice.web.client.cookies.set("lang", "id")
    assert "Direktori masih kosong" in (await alice.web.get("/people")).text
    assert "Tempel dari lembar kerja" in (await alice.web.get("/imports/people")).text


async def test_create_institution_shows_it_with_its_people(alice: Somebody) -> None:
    facts = {"name": "Dinas Sosial", "kind": "regional_agency", "phone": "0812-3456-7890", "short_name": ""}
    created = await alice.web.post("/institutions/new", facts)
    assert created.status_code == 303
    assert "Nobody yet" in (await alice.web.get(created.headers["location"])).text
    row_id = created.headers["location"].rsplit("/", 1)[-1]
    person = {
        "full_name": "Dra. Kartini, M.Si",
        "institution_id": row_id,
        "position": "Kepala",
        "is_head": "true",
    }
    assert (await alice.web.post("/people/new", person)).status_code == 303
    shown = (await alice.web.get(f"/institutions/{row_id}")).text
    assert "Dra. Kartini, M.Si" in shown
    assert "Head" in shown
    assert "Dra. Kartini, M.Si" in (await alice.web.get("/people?q=kartini+sosial")).text


async def test_create_keeps_what_was_typed_and_says_every_fault(alice: Somebody) -> None:
    typed = {"full_name": "Kartini", "phone": "0812", "email": "nobody@nowhere", "position": "Lurah"}
    answer = await alice.web.post("/people/new", typed)
    assert answer.status_code == 422
    assert "not a phone number" in answer.text
    assert "cannot be a mail address" in answer.text
    assert 'value="Lurah"' in answer.text
    assert await Person.count() == 0


async def test_create_institution_twice_names_the_fault_beside_the_name(alice: Somebody) -> None:
    await make.institution(alice.actor, "Dinas Sosial")
    again = await alice.web.post("/institutions/new", {"name": "DINAS  sosial", "kind": "other"})
    assert again.status_code == 422
    assert "already an institution of this name" in again.text
    assert "DINAS  sosial" in again.text


async def test_edit_can_empty_a_field(alice: Somebody) -> None:
    office = await make.institution(alice.actor, email="kantor@dinas.example")
    row = await make.person(alice.actor, email="a@dinas.example", institution=office, position="Lurah")
    form = (await alice.web.get(f"/people/{row.id}/edit")).text
    assert 'value="a@dinas.example"' in form
    saved = await alice.web.post(f"/people/{row.id}/edit", {"full_name": "Kartini", "title_prefix": "Dra."})
    assert saved.status_code == 303
    shown = (await alice.web.get(f"/people/{row.id}")).text
    assert "a@dinas.example" not in shown
    assert "Dra. Kartini" in shown
    changed = {"name": "Dinas Sosial", "kind": "other"}
    assert (await alice.web.post(f"/institutions/{office.id}/edit", changed)).status_code == 303
    assert "kantor@dinas.example" not in (await alice.web.get(f"/institutions/{office.id}")).text


async def test_import_goes_from_pasted_cells_to_the_choice_of_invitees(alice: Somebody) -> None:
    event = new_id()
    assert str(event) in (await alice.web.get(f"/imports/people?event={event}")).text
    pasted = "Nama\tInstansi\tNo HP\nDra. Kartini, M.Si\tDinas Sosial\t0812-3456-7890\nBudi\tPolres\t12\n-\tPolres\t"
    read = await alice.web.post("/imports/people", {"pasted": pasted, "event": str(event)})
    assert read.status_code == 303
    shown = (await alice.web.get(read.headers["location"])).text
    assert "Import and choose whom to invite" in shown
    assert "it is left empty" in shown
    assert "There is no name on this line" in shown
    assert await Person.count() == 0
    done = await alice.web.post(f"{read.headers['location']}/commit")
    draft = read.headers["location"].rsplit("/", 1)[-1]
    assert done.headers["location"] == f"/events/{event}/invitations/new?people={draft}"
    assert await Person.count() == 2
    kept = await ImportDraft.objects().get(ImportDraft.id == draft)
    assert kept is not None
    assert len(kept.people) == 2
    assert kept.committed_at is not None


@pytest.mark.parametrize("name", ["stakeholders-semicolon.csv", "stakeholders.xlsx"])
async def test_import_takes_a_file_and_shows_lines_by_outcome(alice: Somebody, name: str) -> None:
    read = await alice.web.post("/imports/people", files={"file": (name, (DATA / name).read_bytes())})
    place = read.headers["location"]
    assert "Import" in (await alice.web.get(place)).text
    unchanged = (await alice.web.get(f"{place}?show=unchanged")).text
    assert "already stands on line" in unchanged
    assert "No line has this outcome" in (await alice.web.get(f"{place}?show=error")).text
    done = await alice.web.post(f"{place}/commit")
    assert done.headers["location"] == "/people"
    assert "Added" in (await alice.web.get("/people")).text
    assert "What the list did" in (await alice.web.get(place)).text


async def test_import_of_nothing_or_of_nonsense_says_so_and_keeps_the_text(alice: Somebody) -> None:
    nothing = await alice.web.post("/imports/people", {"pasted": " "})
    assert nothing.status_code == 422
    assert "paste some cells or choose a file" in nothing.text
    nonsense = await alice.web.post("/imports/people", {"pasted": "ini bukan daftar"})
    assert nonsense.status_code == 422
    assert "No heading such as" in nonsense.text
    assert "ini bukan daftar" in nonsense.text


async def test_doors_open_to_those_who_may_and_hide_from_strangers(
    alice: Somebody, bob: Somebody, dewi: Somebody, charlie: Somebody
) -> None:
    office = await make.institution(alice.actor)
    row = await make.person(alice.actor, institution=office)
    place = (await alice.web.post("/imports/people", {"pasted": "Nama\nBudi"})).headers["location"]
    for path in (f"/people/{row.id}", f"/institutions/{office.id}"):
        assert "Kartini" in (await dewi.web.get(path)).text
        assert (await bob.web.get(path)).status_code == 403
        assert (await charlie.web.get(path)).status_code == 404
        assert (await dewi.web.get(f"{path}/edit")).status_code == 403
        assert (await charlie.web.get(f"{path}/edit")).status_code == 404
        assert (await charlie.web.post(f"{path}/edit", {"name": "x"})).status_code == 404
    assert (await charlie.web.get(place)).status_code == 404
    assert (await charlie.web.post(f"{place}/commit")).status_code == 404
    assert (await dewi.web.get("/imports/people")).status_code == 403
    assert "Kartini" not in (await charlie.web.get("/people")).text


async def test_new_person_page_knows_the_institution_it_was_opened_from(alice: Somebody) -> None:
    office = await make.institution(alice.actor, "Kelurahan Kenanga")
    page = await alice.web.get(f"/people/new?institution={office.id}")
    assert page.status_code == 200
    assert f'value="{office.id}" selected' in page.text
