"""Evidence: its digest, what it looks like, who need not see what holds personal data, and what is refused."""

import asyncio
import hashlib
import io
import sys
from asyncio.subprocess import PIPE
from datetime import date

import asyncpg
import pytest
import typst
from PIL import Image

from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.commitments.actions.evidence import File
from events_app.commitments.evidence.words import media_name
from events_app.commitments.tables import FollowUpAction
from events_app.database import execute, fetch_value
from events_app.demo import proofs
from events_app.documents.sniff import KINDS, LARGEST
from events_app.i18n import using
from tests import make_commitments as make
from tests.people import Browser, Cast, Somebody

LETTER = proofs.letter("Dinas Sosial", "Posko", date(2026, 12, 1))
PHOTO = proofs.photo("Dinas Sosial", "Posko")
BROKEN = File("rusak.pdf", b"%PDF-1.4\nnothing of a paper\n%%EOF\n")
NOTES = File("catatan.txt", b"Catatan rapat.")


async def proved(city: Organisation, *files: File, private: bool = False) -> FollowUpAction:
    row = await make.opened(city, await make.scene(city))
    await make.submitted(
        row, await make.holder_of(row), files=files, links=[], contains_personal_data=private
    )
    return row


async def known(filename: str) -> str:
    sql = "SELECT e.id::text FROM evidence e JOIN document d ON d.id = e.document WHERE d.filename = $1"
    return str(await fetch_value(sql, filename))


async def test_digest_of_each_file_is_shown_to_staff_and_to_the_owner(
    city: Organisation, dewi: Somebody, public: Browser
) -> None:
    row = await proved(city, LETTER, PHOTO)
    digest = hashlib.sha256(LETTER.data).hexdigest()
    one = await known("laporan.pdf")
    assert (await dewi.api.get(f"/evidence/{one}")).json()["sha256"] == digest
    assert digest[:16] in (await dewi.web.get(f"/actions/{row.id}")).text
    assert digest in (await dewi.web.get(f"/evidence/{one}/preview")).text
    path = f"/p/{(await make.link_of(row))[1]}"
    assert digest in (await public.get(f"{path}/evidence/{one}/preview")).text


async def test_picture_is_shown_with_headers_that_let_nothing_run(
    city: Organisation, dewi: Somebody, public: Browser
) -> None:
    row = await proved(city, PHOTO)
    one = await known("foto-kegiatan.png")
    page = await dewi.web.get(f"/evidence/{one}/preview")
    assert f'src="/evidence/{one}/picture"' in page.text
    path = f"/p/{(await make.link_of(row))[1]}/evidence/{one}"
    for answer in (await dewi.web.get(f"/evidence/{one}/picture"), await public.get(f"{path}/picture")):
        assert answer.content == PHOTO.data
        assert answer.headers["content-type"] == "image/png"
        assert answer.headers["content-disposition"].startswith("inline")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert "no-store" in answer.headers["cache-control"]
    assert (await public.get(path)).headers["content-disposition"].startswith("attachment")


async def test_first_pages_of_a_paper_are_drawn_as_one_picture(city: Organisation, dewi: Somebody) -> None:
    await proved(city, LETTER)
    one = await known("laporan.pdf")
    assert "At most the first five pages." in (await dewi.web.get(f"/evidence/{one}/preview")).text
    drawn = await dewi.web.get(f"/evidence/{one}/picture")
    assert drawn.headers["content-type"] == "image/png"
    image = Image.open(io.BytesIO(drawn.content))
    assert image.width >= 800
    assert image.convert("L").getextrema() == (0, 255)  # ink on paper, not an empty sheet
    for pages, most in ((3, 3), (7, 5)):
        sheet = b"#set page(width: 90mm, height: 60mm)\n" + b"#pagebreak()\n".join([b"Halaman\n"] * pages)
        drawing = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "events_app.documents.drawing"), stdin=PIPE, stdout=PIPE
        )
        png, _none = await drawing.communicate(typst.compile(sheet))
        assert Image.open(io.BytesIO(png)).size == (900, most * 600 + (most - 1) * 12)


@pytest.mark.parametrize("media_type", list(KINDS))
def test_every_kind_of_file_that_is_taken_has_a_name_in_both_languages(media_type: str) -> None:
    for language in ("en", "id"):
        with using(language):
            assert media_name(media_type) not in ("", media_type)


async def test_what_cannot_be_drawn_says_so_and_stays_a_download(city: Organisation, dewi: Somebody) -> None:
    await proved(city, BROKEN, NOTES)
    broken, notes = await known("rusak.pdf"), await known("catatan.txt")
    assert (await dewi.web.get(f"/evidence/{broken}/picture")).status_code == 404
    assert (await dewi.web.get(f"/evidence/{notes}/picture")).status_code == 404
    page = await dewi.web.get(f"/evidence/{notes}/preview")
    assert "This file cannot be shown here. Please download it." in page.text
    assert all(said in page.text for said in ("catatan.txt", "Plain text", "1 KB", "Download"))
    assert (await dewi.web.get(f"/evidence/{notes}")).content == NOTES.data


