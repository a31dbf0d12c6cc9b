"""Which column is which, from headings in Indonesian or English, in any order."""

import re
from collections.abc import Sequence

from events_app.stakeholders.sheets.cells import Line

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


def _folded(heading: str) -> str:
    return re.sub(r"[\W_]", "", heading).casefold()


_FIELDS = {_folded(heading): field for field, text in NAMES.items() for heading in text.split(",")}


def find_header(lines: Sequence[Line]) -> tuple[int, dict[str, int]] | None:
    """Where the headings stand among the lines, and which column each field is; None without a name column.

    The line that names most fields wins, and of two the first; a field named twice is the left column.
    """
    best: tuple[int, dict[str, int]] | None = None
    for place, line in enumerate(lines[:SEARCHED_LINES]):
        fields = fields_of(line)
        if "full_name" in fields and (best is None or len(fields) > len(best[1])):
            best = place, fields
    return best


def fields_of(line: Line) -> dict[str, int]:
    """The fields that a line's cells name, were it the headings."""
    found: dict[str, int] = {}
    for column, cell in enumerate(line.cells):
        field = _FIELDS.get(_folded(cell.text)) if cell.text else None
        if field is not None:
            found.setdefault(field, column)
    return found
