"""Photos of the past event: drawn, of nobody, as an invented city's must be."""

import io
from datetime import datetime, timedelta
from random import Random

from PIL import Image, ImageDraw

from events_app.checkin.photos import actions, pictures
from events_app.demo.cast import City
from events_app.events.tables import Event

SHOTS = (
    ("Pembukaan oleh Wali Kota Lembayung", "#1f4e79", "#f2c14e"),
    ("Paparan arah kebijakan nasional pencegahan TPPO", "#2e6f57", "#f7f3e3"),
    ("Peserta menyampaikan komitmen instansinya", "#7a3e48", "#f4d58d"),
    ("Penandatanganan daftar hadir di pintu utara", "#3d405b", "#e07a5f"),
)


async def tell(city: City, event: Event, day: datetime) -> None:
    """Four pictures, sent in after the event."""
    for number, (caption, wall, light) in enumerate(SHOTS):
        picture = await pictures.cleaned(f"foto-{number + 1}.png", _hall(number, wall, light))
        await actions.add(city.organiser, event, picture, caption, day + timedelta(hours=4, minutes=number))


def _hall(number: int, wall: str, light: str) -> bytes:
    """A hall with a screen and heads in rows."""
    dice = Random(f"hall {number}")  # noqa: S311 - the same story every time, not a secret
    image = Image.new("RGB", (1200, 800), wall)
    brush = ImageDraw.Draw(image)
    brush.rectangle((300, 90, 900, 380), fill=light)
    for line in range(3):
        brush.rectangle((350, 150 + 70 * line, 350 + dice.randint(250, 500), 170 + 70 * line), fill=wall)
    for row in range(3):
        for seat in range(9 + row):
            x, y, size = 60 + seat * (1100 // (9 + row)), 470 + 105 * row, 34 + 8 * row
            shade = dice.choice(("#d9b38c", "#8d5524", "#c68642", "#3b2f2f"))
            brush.ellipse((x, y, x + size, y + size), fill=shade)
            brush.rounded_rectangle((x - 14, y + size, x + size + 14, y + size + 70), 18, fill=light)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
