"""What a browser is told about a file, through a real Litestar application."""

from pathlib import Path
from urllib.parse import unquote
from uuid import uuid4

import httpx
from litestar import Litestar, Response, get
from litestar.response import Stream

from events_app.documents import serve, store
from events_app.documents.tables import Document

NAME = "Bukti “Ketua” 100%.txt"
WORDS = b"<b>hadir</b>"


async def test_kept_file_is_a_download_that_cannot_run(folder: Path) -> None:
    document = await _kept(NAME)

    @get("/kept")
    async def kept() -> Stream:
        return await serve.stored(document)

    answer = await _ask(kept)
    assert answer.content == WORDS
    assert answer.headers["content-length"] == str(len(WORDS))
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer.headers["cache-control"]


async def test_name_of_a_download_survives_in_any_language(folder: Path) -> None:
    document = await _kept(NAME)

    @get("/kept")
    async def kept() -> Stream:
        return await serve.stored(document)

    plain, encoded = (await _ask(kept)).headers["content-disposition"].split("; ")[1:]
    assert plain == 'filename="Bukti _Ketua_ 100_.txt"'
    assert unquote(encoded.removeprefix("filename*=UTF-8''")) == NAME


async def test_made_file_keeps_its_kind_and_loses_header_tricks() -> None:
    @get("/kept")
    async def kept() -> Response[bytes]:
        return serve.made('a";\r\nSet-Cookie: x=1.pdf', "application/pdf", b"%PDF-")

    answer = await _ask(kept)
    assert answer.headers["content-type"] == "application/pdf"
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-disposition"].startswith("attachment; ")


async def _kept(name: str) -> Document:
    sha = await store.put(WORDS)
    return Document(organisation=uuid4(), filename=name, media_type="text/plain", size=len(WORDS), sha256=sha)


async def _ask(handler: object) -> httpx.Response:
    transport = httpx.ASGITransport(app=Litestar([handler]))  # type: ignore[list-item, arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.get("/kept")
