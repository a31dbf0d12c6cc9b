"""Hundreds of letters at once: in the background, counted, sealed, vouched for; by hand and by programs."""

import hashlib
import io
import json
import zipfile
from typing import Any

import docx
import pypdf
import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.database import counting_queries, execute, fetch, fetch_value
from events_app.events.runs.files import MEDIA
from events_app.events.runs.tables import PaperRun
from events_app.invitations import links
from events_app.invitations.letters import actions, handing, paper, printing, queries
from events_app.invitations.letters.printing import PrintFormat
from tests import make_letters
from tests.make_badges import begun, work
from tests.make_letters import NOW, keeper, squeezed
from tests.people import Somebody

OFFICES = [f"Dinas {letter}" for letter in "ABCDE"]


async def test_many_letters_are_made_in_the_background_with_the_page_saying_how_far(
    city: Organisation, owner: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing, "PART", 3)
    monkeypatch.setattr(handing, "PART_DOCX", 2)
    event = await make_letters.event_with(city, *OFFICES)
    letter = await make_letters.issued(city, event, mode="each")
    here = f"/events/{event.id}/letters/{letter.id}"
    shown = (await owner.web.get(here)).text
    assert "5 letters are made in the background" in shown
    assert "Look at the first 3 letters" in shown
    answer = await owner.web.post(f"{here}/paper-runs", {"format": "pdf"})
    run = await begun(event.id)
    page = f"/events/{event.id}/paper-runs/{run.id}"
    assert answer.headers["location"] == page
    assert "Waiting for its turn" in (await owner.web.get(page)).text
    assert "Waiting for its turn" in (await owner.web.get(here)).text
    await execute("UPDATE paper_run SET state = 'working', done = 2")
    progress = (await owner.web.get(page)).text
    assert '<progress value="2" max="5"' in progress
    assert f'href="{here}"' in progress  # the way back is to the letter
    await work(run)
    assert "5 letters are ready." in (await owner.web.get(page)).text
    assert "Ready, " in (await owner.web.get(here)).text
    made = (await owner.web.get(f"{page}/file")).content
    pages = [squeezed(one.extract_text()) for one in pypdf.PdfReader(io.BytesIO(made)).pages]
    assert len(pages) == 5
    for text, to in zip(pages, await queries.recipients_of(letter.id, 5), strict=True):
        assert squeezed(to.institution) in text
        assert links.rsvp_url(to.invitation, to.link_version) in text
    assert made == (await _whole(event, letter))
    prints = {row["sha256"] for row in await fetch("SELECT sha256 FROM letter_print")}
    assert hashlib.sha256(made).hexdigest() in prints


async def _whole(event: Any, letter: Any) -> bytes:
    return await paper.pdf_of(event, letter, await paper.sheet_of(event, letter, NOW), NOW)


async def test_so_many_that_one_file_would_not_do_come_packed(
    city: Organisation, owner: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "VOLUME", {PrintFormat.pdf: 2, PrintFormat.docx: 2})
    event = await make_letters.event_with(city, *OFFICES)
    letter = await make_letters.issued(city, event, mode="each")
    for chosen in ("pdf", "docx"):
        asked = await owner.api.post(
            f"/events/{event.id}/letters/{letter.id}/paper-runs", json={"format": chosen}
        )
        assert asked.status_code == 201
        told = asked.json()
        assert (told["kind"], told["total"], told["state"]) == ("letters", 5, "waiting")
        await work(await begun(event.id))
        file = await owner.api.get(f"/events/{event.id}/paper-runs/{told['id']}/file")
        assert file.headers["content-type"] == "application/zip"
        with zipfile.ZipFile(io.BytesIO(file.content)) as packed:
            names = packed.namelist()
            files = [packed.read(name) for name in names]
        assert names == [f"{number:02}-{event.ref}-undangan.{chosen}" for number in (1, 2, 3)]
        if chosen == "pdf":
            assert [len(pypdf.PdfReader(io.BytesIO(one)).pages) for one in files] == [2, 2, 1]
            digests = {row["sha256"] for row in await fetch("SELECT sha256 FROM letter_print")}
            assert {hashlib.sha256(one).hexdigest() for one in files} <= digests
        else:
            last = docx.Document(io.BytesIO(files[-1]))
            cells = [cell.text for table in last.tables for row in table.rows for cell in row.cells]
            assert any("Dinas E" in text for text in cells)
            assert (
                await fetch_value("SELECT count(*) FROM letter_print") == 3
            )  # a file to change is not vouched for


