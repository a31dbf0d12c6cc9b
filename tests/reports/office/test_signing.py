"""Who signs papers across events: chosen from those who are offered, set below the paper in every form."""

import html
import io
import re
from typing import Any
from uuid import UUID

import docx
import pytest

from events_app.accounts.tables import Organisation
from events_app.database import execute
from events_app.invitations.letters.tables import Signatory
from tests import make_letters
from tests.people import Somebody
from tests.reports.conftest import Scene
from tests.reports.office.test_office import made, rows, text

PAPERS = ("matrix", "overdue", "scorecard", "quarter")
FILE = "/reports/papers/file"


@pytest.fixture
async def signer(city: Organisation) -> Signatory:
    await make_letters.letterhead(city)
    return await make_letters.signatory(
        city, signed_as="on_behalf", on_behalf_of="Wali Kota Lembayung", rank="Pembina Utama Muda"
    )


@pytest.mark.parametrize("paper", PAPERS)
async def test_the_chosen_one_stands_below_each_paper_in_every_form(
    scene: Scene, dewi: Somebody, signer: Signatory, paper: str
) -> None:
    wish: dict[str, Any] = {"paper": paper, "signatory_id": signer.id}
    below = [
        "Lembayung, ", "a.n. Wali Kota Lembayung", "Sekretaris Daerah,", "Ratna Wulandari",
        "Pembina Utama Muda", "NIP 19680312 199303 2 001",
    ]  # fmt: skip
    said = text(await made(dewi, **wish))
    assert all(line.replace(" ", "") in said for line in below)
    file = docx.Document(io.BytesIO(await made(dewi, **wish, form="docx")))
    words = "\n".join(line.text for line in file.paragraphs)
    assert all(line in words for line in below)


async def test_a_workbook_has_its_signature_below_the_table_and_none_unless_chosen(
    scene: Scene, dewi: Somebody, signer: Signatory
) -> None:
    plain = rows(await made(dewi, form="xlsx"))
    signed = rows(await made(dewi, form="xlsx", signatory_id=signer.id))
    assert signed[: len(plain)] == plain
    below = [[cell for cell in row if cell] for row in signed[len(plain) :]]
    assert below[0] == []
    assert [row[0] for row in below if row][1:] == [
        "a.n. Wali Kota Lembayung",
        "Sekretaris Daerah,",
        "Ratna Wulandari",
        "Pembina Utama Muda",
        "NIP 19680312 199303 2 001",
    ]


async def test_nobody_is_chosen_unless_somebody_was(scene: Scene, dewi: Somebody, signer: Signatory) -> None:
    assert "RatnaWulandari" not in text(await made(dewi))
    shown = (await dewi.web.get("/reports/papers")).text
    assert "Ratna Wulandari · a.n. Wali Kota Lembayung, Sekretaris Daerah</option>" in shown


async def test_a_page_and_a_program_have_the_same_signature(
    scene: Scene, dewi: Somebody, signer: Signatory
) -> None:
    sent = {"paper": "matrix", "form": "pdf", "signatory_id": str(signer.id)}
    way = (await dewi.web.post("/reports/papers", sent)).headers["location"]
    assert "RatnaWulandari" in text((await dewi.web.get(way)).content)
    [offered] = (await dewi.api.get("/signatories")).json()["items"]
    assert offered["id"] == str(signer.id)
    paper = await dewi.api.get(f"/reports/papers?signatory_id={offered['id']}")
    assert "RatnaWulandari" in text(paper.content)
    begun = await dewi.api.post("/reports/papers/runs", json={"signatory_id": str(signer.id)})
    assert begun.status_code == 202


