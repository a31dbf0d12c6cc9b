"""Pages of lists that come in: upload, columns, lines, progress, and what was refused."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.documents.serve import made
from events_app.errors import NotFound, Refusal
from events_app.i18n import _
from events_app.stakeholders.access import Ask
from events_app.stakeholders.forms import ImportForm
from events_app.stakeholders.lists import actions, mappings, queries, report, words
from events_app.stakeholders.lists.forms import UNUSED, ChoiceIn, ColumnsIn, VersionIn
from events_app.stakeholders.lists.refusals import NothingToRead
from events_app.stakeholders.lists.tables import ListReading, ReadingState
from events_app.stakeholders.tables import ImportDraft
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
KEEP = [requires(Right.keep_directory)]
PageNumber = Annotated[int, QueryParameter(name="page", ge=1, le=100_000)]
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@get("/imports/people", guards=KEEP)
async def new_import(request: Ask, event: FromQuery[UUID | None] = None) -> Answer:
    return await _upload_page(request, Form.blank(ImportForm, event=event))


@post("/imports/people", guards=KEEP)
async def read_list(request: Ask) -> Answer:
    form = await read_form(request, ImportForm)
    if not form.ok:
        return await _upload_page(request, form)
    try:
        given = await _list_of(form.value)
        draft = await actions.keep(request.user, *given, form.value.event, clock.now())
    except Refusal as refusal:
        return await _upload_page(request, form.refuse_list(refusal))
    return redirect(f"/imports/people/{draft.id}")


@get("/imports/people/{draft_id:uuid}", guards=KEEP)
async def show_list(
    request: Ask, draft: NamedDependency[ImportDraft], show: FromQuery[str] = "", number: PageNumber = 1
) -> Answer:
    """Where the list is: at work, waiting for its columns, to be looked at, done, or failed."""
    row = await actions.reading_of(request.user, draft, clock.now())
    return await _show(draft, row, show, number, _columns_form(row))


@post("/imports/people/{draft_id:uuid}/columns", guards=KEEP)
async def map_columns(request: Ask, draft: NamedDependency[ImportDraft]) -> Answer:
    form = await read_form(request, ColumnsIn)
    with form.refusing():
        said = form.value
        await actions.map_columns(request.user, draft, said.version, said.fields, said.headless, clock.now())
    if not form.ok:
        row = await actions.reading_of(request.user, draft, clock.now())
        return await _show(draft, row, "", 1, form)
    say(request, _("The list was read with these columns. They are remembered for the next list like it."))
    return redirect(f"/imports/people/{draft.id}")


@post("/imports/people/{draft_id:uuid}/choice", guards=KEEP)
async def choose_lines(request: Ask, draft: NamedDependency[ImportDraft]) -> Answer:
    """Keeps which lines are taken, on this page or on all, and perhaps commits them."""
    form = await read_form(request, ChoiceIn)
    if not form.ok:
        row = await actions.reading_of(request.user, draft, clock.now())
        answer = await _show(draft, row, "", 1, _columns_form(row))
        answer.status_code = form.status
        return answer
    choice = form.value
    if choice.step in ("take_all", "leave_all"):
        await actions.take_all(request.user, draft, choice.version, choice.show, choice.step == "take_all")
    else:
        await actions.take(request.user, draft, choice.version, choice.shown, choice.take)
    if choice.step == "commit":
        return await _commit(request, draft, choice.version)
    return redirect(f"/imports/people/{draft.id}?show={_known(choice.show)}&page={choice.page}")


@post("/imports/people/{draft_id:uuid}/commit", guards=KEEP)
async def commit_list(request: Ask, draft: NamedDependency[ImportDraft]) -> Answer:
    form = await read_form(request, VersionIn)
    return await _commit(request, draft, form.value.version if form.ok else 0)


@post("/imports/people/{draft_id:uuid}/stop", guards=KEEP)
async def stop_list(request: Ask, draft: NamedDependency[ImportDraft]) -> Answer:
    await actions.stop(draft)
    say(request, _("The work was stopped. Nothing of it was written."))
    return redirect(f"/imports/people/{draft.id}")


@post("/imports/people/{draft_id:uuid}/again", guards=KEEP)
async def read_again(request: Ask, draft: NamedDependency[ImportDraft]) -> Answer:
    await actions.begin_again(request.user, draft)
    return redirect(f"/imports/people/{draft.id}")


@get("/imports/people/{draft_id:uuid}/refused.xlsx", guards=KEEP)
async def refused_workbook(request: Ask, draft: NamedDependency[ImportDraft]) -> Answer:
    """The refused lines as a workbook, to be corrected and uploaded again."""
    return await _refused(request, draft, "xlsx", XLSX)


@get("/imports/people/{draft_id:uuid}/refused.csv", guards=KEEP)
async def refused_list(request: Ask, draft: NamedDependency[ImportDraft]) -> Answer:
    """The refused lines as CSV, to be corrected and uploaded again."""
    return await _refused(request, draft, "csv", CSV)


@get("/imports/mappings", guards=KEEP)
async def list_mappings(request: Ask) -> Answer:
    """What columns were said to mean."""
    rows = await mappings.remembered(request.user.organisation)
    return page("stakeholders/lists/mappings.html", rows=rows, words=words)


@post("/imports/mappings/{mapping_id:uuid}/forget", guards=KEEP)
async def forget_mapping(request: Ask, mapping_id: FromPath[UUID]) -> Answer:
    if not await mappings.forget(request.user, mapping_id):
        raise NotFound()
    say(request, _("Forgotten. The next list like it is recognised by its headings."))
    return redirect("/imports/mappings")


async def _refused(request: Ask, draft: ImportDraft, kind: report.Kind, media_type: str) -> Answer:
    row = await actions.reading_of(request.user, draft, clock.now())
    return made(f"{_('Refused lines')}.{kind}", media_type, await report.refused(row, kind))


async def _commit(request: Ask, draft: ImportDraft, version: int) -> Answer:
    await actions.commit(request.user, draft, version, clock.now())
    row = await actions.reading_of(request.user, draft, clock.now())
    counts = await queries.counts(draft.id)
    if row.state != ReadingState.committed:
        return redirect(f"/imports/people/{draft.id}")
    say(request, told(counts))
    if draft.event:
        return redirect(f"/events/{draft.event}/invitations/new?people={draft.id}")
    return redirect(f"/imports/people/{draft.id}" if counts["error"] else "/people")


async def _upload_page(request: Ask, form: Form[ImportForm]) -> Answer:
    recent = await queries.recent(request.user.organisation)
    return page("stakeholders/import.html", status=form.status, form=form, recent=recent)


async def _show(
    draft: ImportDraft, row: ListReading, show: str, number: int, form: Form[ColumnsIn]
) -> Answer:
    lines = await queries.lines(draft.id, show, number) if row.state in ("ready", "committed") else []
    facts: dict[str, Any] = {
        "draft": draft,
        "reading": row,
        "counts": await queries.counts(draft.id),
        "lines": lines[: queries.PAGE],
        "show": _known(show),
        "page": number,
        "next": number + 1 if len(lines) > queries.PAGE else None,
        "form": form,
        "fields": mappings.FIELDS,
        "unused": UNUSED,
        "words": words,
    }
    return page("stakeholders/lists/show.html", status=form.status, **facts)


def _columns_form(row: ListReading) -> Form[ColumnsIn]:
    said = [field or UNUSED for field in row.fields]
    return Form.blank(ColumnsIn, version=row.version, fields=said, headless=row.headless)


def _known(show: str) -> str:
    return show if show in queries.SHOWN else ""


async def _list_of(given: ImportForm) -> tuple[str, bytes]:
    """The file, or what was pasted; the file counts when there are both."""
    if isinstance(given.file, UploadFile):
        return given.file.filename, await given.file.read()
    if not given.pasted:
        raise NothingToRead()
    return _("Pasted cells"), given.pasted.encode("utf-8", "replace")


def told(counts: dict[str, int]) -> str:
    """What a commit did, in one sentence."""
    return _(
        "Added %(create)s, changed %(update)s, unchanged %(unchanged)s, refused %(error)s.",
        **{name: counts[name] for name in ("create", "update", "unchanged", "error")},
    )


doors = (
    new_import,
    read_list,
    show_list,
    map_columns,
    choose_lines,
    commit_list,
    stop_list,
    read_again,
    refused_workbook,
    refused_list,
    list_mappings,
    forget_mapping,
)
