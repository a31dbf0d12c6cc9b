"""The report as a Word file to go on writing in: real headings, tables whose heads come back, pictures with their words."""

import io
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor

from events_app.documents.pdf import legible_data
from events_app.events.runs.counting import Step, uncounted
from events_app.i18n import gettext as _
from events_app.i18n import using
from events_app.invitations.letters.docx_paper import (
    FONT,
    blank,
    put_facts,
    put_kop,
    put_mark,
    put_page_numbers,
    put_signature,
)
from events_app.reports.activity.blocks import Block

UPRIGHT, ASIDE = 16.6, 25.3
"""Centimetres of a line."""


def written(data: dict[str, Any], files: dict[str, bytes], logo: bytes | None) -> bytes:
    """The DOCX of what the print template would print. Slow for many rows, so in a thread."""
    with using(data["lang"]):
        return _report(legible_data(data), files, logo)


def _report(data: dict[str, Any], files: dict[str, bytes], logo: bytes | None) -> bytes:
    paper = _begun(data)
    _cover(paper, data, logo)
    _contents(paper, data)
    for block in data["chapters"]:
        _put(paper, block, files, UPRIGHT)
    put_signature(
        paper,
        data["signature"] | {"office": f"{data['signature']['place_date']}\n{data['signature']['office']}"},
    )
    for annex in data["annexes"]:
        _annex(paper, annex, files)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def plain(data: dict[str, Any], logo: bytes | None, files: dict[str, bytes], step: Step = uncounted) -> bytes:
    """A paper on its side: letterhead, title, blocks, signature; `step` is called for each row of its tables."""
    with using(data["lang"]):
        return _aside(legible_data(data), logo, files, step)


