"""What a camera made becomes a picture that may be kept: turned upright, made smaller, without place and owner."""

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from PIL import ExifTags, Image

from events_app.documents import names
from events_app.errors import Refusal
from events_app.i18n import N_

LARGEST = 25 * 1024 * 1024
SIDE = 2000
MOST_POINTS = 60_000_000
"""More than any phone takes at once; a small file may claim billions and would fill the memory."""
MOST_WHOLE = 25_000_000
"""Of what is not a JPEG: that one is read as small as it is wanted, all others whole."""
FOR_PAPER = 1_200
FOR_PAGE = 480
Way = Image.Transpose
TURNS = {
    2: Way.FLIP_LEFT_RIGHT,
    3: Way.ROTATE_180,
    4: Way.FLIP_TOP_BOTTOM,
    5: Way.TRANSPOSE,
    6: Way.ROTATE_270,
    7: Way.TRANSVERSE,
    8: Way.ROTATE_90,
}
_drawing = ThreadPoolExecutor(1, "photos")
"""One after the other: many at once would fill the memory."""
TAKEN = ("JPEG", "PNG", "WEBP")


class NotAPhoto(Refusal):
    status_code = 422
    message = N_("%(name)s is not a photo that can be read. Please send JPEG, PNG or WebP.")
    field = "file"


class HeicPhoto(Refusal):
    status_code = 422
    message = N_(
        "%(name)s is a HEIC photo. Please save it as JPEG first: phones offer it as “most compatible”."
    )
    field = "file"


class PhotoTooLarge(Refusal):
    status_code = 422
    message = N_("%(name)s is larger than %(megabytes)s MB.")
    field = "file"


class TooManyPoints(Refusal):
    status_code = 422
    message = N_("%(name)s has more than %(millions)s million points. Please make it smaller first.")
    field = "file"


@dataclass(frozen=True)
class Picture:
    """A JPEG without anything but its points."""

    name: str
    data: bytes
    width: int
    height: int


async def cleaned(filename: str, data: bytes) -> Picture:
    """The picture in a file. Raises NotAPhoto, HeicPhoto, PhotoTooLarge or TooManyPoints."""
    name = names.clean(filename)
    if len(data) > LARGEST:
        raise PhotoTooLarge(name=name, megabytes=LARGEST // 2**20)
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"heis", b"hevc"):
        raise HeicPhoto(name=name)
    return await asyncio.get_running_loop().run_in_executor(_drawing, _drawn, name, data)


def _drawn(name: str, data: bytes) -> Picture:
    # By its first bytes: phones put several pictures into one JPEG, which Pillow then calls by another name.
    most = MOST_POINTS if data.startswith(b"\xff\xd8") else MOST_WHOLE
    try:
        with Image.open(io.BytesIO(data), formats=TAKEN) as image:
            if image.width * image.height > most:
                raise TooManyPoints(name=name, millions=most // 10**6)
            return _small(name, image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPoints(name=name, millions=most // 10**6) from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise NotAPhoto(name=name) from None


async def for_paper(data: bytes) -> bytes:
    """A kept photo as small as a page of a report needs it."""
    return await asyncio.get_running_loop().run_in_executor(_drawing, _within, data, FOR_PAPER)


async def for_page(data: bytes) -> bytes:
    """A kept photo as small as a row of them needs it; a touch leads to the whole."""
    return await asyncio.get_running_loop().run_in_executor(_drawing, _within, data, FOR_PAGE)


def _within(data: bytes, side: int) -> bytes:
    with Image.open(io.BytesIO(data)) as image:
        image.draft("RGB", (side, side))
        image.thumbnail((side, side), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        image.save(out, "JPEG", quality=75, optimize=True)
        return out.getvalue()


def _turn(image: Image.Image) -> Image.Transpose | None:
    """How it is to be turned; whatever cannot be read of what a camera wrote is left alone."""
    try:
        return TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:
        return None


def _small(name: str, image: Image.Image) -> Picture:
    image.draft("RGB", (SIDE, SIDE))  # a JPEG is read no larger than it has to be
    turn = _turn(image)
    image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    whole = (image if turn is None else image.transpose(turn)).convert("RGBA")
    paper = Image.new("RGB", whole.size, "white")
    paper.paste(whole, mask=whole)
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=85, optimize=True)
    stem = name.rpartition(".")[0] or name
    return Picture(names.clean(f"{stem}.jpg"), out.getvalue(), *paper.size)
