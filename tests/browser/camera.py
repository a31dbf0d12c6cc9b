"""A fake camera for Chromium: QR codes on grey, as a looping motion JPEG."""

import io
from pathlib import Path

from PIL import Image

from events_app import qr

WIDTH, HEIGHT, HOLD = 640, 480, 30


def write_camera(path: Path, *codes: str, frames: int = HOLD) -> Path:
    """A film that shows each code for a second, or some frames, then the next, then from the start."""
    with path.open("wb") as film:
        for code in codes:
            film.write(_frame(code) * frames)
    return path


def _frame(code: str) -> bytes:
    picture = Image.new("RGB", (WIDTH, HEIGHT), (120, 120, 120))
    side = int(HEIGHT * 0.7)
    shown = Image.open(io.BytesIO(qr.png(code))).convert("RGB").resize((side, side), Image.Resampling.NEAREST)
    picture.paste(shown, ((WIDTH - side) // 2, (HEIGHT - side) // 2))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()
