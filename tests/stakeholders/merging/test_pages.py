"""Pages of duplicates: side by side, one click to keep, undone on a page, by hand for any two."""

from events_app.stakeholders.merging.tables import Merge
from tests import make_stakeholders as make
from tests.people import Somebody


async def test_a_pair_is_merged_and_taken_apart_again(alice: Somebody) -> None:
    first = await make.person(alice.actor, "Budi Santoso", phone="0812-3456-7890")
    twin = await make.person(alice.actor, "Budi Santoso", email="budi@kota.example")
    shown = (await alice.web.get("/duplicates")).text
    assert "Same name" in shown
    sent = {"kind": "person", "survivor_id": f"{first.id}", "loser_id": f"{twin.id}"}
    done = await alice.web.post("/duplicates/merges", sent)
    assert done.headers["location"] == "/duplicates?kind=person"
    assert "Nobody looks like written down twice" in (await alice.web.get("/duplicates")).text
    moved = await alice.web.get(f"/people/{twin.id}")
    assert moved.headers["location"] == f"/people/{first.id}"
    assert "Went into this one" in (await alice.web.get(f"/people/{first.id}")).text
    refused = await alice.web.post("/duplicates/merges", sent)
    assert refused.status_code == 422
    assert "merged before" in refused.text
    merge = await Merge.objects().first()
    assert merge is not None
    assert "Undo" in (await alice.web.get("/merges")).text
    undone = await alice.web.post(f"/merges/{merge.id}/undoing")
    assert undone.headers["location"] == f"/people/{twin.id}"
    assert (await alice.web.get(f"/people/{twin.id}")).status_code == 200
    assert "Undone" in (await alice.web.get("/merges?kind=person")).text
    twice = await alice.web.post(f"/merges/{merge.id}/undoing")
    assert twice.headers["location"] == "/merges?kind=person"


async def test_not_the_same_is_remembered(alice: Somebody) -> None:
    pair = [await make.person(alice.actor, "Budi Santoso") for _ in range(2)]
    sent = {"kind": "person", "first_id": f"{pair[1].id}", "second_id": f"{pair[0].id}"}
    assert (await alice.web.post("/duplicates/distinctions", sent)).status_code == 303
    assert "Nobody looks like written down twice" in (await alice.web.get("/duplicates")).text


async def test_an_institution_is_succeeded_by_one_that_was_searched_for(alice: Somebody) -> None:
    old, new = [await make.institution(alice.actor, name) for name in ("Kelurahan Lama", "Kelurahan Baru")]
    page = await alice.web.get(f"/institutions/{old.id}/merge?q=baru")
    assert f'value="{new.id}"' in page.text
    missing = await alice.web.post(
        f"/institutions/{old.id}/merge", {"kind": "institution", "loser_id": f"{old.id}"}
    )
    assert missing.status_code == 422
    sent = {
        "kind": "institution",
        "loser_id": f"{old.id}",
        "survivor_id": f"{new.id}",
        "why": "succeeded",
        "since": "2026-01-01",
        "note": "Perwali 12/2026",
    }
    done = await alice.web.post(f"/institutions/{old.id}/merge", sent)
    assert done.headers["location"] == f"/institutions/{new.id}"
    shown = (await alice.web.get(f"/institutions/{new.id}")).text
    assert "Perwali 12/2026" in shown
    assert "Kelurahan Lama" in shown


async def test_doors_are_for_those_who_keep_the_directory(
    alice: Somebody, dewi: Somebody, charlie: Somebody
) -> None:
    row = await make.person(alice.actor)
    for path in ("/duplicates", "/merges", f"/people/{row.id}/merge"):
        assert (await alice.web.get(path)).status_code == 200
        assert (await dewi.web.get(path)).status_code == 403
    assert (await charlie.web.get(f"/people/{row.id}/merge")).status_code == 404
