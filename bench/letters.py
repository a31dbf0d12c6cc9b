"""How long somebody waits for letters: a hundred with two codes each in one file, as PDF and as DOCX, and one alone."""

import os
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

import uvloop

from events_app import i18n
from events_app.ids import new_id
from events_app.invitations.letters import content, docx_paper, paper
from events_app.invitations.letters.addressees import Addressee
from events_app.invitations.letters.tables import LetterMode

MANY = int(os.environ.get("BENCH_LETTERS", "100"))
NOW = datetime(2026, 11, 25, tzinfo=UTC)
FACTS = {
    "letterhead": {
        "organisation": "Pemerintah Kota Lembayung",
        "office": "Sekretariat Daerah",
        "lines": ["Jl. Mawar 1"],
    },
    "subject": "Undangan",
    "classification": "Biasa",
    "opening": ["Dengan hormat, bersama ini kami mengundang Bapak/Ibu untuk hadir pada:"],
    "occasion": [["Hari, tanggal", "Sabtu, 12 Desember 2026"], ["Tempat", "Balai Kota"]],
    "note": [],
    "answer": "Mohon konfirmasi kehadiran melalui kode ini.",
    "closing": ["Atas perhatian dan kehadiran Bapak/Ibu, kami ucapkan terima kasih."],
    "signature": {
        "place_date": "",
        "office": "Sekretaris Daerah,",
        "name": "Ratna Wulandari",
        "detail": "NIP 1",
    },
    "copies": ["Pertinggal"],
}


def main() -> None:
    """Prints the table."""
    os.environ.setdefault("EVENTS_SECRET_KEY", "b" * 40)
    uvloop.run(_report())


async def _report() -> None:
    await _pdf(1)
    for name, made, count in (
        ("one letter, PDF", _pdf, 1),
        (f"{MANY} letters in one file, PDF", _pdf, MANY),
        (f"{MANY} letters in one file, DOCX", _docx, MANY),
    ):
        seconds, size = await _timed(made, count)
        print(f"{name:<36} {seconds:8.2f} s {size / 1e6:8.2f} MB")


async def _timed(made: Callable[[int], Awaitable[bytes]], count: int) -> tuple[float, int]:
    begun = time.perf_counter()
    size = len(await made(count))
    return time.perf_counter() - begun, size


async def _pdf(count: int) -> bytes:
    return await content.printed(paper.TEMPLATE, _data(count), NOW)


async def _docx(count: int) -> bytes:
    return await docx_paper.docx_of(_data(count))


def _data(count: int) -> dict[str, object]:
    to = [
        Addressee(
            new_id(), 1, [f"Kepala Dinas {place}", "di Tempat"], "Dinas", 2, "400.2/1/SETDA/2026", new_id()
        )
        for place in range(count)
    ]
    with i18n.using("id"):
        return paper.data_of(
            paper.Sheet(FACTS, to, LetterMode.each, "400.2/1/SETDA/2026", date(2026, 11, 25)), "id"
        )


if __name__ == "__main__":
    main()
