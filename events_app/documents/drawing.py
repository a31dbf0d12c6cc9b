"""A program of its own: a stranger's PDF on standard input, its first page as PNG on standard output.

Run apart from the server, with little time and memory and none of its secrets in the environment: a file made to exhaust
or crash what draws it harms only this. It is still the same user of the machine, so what that user may read, a file that
took over the drawing could read.
"""

import resource
import sys
import tempfile
from pathlib import Path

WIDTH = 900
SECONDS, BYTES = 20, 2 * 2**30
SHEET = (
    f'#set page(width: auto, height: auto, margin: 0pt)\n#image("stranger.pdf", page: 1, width: {WIDTH}pt)\n'
)


def draw() -> None:
    """Draws and ends; a fault ends with another code than 0 and says nothing."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    import typst

    with tempfile.TemporaryDirectory(prefix="preview-") as folder:
        sheet = Path(folder) / "sheet.typ"
        sheet.write_text(SHEET)
        (Path(folder) / "stranger.pdf").write_bytes(sys.stdin.buffer.read())
        drawn = typst.compile(str(sheet), root=folder, format="png", ppi=72.0)
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    draw()
