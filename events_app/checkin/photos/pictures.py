"""What a camera made becomes a picture that may be kept: turned upright, made smaller, without place and owner."""

import asyncio
import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from events_app.documents import names
from events_app.errors import Refusal
from events_app.i18n import N_

LARGEST = 25 * 1024 * 1024
SIDE = 2000
MOST_POINTS = 60_000_000
"""More than any phone takes at once; a small file may claim billions and would fill the memory."""
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
    return await asyncio.to_thread(_drawn, name, data)


def _drawn(name: str, data: bytes) -> Picture:
    try:
        with Image.open(io.BytesIO(data), formats=TAKEN) as image:
            if image.width * image.height > MOST_POINTS:
                raise TooManyPoints(name=name, millions=MOST_POINTS // 10**6)
            return _small(name, image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise TooManyPoints(name=name, millions=MOST_POINTS // 10**6) from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise NotAPhoto(name=name) from None


def _small(name: str, image: Image.Image) -> Picture:
    image.draft("RGB", (SIDE, SIDE))  # a JPEG is read no larger than it has to be
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    whole = upright.convert("RGBA")
    paper = Image.new("RGB", whole.size, "white")
    paper.paste(whole, mask=whole)
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=85, optimize=True)
    stem = name.rpartition(".")[0] or name
    return Picture(names.clean(f"{stem}.jpg"), out.getvalue(), *paper.size)
