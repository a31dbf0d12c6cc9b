"""A program of its own: a stranger's PDF on standard input, its first pages as one PNG on standard output.

Run apart from the server, with little time and memory and none of its secrets in the environment: a file made to exhaust
or crash what draws it harms only this. It is still the same user of the machine, so what that user may read, a file that
took over the drawing could read.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path

WIDTH = 900
PAGES = 5
SECONDS, BYTES = 20, 2 * 2**30
ENOUGH = 5.0
"""After so many seconds of trying no further page is looked for, so that the first ones are still drawn in time."""

SHEET = """#set page(width: auto, height: auto, margin: 0pt, fill: luma(60%))
#stack(dir: ttb, spacing: 12pt, ..range(1, {last} + 1).map(number =>
  box(fill: white, image("stranger.pdf", page: number, width: {width}pt))))
"""


def draw() -> None:
    """Draws and ends; a fault ends with another code than 0 and says nothing."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    with tempfile.TemporaryDirectory(prefix="preview-") as folder:
        (Path(folder) / "stranger.pdf").write_bytes(sys.stdin.buffer.read())
        drawn = _sheet(folder, _last(folder), 72.0)
    sys.stdout.buffer.write(drawn)


def _last(folder: str) -> int:
    """How many of the first pages there are; each is tried at the size of a stamp."""
    import typst

    start = time.monotonic()
    for last in range(1, PAGES):
        try:
            _sheet(folder, last + 1, 1.0)
        except typst.TypstError:
            return last
        if time.monotonic() - start > ENOUGH:
            return last + 1
    return PAGES


def _sheet(folder: str, last: int, ppi: float) -> bytes:
    import typst

    sheet = Path(folder) / "sheet.typ"
    sheet.write_text(SHEET.format(last=last, width=WIDTH))
    drawn: bytes = typst.compile(str(sheet), root=folder, format="png", ppi=ppi)
    return drawn


if __name__ == "__main__":
    draw()
