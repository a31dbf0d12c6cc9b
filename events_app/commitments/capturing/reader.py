"""What those who capture see of each other, and the wall: each line is a part of its own, so that only news travel."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from events_app import clock, i18n
from events_app.checkin.board import watching
from events_app.checkin.board.faces import Face
from events_app.checkin.board.reader import Reader
from events_app.checkin.board.watching import Watcher
from events_app.commitments.capturing import queries
from events_app.events.tables import Event
from events_app.templating import environment

ON_THE_WALL = 12


class Captured(Reader):
    """Reads the lines of one event for its watchers."""

    async def mark_now(self) -> str:
        return await queries.mark(self.event)

    async def drawn(self, event: Event, faces: set[Face]) -> list[tuple[Face, Mapping[str, str]]]:
        lines = await queries.lines(event.id)
        people = await queries.speakers(event.id) if any(face.view == "office" for face in faces) else []
        return [(face, drawing(event, lines, people, face)) for face in faces]

    async def unwelcome(self) -> list[Watcher]:
        return await watching.unwelcome(self.event, self.watchers, clock.now(), "capture_screen")


async def parts(event: Event, face: Face) -> dict[str, str]:
    """A face as it stands."""
    [(_face, drawn)] = await Captured(event.id).drawn(event, {face})
    return dict(drawn)


def drawing(
    event: Event, lines: list[queries.Line], people: list[queries.Speaker], face: Face
) -> dict[str, str]:
    """The wall is one part and names nobody; the office's are the lines by their ids, their order, and who may speak."""
    with i18n.using(face.locale):
        if face.view == "stage":
            return {"wall": _markup("_wall", event=event, lines=lines[:ON_THE_WALL], total=len(lines))}
        drawn = {str(line.line): _markup("_line", event=event, line=line) for line in lines}
        return {
            "order": " ".join(drawn),
            "speakers": _markup("_speakers", speakers=people, chosen=""),
            **drawn,
        }


def _markup(name: str, **facts: Any) -> Markup:
    text = environment().get_template(f"commitments/capturing/{name}.html").render(facts)
    return Markup(text)  # noqa: S704 - our own templates
