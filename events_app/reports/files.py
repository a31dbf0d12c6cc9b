"""One door for each paper and list; the pages and the API open the same ones."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, QueryParameter

from events_app import clock
from events_app.checkin.badges.formats import USUAL
from events_app.checkin.badges.tables import BadgeFormat
from events_app.documents import serve
from events_app.events.handing_out import note_handed_out
from events_app.events.tables import Event
from events_app.reports import exports, lists, papers
from events_app.reports.access import LOADERS, Asker, guard_of
from events_app.reports.papers.badges import printed

Language = FromQuery[Literal["id", "en"] | None]
Part = Annotated[int, QueryParameter(ge=1, le=1000, description="Of letters and badges, 500 at a time.")]
Format = Annotated[
    BadgeFormat, QueryParameter(name="format", description="How many on a page, and how large.")
]
Door = Any
OWN = frozenset({"badges", "attendance-list"})
"""Papers that are asked for with more than a language and a part."""
PDF = "application/pdf"


def doors(prefix: str) -> list[Door]:
    """Every paper as PDF and every list as XLSX and CSV, below a prefix."""
    made = [_paper(f"{prefix}/documents/{name}.pdf", name) for name in papers.PAPERS if name not in OWN]
    made += [_badges(f"{prefix}/documents/badges.pdf"), *lists.doors(prefix)]
    kinds = [(name, kind) for name in exports.EXPORTS for kind in exports.MEDIA]
    return made + [_list(f"{prefix}/exports/{name}.{kind}", name, kind) for name, kind in kinds]


def _paper(path: str, name: str) -> Door:
    async def paper(
        request: Asker, event: NamedDependency[Event], language: Language = None, part: Part = 1
    ) -> Response[bytes]:
        filename, data = await papers.make(name, event, language or event.language, clock.now(), part)
        await note_handed_out(request.user, event, filename)
        return serve.made(filename, PDF, data)

    return _door(path, name, f"{name.replace('-', ' ').capitalize()} as PDF", paper)


def _badges(path: str) -> Door:
    async def badges(
        request: Asker,
        event: NamedDependency[Event],
        language: Language = None,
        part: Part = 1,
        chosen: Format = USUAL,
    ) -> Response[bytes]:
        asked = (language or event.language, clock.now(), part, chosen)
        filename, data = await printed(request.user, event, *asked)
        await note_handed_out(request.user, event, filename)
        return serve.made(filename, PDF, data)

    return _door(path, "badges", "Badges as PDF", badges)


def _list(path: str, name: str, kind: str) -> Door:
    async def listing(
        request: Asker, event: NamedDependency[Event], language: Language = None
    ) -> Response[bytes]:
        filename, data = await exports.make(name, kind, event, language or event.language, clock.now())
        await note_handed_out(request.user, event, filename)
        return serve.made(filename, exports.MEDIA[kind], data)

    return _door(path, name, f"{name.capitalize()} as {kind.upper()}", listing)


def _door(path: str, name: str, summary: str, handler: Callable[..., Any]) -> Door:
    return get(
        path,
        guards=[guard_of(name)],
        dependencies={"event": Provide(LOADERS[name])},
        summary=summary,
        operation_id=path.strip("/")
        .replace("/", "_")
        .replace("{event_id:uuid}", "event")
        .replace(".", "_")
        .replace("-", "_"),
        description="In the event's language, or in `language`.",
        media_type=PDF if path.endswith(".pdf") else exports.MEDIA[path.rpartition(".")[2]],
    )(handler)
