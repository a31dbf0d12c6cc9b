"""Which column is which, from headings in Indonesian or English, in any order."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from events_app.stakeholders.sheets.cells import Cell, Line

NAMES: dict[str, str] = {
    "full_name": (
        "nama, nama lengkap, nama peserta, nama pejabat, nama undangan, nama dan gelar, nama dengan "
        "gelar, nama lengkap dan gelar, nama lengkap dengan gelar, nama lengkap beserta gelar, nama "
        "tamu, name, full name, participant, participant name, display name, nama pegawai, nama "
        "perwakilan, nama narasumber"
    ),
    "title_prefix": "gelar depan, title prefix, prefix",
    "title_suffix": "gelar belakang, title suffix, suffix, gelar",
    "sex": "l/p, p/l, jk, jns kelamin, jenis kelamin, kelamin, gender, sex, l / p, lk/pr",
    "position": (
        "jabatan, posisi, jabatan dinas, jabatan/pangkat, position, job title, role, jabatan dalam dinas"
    ),
    "institution": (
        "instansi, nama instansi, unit kerja, unit, opd, skpd, nama opd, perangkat daerah, lembaga, "
        "nama lembaga, organisasi, nama organisasi, asal instansi, instansi asal, instansi/lembaga, "
        "instansi/unit kerja, unit kerja/instansi, lembaga/instansi, asal, asal lembaga, utusan, "
        "kantor, satuan kerja, satker, perusahaan, institution, organisation, organization, agency, "
        "office, company, affiliation"
    ),
    "phone": (
        "no hp, no. hp/wa, no hp/wa, hp, hp/wa, wa, no wa, no. wa/hp, nomor hp, nomor hp/wa, nomor "
        "wa, no telp, no telpon, no telepon, telp, telepon, telepon/hp, nomor telepon, no handphone, "
        "nomor handphone, handphone, ponsel, no ponsel, nomor ponsel, whatsapp, no whatsapp, nomor "
        "whatsapp, kontak, no kontak, nomor kontak, phone, phone number, mobile, mobile number, "
        "mobile phone, telephone, contact, contact number, nomor hp/whatsapp, no telp/hp, no telp/wa, "
        "telp/hp, hp/telp, no hp/whatsapp"
    ),
    "email": "email, e-mail, alamat email, surel, pos-el, alamat surel, email address, mail, email aktif",
    "nip": (
        "nip, nip/nrp, nrp, nomor induk pegawai, no pegawai, nomor pegawai, employee number, nip/nik, "
        "nip baru"
    ),
}
SEARCHED_LINES = 60


class Header(NamedTuple):
    """Where headings end among the lines, the headings as one line, the lines they are made of, their fields."""

    place: int
    line: Line
    made_of: tuple[Line, ...]
    fields: dict[str, int]


def find_header(lines: Sequence[Line]) -> Header | None:
    """The headings among the lines; None without a name column.

    The line that names most fields wins, and of two the first; a field named twice is the left column. Two
    lines under each other are headings together only where that names more fields than either does alone.
    """
    best: Header | None = None
    for header in _candidates(lines[:SEARCHED_LINES]):
        if "full_name" in header.fields and (best is None or len(header.fields) > len(best.fields)):
            best = header
    return best


def guess_header(lines: Sequence[Line]) -> Header | None:
    """The headings of a list in words we do not know: the first line of several cells, or else of any."""
    filled = [place for place, line in enumerate(lines[:SEARCHED_LINES]) if not line.blank]
    several = [place for place in filled if sum(bool(cell.text) for cell in lines[place].cells) > 1]
    place = next(iter(several or filled), None)
    return None if place is None else Header(place, lines[place], (lines[place],), fields_of(lines[place]))


def _candidates(lines: Sequence[Line]) -> Iterator[Header]:
    for place, line in enumerate(lines):
        yield Header(place, line, (line,), fields_of(line))
    for place, (upper, lower) in enumerate(pairwise(lines), 1):
        both = _joined(upper, lower)
        yield Header(place, both, (upper, lower), fields_of(both))


def _joined(upper: Line, lower: Line) -> Line:
    """`Kontak` over `HP` and `Email`: what stands below says it, and where nothing does, what stands above."""
    cells = zip_longest(upper.cells, lower.cells, fillvalue=Cell(""))
    return Line(lower.number, [below if below.text else above for above, below in cells])


def numbers_columns(line: Line) -> bool:
    """Whether a line below the headings only counts the columns: (1), (2), (3)."""
    texts = [cell.text.strip("()") for cell in line.cells if cell.text]
    return len(texts) > 1 and texts == [str(number) for number in range(1, len(texts) + 1)]


def folded(heading: str) -> str:
    """What makes two headings the same: letters and digits, case folded."""
    return re.sub(r"[\W_]", "", heading).casefold()


def is_heading(text: str) -> bool:
    """Whether a text is one of the headings we know."""
    return folded(text) in _FIELDS


def fields_of(line: Line) -> dict[str, int]:
    """The fields that a line's cells name, were it the headings."""
    found: dict[str, int] = {}
    for column, cell in enumerate(line.cells):
        field = _FIELDS.get(folded(cell.text)) if cell.text else None
        if field is not None:
            found.setdefault(field, column)
    return found


_FIELDS = {folded(heading): field for field, text in NAMES.items() for heading in text.split(",")}
