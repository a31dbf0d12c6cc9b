"""Small real files that prove what was done: a letter as PDF, a photograph as PNG."""

import io
import textwrap
import time
from datetime import date

from PIL import Image, ImageDraw, ImageFont

from events_app.commitments.actions.evidence import File

INK, PAPER, BANNER = "#1f2933", "#ffffff", "#5b3b8c"
PAGE = (620, 877)
PHOTO = (640, 420)
LONG_AGO = time.struct_time((2020, 1, 1, 0, 0, 0, 2, 1, 0))
"""The moment that the PDF claims: the same story gives the same bytes."""


def letter(office: str, title: str, day: date) -> File:
    """A one-page report of an office."""
    page = Image.new("L", PAGE, "white")
    draw = ImageDraw.Draw(page)
    draw.multiline_text((60, 60), _lines(office.upper(), 34), "black", _font(26))
    draw.line((60, 150, 560, 150), "black", 3)
    draw.multiline_text((60, 190), _lines(f"Laporan: {title}", 46), "black", _font(20))
    body = f"Dengan ini kami laporkan bahwa pekerjaan tersebut telah selesai pada {day:%d-%m-%Y}."
    draw.multiline_text((60, 290), _lines(body, 58), "black", _font(16))
    draw.text((60, 420), "Dokumen contoh untuk peragaan.", "black", _font(14))
    out = io.BytesIO()
    page.save(out, "PDF", resolution=75, creationDate=LONG_AGO, modDate=LONG_AGO)
    return File("laporan.pdf", out.getvalue())


def photo(office: str, title: str) -> File:
    """What stands in for a photograph: a hall with people below a banner."""
    image = Image.new("RGB", PHOTO, "#f3e9dc")
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 40, 580, 180), BANNER)
    draw.multiline_text((80, 60), _lines(title, 40), PAPER, _font(22))
    draw.text((80, 145), office[:52], PAPER, _font(16))
    for row, y in enumerate((260, 330)):
        for x in range(70 + 30 * row, 570, 75):
            draw.ellipse((x, y, x + 36, y + 36), "#c68f6a")
            draw.pieslice((x - 12, y + 36, x + 48, y + 110), 180, 360, INK)
    out = io.BytesIO()
    image.quantize(16).save(out, "PNG", optimize=True)
    return File("foto-kegiatan.png", out.getvalue())


def _lines(text: str, width: int) -> str:
    return "\n".join(textwrap.wrap(text, width))


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
