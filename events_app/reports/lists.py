"""Doors of the attendance list: the paper and the workbook, of the event, a session or a day; and the page to choose."""

from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, QueryParameter
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires_any
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin.listing import making, queries
from events_app.checkin.listing.forms import MOST_BLANKS, ListIn, Phones, Whom
from events_app.documents import serve
from events_app.events.handing_out import FileToHandOut, note_handed_out
from events_app.events.queries import parts_of
from events_app.events.runs.tables import PaperRun
from events_app.events.tables import Event
from events_app.formats import date_long
from events_app.reports.access import LOADERS, WITNESSES, guard_of
from events_app.reports.exports import MEDIA
from events_app.shapes import Day
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Ask = Request[Actor, Any, Any]
Answer = Response[Any]
NAME = "attendance-list"
PDF = "application/pdf"
Language = FromQuery[Literal["id", "en"] | None]
OfDay = Annotated[Day | None, QueryParameter(description="One of the event's days, where it is held.")]
Session = FromQuery[UUID | None]
Blanks = Annotated[
    int, QueryParameter(ge=0, le=MOST_BLANKS, description="Empty lines for whoever comes uninvited.")
]
Numbers = Annotated[Phones, QueryParameter(description="`full` only for those who invite.")]
People = Annotated[
    Whom, QueryParameter(description="`apart`: who did not come in a list of their own, with excuses.")
]


class ListForm(ListIn):
    """The page's form: also as which kind of file, in which language."""

    kind: Literal["pdf", "xlsx"] = "pdf"
    language: Literal["id", "en"] | None = Field(default=None)


def asked(
    event: NamedDependency[Event],
    session_id: Session = None,
    day: OfDay = None,
    people: People = Whom.all,
    phones: Numbers = Phones.masked,
    blank_lines: Blanks = 0,
) -> ListIn:
    """What a list's address asks for, looked at once the event is known to be theirs."""
    return ListIn(session_id=session_id, day=day, people=people, phones=phones, blank_lines=blank_lines)


def doors(prefix: str) -> list[Any]:
    """The list as PDF and as XLSX, below a prefix."""
    return [
        _door(f"{prefix}/documents/{NAME}.pdf", PDF),
        _door(f"{prefix}/exports/{NAME}.xlsx", MEDIA["xlsx"]),
    ]


def _door(path: str, media: str) -> Any:
    async def listing(
        request: Ask, event: NamedDependency[Event], wish: NamedDependency[ListIn], language: Language = None
    ) -> Response[bytes]:
        making.must_see(request.user, wish)
        made = await _made(request.user, event, wish, media, language)
        await note_handed_out(request.user, event, made.filename)
        return serve.made(made.filename, media, made.data)

    ending = path.rpartition(".")[2]
    return get(
        path,
        guards=[guard_of(NAME)],
        dependencies={"event": Provide(LOADERS[NAME]), "wish": Provide(asked, sync_to_thread=False)},
        summary=f"Attendance list as {ending.upper()}",
        operation_id=f"{'page_' if not path.startswith('/events') else ''}attendance_list_{ending}",
        description="Of the event, one session or one day; in the event's language, or in `language`.",
        media_type=media,
    )(listing)


async def _made(actor: Actor, event: Event, wish: ListIn, media: str, language: str | None) -> FileToHandOut:
    spoken = language or event.language
    if media == PDF:
        return await making.pdf(actor, event, wish, spoken, clock.now())
    return await making.xlsx(event, wish, spoken)


@get(
    "/events/{event_id:uuid}/attendance-list",
    guards=[requires_any(*WITNESSES)],
    dependencies={"event": Provide(LOADERS[NAME])},
)
async def choose(request: Ask, event: NamedDependency[Event]) -> Answer:
    """Of what, whom, with which numbers."""
    return await _page(
        request, event, Form.blank(ListForm, people="all", phones="masked", kind="pdf", blank_lines=0)
    )


@post(
    "/events/{event_id:uuid}/attendance-list",
    guards=[requires_any(*WITNESSES)],
    dependencies={"event": Provide(LOADERS[NAME])},
    status_code=200,
)
async def make(request: Ask, event: NamedDependency[Event]) -> Answer:
    """A file, or for a long paper a page that says how far it is."""
    form = await read_form(request, ListForm)
    with form.refusing():
        return await _answer(request.user, event, form.value)
    return await _page(request, event, form)


async def _answer(actor: Actor, event: Event, said: ListForm) -> Answer:
    making.must_see(actor, said)
    spoken = said.language or event.language
    if said.kind == "xlsx":
        made: FileToHandOut | PaperRun = await making.xlsx(event, said, spoken)
    else:
        made = await making.pdf_or_run(actor, event, said, spoken, clock.now())
    if isinstance(made, PaperRun):
        return redirect(f"/events/{event.id}/paper-runs/{made.id}")
    await note_handed_out(actor, event, made.filename)
    return serve.made(made.filename, PDF if said.kind == "pdf" else MEDIA["xlsx"], made.data)


async def _page(request: Ask, event: Event, form: Form[ListForm]) -> Answer:
    days = queries.days_of(event)
    return page(
        "checkin/listing/choose.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        form=form,
        sessions=[(part.session.id, part.session.title) for part in await parts_of(event)],
        days=[(day.isoformat(), date_long(day)) for day in days] if len(days) > 1 else [],
        may_see_numbers=request.user.may(Right.invite) or request.user.may(Right.manage),
    )


page_doors: list[Any] = [choose, make]
