"""The audit trail is read by people: words for every deed, narrowed, leading to what it is about."""

import io
import zipfile
from datetime import timedelta

import pytest
import python_calamine

from events_app import clock, i18n
from events_app.accounts import audit
from events_app.counting import counting_queries
from events_app.database import fetch
from events_app.reports.trail import pages, words
from events_app.reports.trail.forms import Area
from tests import make_events
from tests.people import Somebody
from tests.privacy.conftest import Lived, lived
from tests.reports.trail.recorded import recorded

__all__ = ["lived"]

PATH = "/settings/audit"


def test_every_deed_has_words_and_one_area() -> None:
    areas = [verb for _name, verbs in words.AREAS.values() for verb in verbs]
    assert len(areas) == len(set(areas))
    assert sorted(recorded() - words.DEEDS.keys()) == []
    assert sorted(words.DEEDS.keys() - recorded()) == [], "nothing does this any more"
    assert sorted({verb.partition(".")[0] for verb in words.DEEDS} - set(areas)) == []
    assert [one.value for one in Area] == list(words.AREAS)


async def test_all_that_happened_in_a_city_has_words(lived: Lived) -> None:
    verbs = {row["verb"] for row in await fetch("SELECT DISTINCT verb FROM audit_entry")}
    assert len(verbs) > 50
    assert sorted(verbs - words.DEEDS.keys()) == []
    vias = {row["via"] for row in await fetch("SELECT DISTINCT via FROM audit_entry")}
    assert sorted(vias - words.VIAS.keys()) == []


def test_what_differs_is_said_in_words() -> None:
    before = '{"title": "Rapat", "open": false, "seats": 4, "due": "2026-08-17", "same": 1}'
    after = {
        "title": "Rapat kerja",
        "open": True,
        "seats": 4,
        "due": None,
        "same": 1,
        "at": "2026-08-17T02:00:00+00:00",
    }
    with i18n.using("id"):
        told = words.differences(before, after, "Asia/Jakarta")
    assert told == [
        ("Judul", "Rapat", "Rapat kerja"),
        ("Terbuka", "Tidak", "Ya"),
        ("Tenggat", "17 Agustus 2026", ""),
        ("at", "", "Senin, 17 Agustus 2026, pukul 09.00 WIB"),
    ]
    assert words.differences(None, None, "Asia/Jakarta") == []


async def test_it_is_narrowed_and_leads_to_what_it_is_about(owner: Somebody, alice: Somebody) -> None:
    event = await make_events.event(owner.actor.organisation, title="Rapat Gugus Tugas")
    await audit.record(alice.actor, "event.published", event.id, after={"state": "published"})
    await audit.record(owner.actor, "user.added", owner.actor.user)
    page = (await owner.web.get(f"{PATH}?area=events&who={alice.actor.name[:4]}")).text
    assert "Event published" in page
    assert f'href="/events/{event.id}">Rapat Gugus Tugas' in page
    assert "Colleague added" not in page
    only = (await owner.web.get(f"{PATH}?subject_id={event.id}")).text
    assert "user.added" not in only
    assert "About: Rapat Gugus Tugas" in only
    await audit.record(owner.actor, "template.kept", None, after={"event": f"{event.id}"})
    assert "<ins>" in (kept := (await owner.web.get(f"{PATH}?who={owner.actor.name}&area=events")).text)
    assert f"{event.id}</ins>" not in kept, "an id is called by its name"
    link = f'href="{PATH}?subject_id={event.id}"'
    assert link in (await owner.web.get(f"/events/{event.id}")).text
    assert link not in (await alice.web.get(f"/events/{event.id}")).text


@pytest.mark.parametrize(
    "query", ["from=2026-05-02&to=2026-05-01", "from=kemarin", "area=dapur", "subject_id=x"]
)
async def test_a_slip_is_said_and_kept(owner: Somebody, query: str) -> None:
    answer = await owner.web.get(f"{PATH}?{query}")
    assert answer.status_code == 422
    assert query.split("=")[-1] in answer.text
    assert (await owner.web.get(f"{PATH}.xlsx?{query}")).status_code == 422
    told = (await owner.api.get(f"/audit-entries?{query}")).json()
    assert told["errors"][0]["field"] == query.split("&")[-1].split("=")[0]


