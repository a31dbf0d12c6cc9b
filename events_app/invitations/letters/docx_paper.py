"""The letter as an editable Word file, from the same data as its PDF."""

import asyncio
import io
import re
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from events_app import qr
from events_app.documents import store
from events_app.documents.pdf import legible_data

FONT = "Arial"
RIGHT = Cm(9)


async def docx_of(data: dict[str, Any]) -> bytes:
    """The DOCX of what the print template would print. Slow for many letters, so in a thread."""
    logo = data["letterhead"].get("logo")
    picture = await store.get(logo) if logo else None
    return await asyncio.to_thread(_written, legible_data(data), picture)


def _written(data: dict[str, Any], logo: bytes | None) -> bytes:
    paper = blank(data)
    for number, letter in enumerate(data["letters"]):
        if number:
            _new_page(paper)
        _letter(paper, data, letter, logo)
    if not data["letters"]:
        paper.add_paragraph(data["none"])
    if data["attachment"]:
        _attachment(paper, data)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def blank(data: dict[str, Any]) -> Document:
    paper: Document = docx.Document()
    page = paper.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin = page.bottom_margin = Cm(1.5)
    style: Any = paper.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    style.paragraph_format.space_after = Pt(4)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "id-ID" if data["lang"] == "id" else "en-GB")
    style.element.get_or_add_rPr().append(language)
    paper.core_properties.title = data["title"]
    paper.core_properties.author = data["letterhead"]["organisation"]
    paper.core_properties.comments = ""
    return paper


def _letter(paper: Document, data: dict[str, Any], letter: dict[str, Any], logo: bytes | None) -> None:
    put_kop(paper, data["letterhead"], logo)
    top = _grid(paper, [[data["draft"], data["date"]]], [Cm(10.6), Cm(6)])
    top[0][1].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    put_facts(paper, letter["head"], Cm(2.4))
    paper.add_paragraph()
    _grid(paper, [[data["to"], "\n".join(letter["addressee"])]], [Cm(1.4), Cm(10)])
    paper.add_paragraph()
    _justified(paper, data["opening"])
    put_facts(paper, data["occasion"], Cm(3))
    paper.add_paragraph()
    _justified(paper, [letter["seats"], *data["note"]])
    _code(paper, letter["answer"], data["qr_name"], data["answer"], Cm(2.6))
    _justified(paper, data["closing"])
    put_signature(paper, data["signature"])
    _copies(paper, data)
    _code(paper, letter["check"], data["check_name"], data["check_note"], Cm(1.9))


def put_kop(paper: Document, head: dict[str, Any], logo: bytes | None, line: float = 16.6) -> None:
    """The letterhead over a line of so many centimetres."""
    lines = [(head["organisation"].upper(), 13), (head["office"].upper(), 15)]
    place: Any = paper
    if logo:
        left, middle, _right = _grid(paper, [["", "", ""]], [Cm(2.3), Cm(line - 4.6), Cm(2.3)])[0]
        left.paragraphs[0].add_run().add_picture(io.BytesIO(logo), height=Cm(1.9))
        place = middle
    for text, size in [
        *((line, size) for line, size in lines if line),
        *((line, 9) for line in head["lines"]),
    ]:
        _centred(place, text, size)
    rule = paper.add_paragraph()
    rule.paragraph_format.space_after = Pt(6)
    _underlined(rule)


def _centred(place: Any, text: str, size: int) -> None:
    row = place.add_paragraph()
    row.alignment = WD_ALIGN_PARAGRAPH.CENTER
    row.paragraph_format.space_after = Pt(0)
    run = row.add_run(text)
    run.bold, run.font.size = size > 9, Pt(size)


def _underlined(row: Paragraph) -> None:
    """The double rule below a kop, which the library has no word for."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "thickThinSmallGap"), ("sz", "24"), ("space", "1"), ("color", "000000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    row._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def _grid(paper: Document, rows: list[list[str]], widths: list[Any]) -> list[list[Cell]]:
    table = paper.add_table(rows=0, cols=len(widths))
    table.autofit = False
    # Word goes by the cells, other programs by the columns.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    made = []
    for words in rows:
        cells = list(table.add_row().cells)
        for cell, text, width in zip(cells, words, widths, strict=True):
            cell.width = width
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            cell.paragraphs[0].add_run(text)
        made.append(cells)
    return made


def put_facts(paper: Document, pairs: list[list[str]], width: Any) -> None:
    _grid(paper, [[label, ":", value] for label, value in pairs], [width, Cm(0.5), Cm(16.1) - width])


def put_page_numbers(paper: Document, words: str) -> None:
    """Below every page, such as `Page 1 of 3`; `words` names the two numbers as `%(page)s` and `%(pages)s`."""
    row = paper.sections[0].footer.paragraphs[0]
    row.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for part in re.split(r"(%\(pages?\)s)", words):
        code = {"%(page)s": "PAGE", "%(pages)s": "NUMPAGES"}.get(part)
        for kind, text in _field(code) if code else [("t", part)]:
            run = row.add_run()
            run.font.size = Pt(8)
            put_mark(run, kind, text)


def _field(code: str) -> list[tuple[str, str]]:
    """What the program that opens the file counts itself; until then it shows a 1."""
    return [("begin", ""), ("instrText", code), ("separate", ""), ("t", "1"), ("end", "")]


def put_mark(run: Run, kind: str, text: str = "") -> None:
    """One part of a field: with words, or where it begins, is parted, ends."""
    mark = OxmlElement(f"w:{kind if text else 'fldChar'}")
    if text:
        mark.text = text
        mark.set(qn("xml:space"), "preserve")
    else:
        mark.set(qn("w:fldCharType"), kind)
    run._r.append(mark)


def _justified(paper: Document, texts: list[str]) -> None:
    for text in filter(None, texts):
        paper.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _code(paper: Document, code: dict[str, str] | None, name: str, words: str, side: Any) -> None:
    if code is None:
        return
    [[left, right]] = _grid(paper, [["", f"{words}\n{code['url']}"]], [side + Cm(0.4), Cm(16.2) - side])
    shape = (
        left.paragraphs[0].add_run().add_picture(io.BytesIO(qr.png(qr.payload(code["url"]), 4)), width=side)
    )
    shape._inline.docPr.set("descr", name)
    right.paragraphs[0].runs[0].font.size = Pt(9)


def put_signature(paper: Document, signed: dict[str, str], left: Any = RIGHT) -> None:
    for text, bold in (
        (signed["office"] + "\n\n\n\n", False),
        (signed["name"], True),
        (signed["detail"], False),
    ):
        row = paper.add_paragraph()
        row.paragraph_format.left_indent = left
        row.paragraph_format.space_after = Pt(0)
        row.paragraph_format.keep_with_next = True
        row.add_run(text).bold = bold


def _copies(paper: Document, data: dict[str, Any]) -> None:
    numbered = [f"{number}. {one}" for number, one in enumerate(data["copies"], 1)]
    paper.add_paragraph("\n".join([data["copies_title"], *numbered])).paragraph_format.space_before = Pt(12)


def _attachment(paper: Document, data: dict[str, Any]) -> None:
    listed = data["attachment"]
    _new_page(paper)
    put_facts(paper, listed["of"], Cm(4))
    _centred(paper, listed["title"], 13)
    table = paper.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for row in [listed["columns"], *listed["rows"]]:
        for cell, text, width in zip(table.add_row().cells, row, (Cm(1.3), Cm(15.3)), strict=True):
            cell.width = width
            cell.paragraphs[0].add_run(text)
    put_signature(paper, data["signature"])


def _new_page(paper: Document) -> None:
    paper.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
