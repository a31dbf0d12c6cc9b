"""Names that are longer than their place, where nothing can tell how wide a reader's screen is."""

from functools import cache

from PIL import ImageFont

from events_app.paths import STATIC

SIZE = 16
ELLIPSIS = "…"


def fitted(text: str, room: float) -> str:
    """The text, or as much of it as `room` pixels hold and an ellipsis; set in the letters of the papers."""
    width = _letters().getlength
    if width(text) <= room:
        return text
    kept = text
    while kept and width(kept + ELLIPSIS) > room:
        kept = kept[:-1].rstrip()
    return kept + ELLIPSIS


@cache
def _letters() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(STATIC / "vendor/fonts/NotoSans-Regular.ttf", SIZE)