@pytest.mark.parametrize("how", ["retired", "another's", "unknown"])
async def test_who_is_not_offered_is_refused_beside_the_choice(
    scene: Scene, dewi: Somebody, signer: Signatory, charlie: Somebody, how: str
) -> None:
    chosen = signer.id if how == "retired" else UUID(int=7)
    if how == "retired":
        await execute("UPDATE signatory SET retired_at = now()")
    if how == "another's":
        strangers = await Organisation.objects().get(Organisation.id == charlie.actor.organisation)
        assert strangers is not None
        chosen = (await make_letters.signatory(strangers)).id
    answer = await dewi.web.post(
        "/reports/papers", {"paper": "overdue", "form": "docx", "signatory_id": str(chosen)}
    )
    assert answer.status_code == 422
    assert 'id="f-signatory_id-error"' in answer.text
    assert 'value="docx" checked' in answer.text.replace("  ", " ")
    refused = await dewi.api.get(f"/reports/papers?signatory_id={chosen}")
    assert refused.status_code == 404
    begun = await dewi.api.post("/reports/papers/runs", json={"signatory_id": str(chosen)})
    assert begun.status_code == 404


async def test_readers_neither_see_nor_choose_who_signs(
    scene: Scene, dewi: Somebody, signer: Signatory
) -> None:
    await execute("UPDATE app_user SET roles = '{viewer}' WHERE id = $1", dewi.user.id)
    assert "Ratna Wulandari" not in (await dewi.web.get("/reports/papers")).text
    assert (await dewi.api.get("/signatories")).status_code == 403
    assert (await dewi.web.get(f"{FILE}?signatory_id={signer.id}")).status_code == 422
    assert (await dewi.api.get(f"/reports/papers?signatory_id={signer.id}")).status_code == 404


async def test_where_nobody_signs_yet_the_page_says_who_adds_them(scene: Scene, dewi: Somebody) -> None:
    assert "An owner adds them in the settings" in (await dewi.web.get("/reports/papers")).text


async def test_the_documents_of_an_event_lead_to_its_matrix(scene: Scene, dewi: Somebody) -> None:
    way = f"/reports/papers?paper=matrix&amp;event_id={scene.event.id}"
    assert way in (await dewi.web.get(f"/events/{scene.event.id}/documents")).text
    shown = (await dewi.web.get(way.replace("&amp;", "&"))).text
    assert f'<option value="{scene.event.id}" selected>' in shown
    wrong = await dewi.web.get("/reports/papers?paper=overdue&event_id=none&year=1")
    assert wrong.status_code == 200


@pytest.mark.parametrize("paper", PAPERS)
async def test_a_signature_in_a_word_file_does_not_stand_alone_on_a_page(
    scene: Scene, dewi: Somebody, signer: Signatory, paper: str
) -> None:
    file = docx.Document(
        io.BytesIO(await made(dewi, paper=paper, form="docx", signatory_id=signer.id))
    ).element.body
    lines = file.xpath(".//w:p")
    at = next(place for place, line in enumerate(lines) if "Wali Kota" in "".join(line.itertext()))
    before = [line for line in lines[:at] if "".join(line.itertext()).strip()]
    assert before[-1].xpath("w:pPr/w:keepNext")
    assert all(line.xpath("w:pPr/w:keepNext") for line in lines[lines.index(before[-1]) : at])


async def test_figures_and_scorecards_lead_to_papers_of_the_same_filter(scene: Scene, dewi: Somebody) -> None:
    figures = (await dewi.web.get("/reports?theme=Pelindungan&from=2026-01-01")).text
    [way] = re.findall(r'href="(/reports/papers[^"]+)"', figures)
    shown = (await dewi.web.get(html.unescape(way))).text
    assert 'value="2026-01-01"' in shown
    card = (await dewi.web.get(f"/institutions/{scene.office.id}/scorecard")).text
    [way] = re.findall(r'href="(/reports/papers[^"]+)"', card)
    shown = (await dewi.web.get(html.unescape(way))).text
    assert re.search(r'value="scorecard"[^>]* checked', shown)
    assert f'<option value="{scene.office.id}" selected>' in shown