async def test_personal_data_is_hidden_from_those_who_need_not_see_it(
    city: Organisation, cast: Cast, dewi: Somebody, eko: Somebody, alice: Somebody, public: Browser
) -> None:
    row = await proved(city, PHOTO, private=True)
    one = await known("foto-kegiatan.png")
    other = await cast.somebody(city, "Vivi", Role.viewer)
    for reader in (alice, other):
        for path in (f"/evidence/{one}", f"/evidence/{one}/preview", f"/evidence/{one}/picture"):
            assert (await reader.web.get(path)).status_code == 403, path
        content = await reader.api.get(f"/evidence/{one}/content")
        assert content.json()["code"] == "personal_data"
        seen = (await reader.api.get(f"/evidence/{one}")).json()
        assert (seen["hidden"], seen["title"], seen["filename"], seen["sha256"]) == (True, "", None, None)
        page = (await reader.web.get(f"/actions/{row.id}")).text
        assert "foto-kegiatan" not in page
        assert "only shown to those who work on it or judge it" in page
    for reader in (dewi, eko):
        assert (await reader.web.get(f"/evidence/{one}")).content == PHOTO.data
        assert "foto-kegiatan" in (await reader.web.get(f"/actions/{row.id}")).text
    path = f"/p/{(await make.link_of(row))[1]}"
    assert (await public.get(f"{path}/evidence/{one}")).content == PHOTO.data


async def test_staff_mark_what_the_submitter_did_not(
    city: Organisation, dewi: Somebody, alice: Somebody, charlie: Somebody
) -> None:
    await proved(city, PHOTO)
    one = await known("foto-kegiatan.png")
    yes = {"contains_personal_data": True}
    assert (await alice.api.get(f"/evidence/{one}/content")).status_code == 200
    assert (await alice.api.put(f"/evidence/{one}/personal-data", json=yes)).status_code == 403
    assert (await charlie.api.put(f"/evidence/{one}/personal-data", json=yes)).status_code == 404
    marked = await dewi.api.put(f"/evidence/{one}/personal-data", json=yes)
    assert marked.json()["contains_personal_data"] is True
    assert (await alice.api.get(f"/evidence/{one}/content")).status_code == 403
    assert (await dewi.web.post(f"/evidence/{one}/personal-data", {})).status_code == 303
    assert (await alice.api.get(f"/evidence/{one}/content")).status_code == 200
    trail = "SELECT count(*) FROM audit_entry WHERE verb = 'evidence.marked'"
    assert await fetch_value(trail) == 2


@pytest.mark.parametrize(
    "sent",
    [{"contains_personal_data": "x"}, {"contains_personal_data": "on", "more": "1"}, {"holds": "on"}],
)
@pytest.mark.parametrize("private", [True, False])
async def test_what_is_no_answer_opens_nothing_and_hides_nothing(
    sent: dict[str, str], private: bool, city: Organisation, dewi: Somebody
) -> None:
    await proved(city, PHOTO, private=private)
    one = await known("foto-kegiatan.png")
    answer = await dewi.web.post(f"/evidence/{one}/personal-data", sent)
    assert answer.status_code == 422
    assert 'class="notice tone-bad form-errors"' in answer.text
    assert await fetch_value("SELECT contains_personal_data FROM evidence") is private
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE verb = 'evidence.marked'") == 0


async def test_submitter_marks_it_in_the_form_and_hands_in_several_at_once(
    city: Organisation, public: Browser, dewi: Somebody
) -> None:
    row = await make.opened(city, await make.scene(city))
    path = f"/p/{(await make.link_of(row))[1]}"
    files = [("files", (one.filename, one.data, "application/octet-stream")) for one in (LETTER, PHOTO)]
    sent = {
        "statement": "Selesai.",
        "links": "https://a.example/1\nhttps://a.example/2",
        "contains_personal_data": "true",
    }
    assert (await public.post(f"{path}/submit", sent, files=files)).status_code == 303
    rows = (await dewi.api.get(f"/actions/{row.id}/submissions")).json()["items"][0]["evidence"]
    assert [one["filename"] or one["url"] for one in rows] == [
        "laporan.pdf",
        "foto-kegiatan.png",
        "https://a.example/1",
        "https://a.example/2",
    ]
    assert all(one["contains_personal_data"] for one in rows)


async def test_nothing_else_of_evidence_ever_changes(city: Organisation) -> None:
    await proved(city, PHOTO)
    for sql in (
        "UPDATE evidence SET title = 'x'",
        "UPDATE evidence SET document = NULL, url = 'https://x.example'",
        "DELETE FROM evidence",
    ):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await execute(sql)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("kosong.pdf", b"", "kosong.pdf"),
        ("halaman.pdf", b"<html><script>alert(1)</script></html>", "halaman.pdf"),
        ("gambar.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "gambar.svg"),
        ("foto.jpg", PHOTO.data, "foto.jpg"),
        ("besar.pdf", b"%PDF-1.4\n" + b" " * LARGEST, "25 MB"),
    ],
)
async def test_files_that_are_not_taken_are_named_beside_the_field(
    name: str, data: bytes, said: str, city: Organisation, public: Browser
) -> None:
    row = await make.opened(city, await make.scene(city))
    path = f"/p/{(await make.link_of(row))[1]}/submit"
    files = {"files": (name, data, "application/pdf")}
    answer = await public.post(path, {"statement": "Sudah selesai semua.", "links": ""}, files=files)
    assert answer.status_code == 422
    fault = answer.text.split('id="f-submit-files-error"')[1].split("</p>")[0]
    assert said in fault
    assert "Sudah selesai semua." in answer.text
    assert await fetch_value("SELECT count(*) FROM evidence") == 0