def _aside(data: dict[str, Any], logo: bytes | None, files: dict[str, bytes], step: Step) -> bytes:
    paper = _begun(data)
    page = paper.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    put_kop(paper, data["letterhead"], logo, ASIDE)
    paper.add_heading(data["title"], 1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for block in data["blocks"]:
        _put(paper, block, files, ASIDE, step)
    _bring_along(paper)
    signed = data["signature"]
    put_signature(paper, signed | {"office": f"{signed['place_date']}\n{signed['office']}"}, Cm(ASIDE - 7.5))
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _bring_along(paper: Document) -> None:
    """The last row or line comes along to the page of the signature: one that stands alone signs nothing."""
    *_before, last = paper.element.body.iterchildren(qn("w:p"), qn("w:tbl"))
    if not last.xpath("string()").strip() and last.getprevious() is not None:
        last.get_or_add_pPr().get_or_add_keepNext()
        last = last.getprevious()
    for line in last.tr_lst[-1].xpath(".//w:p") if last.tag == qn("w:tbl") else [last]:
        line.get_or_add_pPr().get_or_add_keepNext()


def _begun(data: dict[str, Any]) -> Document:
    """An empty file with its headings' looks and its pages numbered."""
    paper = blank(data)
    _headings(paper)
    put_page_numbers(paper, _("Page %(page)s of %(pages)s", page="%(page)s", pages="%(pages)s"))
    return paper


def _headings(paper: Document) -> None:
    for level in range(1, 6):
        style: Any = paper.styles[f"Heading {level}"]
        style.font.name, style.font.size = FONT, Pt(max(11, 15 - level))
        style.font.color.rgb, style.font.italic = RGBColor(0, 0, 0), False
        style.element.rPr.rFonts.set(qn("w:asciiTheme"), "")
        style.element.rPr.rFonts.attrib.pop(qn("w:asciiTheme"))


def _cover(paper: Document, data: dict[str, Any], logo: bytes | None) -> None:
    put_kop(paper, data["letterhead"], logo)
    for _number in range(6):
        paper.add_paragraph()
    number = [": ".join(pair) for pair in data["number"]]
    lines = [
        (data["title"].upper(), 22),
        (data["about"], 16),
        *((line, 11) for line in [*data["cover"], *number]),
    ]
    for words, size in lines:
        row = paper.add_paragraph()
        row.alignment = WD_ALIGN_PARAGRAPH.CENTER
        row.paragraph_format.space_after = Pt(10)
        run = row.add_run(words)
        run.font.size, run.bold = Pt(size), size > 11
    paper.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _contents(paper: Document, data: dict[str, Any]) -> None:
    """The chapters by name; the program that opens the file adds their pages once it is asked to count anew."""
    title = paper.add_paragraph()
    title.add_run(data["contents"]).bold = True
    names = [
        block["text"] for block in data["chapters"] if block["kind"] == "heading" and block["level"] == 1
    ]
    names += [annex["title"] for annex in data["annexes"]]
    rows = [paper.add_paragraph(name) for name in names]
    first = rows[0].insert_paragraph_before().add_run()
    for kind, text in (("begin", ""), ("instrText", 'TOC \\o "1-1" \\h'), ("separate", "")):
        put_mark(first, kind, text)
    put_mark(rows[-1].add_run(), "end")
    paper.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _annex(paper: Document, annex: dict[str, Any], files: dict[str, bytes]) -> None:
    page = paper.add_section(WD_SECTION.NEW_PAGE)
    long, short = Cm(29.7), Cm(21)
    page.orientation = WD_ORIENT.LANDSCAPE if annex["wide"] else WD_ORIENT.PORTRAIT
    page.page_width, page.page_height = (long, short) if annex["wide"] else (short, long)
    paper.add_heading(annex["title"], 1)
    for block in annex["blocks"]:
        lifted = block | {"level": block["level"] - 1} if block["kind"] == "heading" else block
        _put(paper, lifted, files, ASIDE if annex["wide"] else UPRIGHT)


def _put(
    paper: Document, block: Block, files: dict[str, bytes], width: float, step: Step = uncounted
) -> None:
    match block["kind"]:
        case "heading":
            paper.add_heading(block["text"], block["level"])
        case "text":
            paper.add_paragraph(block["text"]).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        case "facts":
            put_facts(paper, block["pairs"], Cm(3.4))
            paper.add_paragraph()
        case "list":
            for number, item in enumerate(block["items"], 1):
                paper.add_paragraph(f"{number}. {item}")
        case "table":
            _table(paper, block, width, step)
        case "photo":
            _photo(paper, block, files[block["file"]])
        case "plot":
            _plot(paper, block, files[block["title"]])


def _table(paper: Document, block: Block, width: float, step: Step) -> None:
    rows = [block["headers"], *block["rows"]]
    table = paper.add_table(rows=len(rows), cols=len(block["headers"]), style="Table Grid")
    table.autofit = False
    share = width / sum(block["widths"])
    for column, part in zip(table.columns, block["widths"], strict=True):
        column.width = Cm(part * share)
    # `table.rows[n].cells` looks through the whole table each time; the list of all cells is made once.
    cells = iter(table._cells)
    strong = {0, len(rows) - 1} if block["total"] else {0}
    for number, row in enumerate(rows):
        for place, (word, part) in enumerate(zip(row, block["widths"], strict=True)):
            cell = next(cells)
            _cell(cell, word, Cm(part * share), bold=number in strong)
            if place in block["numbers"]:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        if number:
            step()
    for one in table._tbl.tr_lst:
        one.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table._tbl.tr_lst[0].get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    paper.add_paragraph()


def _cell(cell: Any, word: Any, width: Any, *, bold: bool) -> None:
    cell.width = width
    line = cell.paragraphs[0]
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(1.5)
    run = line.add_run(_written_out(word) if isinstance(word, dict) else word)
    run.font.size, run.bold = Pt(9), bold


def _written_out(drawing: dict[str, str]) -> str:
    """A copy to edit says that somebody signed; how the line looked is in the PDF."""
    return drawing["note"] or (_("signed") if drawing["svg"] else "")


def _plot(paper: Document, block: Block, data: bytes) -> None:
    row = paper.add_paragraph()
    row.paragraph_format.keep_with_next = bool(block["notes"])
    shape = row.add_run().add_picture(io.BytesIO(data), width=Cm(15))
    if shape.height > Cm(14.4):
        shape.width, shape.height = Length(shape.width * Cm(14.4) // shape.height), Cm(14.4)
    shape._inline.docPr.set("descr", block["alt"])
    if block["notes"]:
        paper.add_paragraph(" ".join(block["notes"]))


def _photo(paper: Document, block: Block, data: bytes) -> None:
    row = paper.add_paragraph()
    row.alignment, row.paragraph_format.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
    shape = row.add_run().add_picture(io.BytesIO(data), height=Cm(8.6))
    if shape.width > Cm(UPRIGHT):
        shape.height, shape.width = Length(shape.height * Cm(UPRIGHT) // shape.width), Cm(UPRIGHT)
    shape._inline.docPr.set("descr", block["alt"])
    words = paper.add_paragraph(block["caption"])
    words.alignment = WD_ALIGN_PARAGRAPH.CENTER
