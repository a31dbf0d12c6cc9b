"""What the headings of a follow-up matrix mean, in both of its usual forms, in Indonesian or English."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from events_app.i18n import N_
from events_app.stakeholders.sheets.cells import Cell, Line
from events_app.stakeholders.sheets.columns import SEARCHED_LINES, Header, folded, guess_header

LABELS = {
    "main": N_("Main activity or problem"),
    "activity": N_("Activity"),
    "goal": N_("Expected result"),
    "indicator": N_("Indicator"),
    "target": N_("Target"),
    "due": N_("Due"),
    "owner": N_("Person in charge"),
}
FIELDS = tuple(LABELS)
NAMES = {
    "main": (
        "kegiatan pokok, masalah/rekomendasi, masalah, rekomendasi, isu, permasalahan, program, komitmen,"
        " main activity, problem, commitment"
    ),
    "activity": (
        "rincian, rincian kegiatan, kegiatan, uraian kegiatan, tindak lanjut, rencana tindak lanjut, rtl, uraian,"
        " activity, action, follow-up action"
    ),
    "goal": "tujuan, hasil yang diharapkan, keluaran, hasil, goal, expected result, output",
    "indicator": "indikator, indikator keberhasilan, bukti dukung, indicator, deliverable",
    "target": "target, sasaran",
    "due": "waktu, tenggat, batas waktu, waktu pelaksanaan, jadwal, target waktu, due, due date, deadline, when",
    "owner": (
        "pic, penanggung jawab, instansi, pj, pelaksana, opd, perangkat daerah, instansi penanggung jawab,"
        " responsible, person in charge, institution, owner"
    ),
}
_FIELDS = {folded(heading): field for field, text in NAMES.items() for heading in text.split(",")}


def recognised(line: Line) -> dict[str, int]:
    """The fields that a line's cells name, were it the headings; a field named twice is the left column."""
    found: dict[str, int] = {}
    for column, cell in enumerate(line.cells):
        field = _FIELDS.get(folded(cell.text)) if cell.text else None
        if field is not None:
            found.setdefault(field, column)
    return found


def find_header(lines: Sequence[Line]) -> Header | None:
    """The line, or two under each other, that names most fields; else the likeliest one, for people to say."""
    best = max(_candidates(lines[:SEARCHED_LINES]), key=lambda one: len(one.fields), default=None)
    if best is not None and len(best.fields) > 1:
        return best
    guessed = guess_header(lines)
    return guessed._replace(fields=recognised(guessed.line)) if guessed else None


def _candidates(lines: Sequence[Line]) -> Iterator[Header]:
    for place, line in enumerate(lines):
        yield Header(place, line, (line,), recognised(line))
    for place, (upper, lower) in enumerate(pairwise(lines), 1):
        cells = zip_longest(upper.cells, lower.cells, fillvalue=Cell(""))
        both = Line(lower.number, [below if below.text else above for above, below in cells])
        yield Header(place, both, (upper, lower), recognised(both))
