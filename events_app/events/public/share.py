"""The picture that messengers and networks show for an event's page: who, what, when, where."""

import hashlib
import io
from dataclasses import astuple, dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from events_app.paths import STATIC

SIZE = (1200, 630)
MARGIN, BAND = 80, 150
NAVY, GOLD, PAPER, INK, MUTED = "#0b2545", "#d3a93c", "#faf7f0", "#1b2430", "#565d68"
FONTS = STATIC / "vendor" / "fonts"
MOST_LINES = 4
SHOWN_LONGEST = 160
VERSION = 1
"""Raised when the drawing changes, so that caches let go of the old one."""


@dataclass(frozen=True)
class Card:
    """The words on the picture."""

    organisation: str
    title: str
    when: str
    where: str

    @property
    def etag(self) -> str:
        """The same words, the same picture."""
        return f'"{hashlib.sha256(repr((VERSION, *astuple(self))).encode()).hexdigest()[:32]}"'


def draw(card: Card) -> bytes:
    """The PNG; takes some hundredths of a second, so it is for a thread."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, SIZE[0], BAND), fill=NAVY)
    pen.rectangle((0, BAND, SIZE[0], BAND + 8), fill=GOLD)
    organisation = _lines(card.organisation, 40, bold=True, most=1)
    pen.text((MARGIN, 50), organisation[0] if organisation else "", font=_font(40, bold=True), fill=PAPER)
    y = BAND + 60
    for line in _lines(card.title, 60, bold=True, most=MOST_LINES):
        pen.text((MARGIN, y), line, font=_font(60, bold=True), fill=INK)
        y += 76
    for number, text in enumerate(text for text in (card.when, card.where) if text):
        for line in _lines(text, 34, bold=False, most=1):
            pen.text((MARGIN, SIZE[1] - 130 + 50 * number), line, font=_font(34, bold=False), fill=MUTED)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


@cache
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"NotoSans-{'Bold' if bold else 'Regular'}.ttf"), size)


def _lines(text: str, size: int, *, bold: bool, most: int) -> list[str]:
    """The text in at most so many lines that fit; what does not is told by an ellipsis."""
    font, lines = _font(size, bold=bold), [""]
    words = " ".join(text.split())[:SHOWN_LONGEST].split()
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= SIZE[0] - 2 * MARGIN or not lines[-1]:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} …"
            break
    return [_fitting(line, font) for line in lines if line]


def _fitting(line: str, font: ImageFont.FreeTypeFont) -> str:
    """A single word that is longer than a line is cut."""
    while font.getlength(line) > SIZE[0] - 2 * MARGIN:
        line = f"{line[:-2]}…"
    return line
