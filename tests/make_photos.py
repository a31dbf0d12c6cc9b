"""Pictures as cameras make them, drawn for the tests."""

import io
import struct
import zlib

from PIL import Image

GPS = {1: "S", 2: (6.0, 10.0, 30.0), 3: "E", 4: (106.0, 49.0, 12.0)}


def photo(
    width: int = 60, height: int = 40, kind: str = "JPEG", orientation: int = 1, gps: bool = True
) -> bytes:
    """A picture whose left half is red and whose right half is blue; `gps`: it says where it was taken."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = "Pemilik Kamera"
    if gps:
        exif.get_ifd(0x8825).update(GPS)
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of a few bytes that claims to be 100,000 points wide and as high."""
    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 10))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