async def test_a_draft_is_printed_as_one_and_the_sealed_file_is_for_those_who_invite(
    city: Organisation, owner: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody
) -> None:
    event = await make_letters.event_with(city, "Dinas A")
    letter = await make_letters.draft(city, event, mode="each")
    path = f"/events/{event.id}/letters/{letter.id}/paper-runs"
    told = [(await who.api.post(path, json={})).status_code for who in (bob, charlie, dewi)]
    assert told == [403, 404, 403]
    assert (await owner.api.post(path, json={"format": "odt"})).json()["errors"][0]["field"] == "format"
    run = (await owner.api.post(path, json={})).json()
    await work(await begun(event.id))
    file = f"/events/{event.id}/paper-runs/{run['id']}/file"
    assert "KONSEP" in make_letters.words((await owner.api.get(file)).content)
    assert [(await who.api.get(file)).status_code for who in (bob, charlie, dewi)] == [403, 404, 404]
    assert b"%PDF" not in await fetch_value("SELECT sealed FROM paper_run")
    assert await fetch_value("SELECT count(*) FROM letter_print") == 0


async def test_a_letter_to_nobody_or_thrown_away_makes_no_file(city: Organisation, owner: Somebody) -> None:
    event = await make_letters.event_with(city, "Dinas A")
    letter = await make_letters.draft(city, event, mode="each")
    path = f"/events/{event.id}/letters/{letter.id}/paper-runs"
    await owner.api.post(path, json={})
    run = await begun(event.id)
    await actions.discard(keeper(city), event, letter)
    await work(run)
    here = f"/events/{event.id}/paper-runs/{run.id}"
    page = (await owner.web.get(here)).text
    assert "its draft was discarded" in page
    assert "could not be made" not in page
    told = await owner.api.get(here)
    assert told.json()["state"] == "discarded"
    assert (await owner.api.get(f"{here}/file")).json()["code"] == "paper_discarded"
    await work(run)  # a job that comes again changes nothing
    assert (await owner.api.get(here)).json()["state"] == "discarded"
    empty = await make_letters.event_with(city, "Dinas B")
    await execute("UPDATE invitation SET state = 'withdrawn' WHERE event = $1", empty.id)
    other = await make_letters.draft(city, empty, mode="each")
    path = f"/events/{empty.id}/letters/{other.id}/paper-runs"
    assert (await owner.api.post(path, json={})).json()["code"] == "nobody_to_write_to"
    refused = await owner.web.post(path, {"format": "pdf"})
    assert refused.headers["location"] == f"/events/{empty.id}/letters/{other.id}"
    assert await PaperRun.count().where(PaperRun.event == empty.id) == 0


async def test_the_page_of_a_letter_asks_the_same_for_ten_and_a_hundred_letters(
    city: Organisation, owner: Somebody
) -> None:
    counts = []
    for size in (10, 100):
        event = await make_letters.event_with(city, *(f"Dinas {size} {n:03}" for n in range(size)))
        letter = await make_letters.issued(city, event, mode="each")
        for _one in range(size // 10):
            await printing.begin(keeper(city), event, letter, printing.LettersIn(), clock.now())
        with counting_queries() as seen:
            assert (await owner.web.get(f"/events/{event.id}/letters/{letter.id}")).status_code == 200
        counts.append(seen.count)
    assert counts[0] == counts[1]


async def test_files_of_other_letters_are_not_shown(city: Organisation, owner: Somebody) -> None:
    event = await make_letters.event_with(city, "Dinas A")
    one, other = [await make_letters.draft(city, event, mode="each") for _one in range(2)]
    await printing.begin(keeper(city), event, one, printing.LettersIn(), clock.now())
    run = await begun(event.id)
    assert json.loads(run.asked) == {"letter": str(one.id), "format": "pdf"}
    assert [row["id"] for row in await printing.being_made(event, one.id)] == [run.id]
    assert await printing.being_made(event, other.id) == []


async def test_the_contract_names_each_kind_of_file(owner: Somebody) -> None:
    paths = (await owner.web.get("/api/openapi.json")).json()["paths"]
    [said] = [one["get"] for path, one in paths.items() if path.endswith("/paper-runs/{run_id}/file")]
    assert set(said["responses"]["200"]["content"]) == set(MEDIA.values())
