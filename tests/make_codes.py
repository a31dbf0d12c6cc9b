"""QR codes as cameras meet them: printed at 200 dpi, then blurred, noisy, tilted, pale; read by an independent decoder."""

import io
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import typst
import zxingcpp
from PIL import Image, ImageFilter
from PIL.Image import Image as Picture
from PIL.Image import Resampling, Transform

from events_app.documents import pdf

DPI = 200
ONLY_QR: Any = zxingcpp.BarcodeFormat.QRCode
MARGIN = 0.35
"""How much of a code's own side is seen around it."""


@dataclass(frozen=True)
class Printed:
    """A code on a page: what it says, how wide it is in millimetres without its quiet zone, and the picture around it."""

    text: str
    width: float
    picture: Picture


async def pages(monkeypatch: Any, make: Callable[[], Awaitable[Any]]) -> list[Picture]:
    """What the printer draws, page by page, of the paper that `make` makes."""
    drawn: list[Picture] = []

    def draw(sources: dict[str, bytes], root: str, timestamp: int, _standards: Any) -> bytes:
        given: Any = sources
        made: Any = typst.compile(given, root=root, font_paths=pdf._fonts(), format="png", ppi=DPI)
        drawn.extend(_grey(page) for page in (made if isinstance(made, list) else [made]))
        return b"%PDF"

    with monkeypatch.context() as patch:
        patch.setattr(pdf, "_compile", draw)
        await make()
    return drawn


def codes(page: Picture, dpi: float = DPI) -> list[Printed]:
    """Every code on a page, each with the picture around it."""
    found = zxingcpp.read_barcodes(page, formats=ONLY_QR)
    return [Printed(one.text, _side(one) / dpi * 25.4, _around(page, one)) for one in found]


def read(picture: Picture) -> list[str]:
    """What a decoder reads in a picture."""
    return [one.text for one in zxingcpp.read_barcodes(picture, formats=ONLY_QR)]


def svg_grid(svg: str) -> "np.ndarray[tuple[int, int], np.dtype[np.bool_]]":
    """The dark modules of a drawing of ours, its quiet zone included."""
    found = re.search(r'viewBox="0 0 (\d+) \1"', svg)
    path = re.search(r'stroke="#000" d="M(\d+) (\d+)\.5([^"]*)"', svg)
    assert found, "a code is square"
    assert path, "it begins in the middle of its first row"
    grid = np.zeros((int(found[1]),) * 2, dtype=bool)
    x, y = int(path[1]), int(path[2])
    for stroke, width, down in re.findall(r"(?:h(\d+)|m(-?\d+) (\d+))", path[3]):
        if stroke:
            grid[y, x : x + int(stroke)] = True
        x, y = x + int(stroke or width), y + int(down or 0)
    return grid


def svg_pixels(svg: str, module: int = 6) -> Picture:
    """A drawing of ours as a screen shows it, `module` pixels a module."""
    light = np.where(svg_grid(svg), 0, 255).astype(np.uint8)
    return Image.fromarray(np.kron(light, np.ones((module, module), dtype=np.uint8)))


def png_pixels(data: bytes) -> Picture:
    """A bitmap of ours."""
    return _grey(data)


def spoilt(picture: Picture) -> Iterator[tuple[str, Picture]]:
    """The picture as it is, and what hands, lenses, light and cheap printers make of it."""
    yield "as it is", picture
    yield "blurred", picture.filter(ImageFilter.GaussianBlur(1.6))
    yield "noisy", _noisy(picture, 28)
    yield "tilted", _tilted(picture)
    yield (
        "printed grey",
        _noisy(
            picture.point([int(80 + level * 0.5) for level in range(256)]).filter(
                ImageFilter.GaussianBlur(0.8)
            ),
            8,
        ),
    )
    yield "turned", picture.rotate(13, Resampling.BICUBIC, expand=True, fillcolor=255)
    yield "all at once", _noisy(_tilted(picture).filter(ImageFilter.GaussianBlur(1.0)), 12)


def _grey(data: bytes) -> Picture:
    return Image.open(io.BytesIO(data)).convert("L")


def _noisy(picture: Picture, strength: float) -> Picture:
    dice = np.random.default_rng(7)
    grid = np.asarray(picture, dtype=float) + dice.normal(0, strength, (picture.height, picture.width))
    return Image.fromarray(grid.clip(0, 255).astype(np.uint8))


def _tilted(picture: Picture) -> Picture:
    """Seen from one side and from below: the far edge an eighth shorter than the near one."""
    wide, high = picture.size
    near = (-0.02 * wide, 1.02 * high, 1.03 * wide, 1.06 * high)
    far = (-0.08 * wide, -0.04 * high, *near, 1.06 * wide, 0.02 * high)
    return picture.transform(picture.size, Transform.QUAD, far, Resampling.BICUBIC, fillcolor=255)


def _side(one: Any) -> float:
    place = one.position
    return float(np.hypot(place.top_right.x - place.top_left.x, place.top_right.y - place.top_left.y))


def _around(page: Picture, one: Any) -> Picture:
    corners = [
        one.position.top_left,
        one.position.top_right,
        one.position.bottom_left,
        one.position.bottom_right,
    ]
    edge = _side(one) * MARGIN
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    return page.crop((int(min(xs) - edge), int(min(ys) - edge), int(max(xs) + edge), int(max(ys) + edge)))