async def test_days_are_those_of_the_organisation_and_nothing_is_said_to_be_nothing(owner: Somebody) -> None:
    today = clock.today("Asia/Jakarta")
    assert "<td" in (await owner.web.get(f"{PATH}?from={today}&to={today}")).text
    past = await owner.web.get(f"{PATH}?to={today - timedelta(days=1)}")
    assert "Nothing of this kind was done" in past.text
    assert f'href="{PATH}"' in past.text


@pytest.mark.parametrize("query", ["to=9999-12-31", "from=0001-01-01", "from=0001-01-01&to=9999-12-31"])
async def test_days_that_no_event_can_have_narrow_nothing_away(owner: Somebody, query: str) -> None:
    assert "user.signed_in" in (await owner.web.get(f"{PATH}?{query}")).text
    assert (await owner.api.get(f"/audit-entries?{query}")).json()["items"]


async def test_only_owners_read_it_and_only_their_own(
    owner: Somebody, alice: Somebody, charlie: Somebody
) -> None:
    event = await make_events.event(owner.actor.organisation, title="Rahasia kota")
    await audit.record(owner.actor, "event.published", event.id)
    for path in (PATH, f"{PATH}.xlsx"):
        assert (await alice.web.get(path)).status_code == 403
    assert (await alice.api.get("/audit-entries")).status_code == 403
    theirs = await charlie.api.get(f"/audit-entries?subject_id={event.id}")
    assert theirs.status_code == 403 or theirs.json()["items"] == []


async def test_a_hundred_entries_ask_no_more_than_ten(owner: Somebody) -> None:
    counts = []
    for many in (10, 90):
        for n in range(many):
            event = await make_events.event(owner.actor.organisation, title=f"Rapat {many} {n}")
            await audit.record(owner.actor, "event.created", event.id, after={"title": event.title})
        with counting_queries() as count:
            await owner.web.get(PATH)
        counts.append(count.count)
    assert counts[0] == counts[1]


async def test_programs_page_through_all_of_it_once(owner: Somebody) -> None:
    for n in range(25):
        await audit.record(owner.actor, "event.created", None, after={"title": f"{n}"})
    cursor, seen = "", []
    while True:
        told = (await owner.api.get(f"/audit-entries?limit=10{cursor}")).json()
        seen += [one["id"] for one in told["items"]]
        if not told["next"]:
            break
        cursor = f"&cursor={told['next']}"
    rows = await fetch("SELECT id FROM audit_entry WHERE organisation = $1", owner.actor.organisation)
    assert len(seen) == len(set(seen)) == len(rows)
    newest = (await owner.api.get("/audit-entries?limit=1")).json()["items"][0]
    assert newest["deed"] == "Event planned"
    assert newest["after"] == {"title": "24"}


async def test_the_workbook_runs_no_formula(owner: Somebody) -> None:
    await audit.record(owner.actor, "event.updated", None, before={"title": "Rapat"}, after={"title": "=1+1"})
    answer = await owner.web.get(f"{PATH}.xlsx?area=events")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    [line] = book.get_sheet_by_index(0).to_python()[1:]
    assert line[2:4] == ["Event changed", "event.updated"]
    assert line[7:] == ["Title: Rapat", "Title: =1+1"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "<f>" not in archive.read("xl/worksheets/sheet1.xml").decode()


async def test_a_workbook_that_holds_not_all_says_so(
    owner: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST", 2)
    for n in range(3):
        await audit.record(owner.actor, "event.created", None, after={"title": f"{n}"})
    answer = await owner.web.get(f"{PATH}.xlsx")
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    lines = book.get_sheet_by_index(0).to_python()
    assert [line[8] for line in lines[1:3]] == ["Title: 2", "Title: 1"]
    assert "newest 2 entries" in str(lines[3:])
