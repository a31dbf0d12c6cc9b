"""Doors for people who bring sheets along: upload or paste, look at every line, say what columns mean, write."""

from typing import Any

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency, Provide

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.importing import access, actions
from events_app.commitments.importing.columns import LABELS
from events_app.commitments.importing.forms import UNUSED, ColumnsForm, SheetForm
from events_app.commitments.importing.tables import ImportedSheet
from events_app.documents import sheets
from events_app.documents.serve import made, stored
from events_app.documents.tables import Document
from events_app.errors import NotFound, Refusal
from events_app.events.tables import Event
from events_app.i18n import _, gettext
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
KEEP = [requires(Right.keep_commitments)]
HERE = "/events/{event_id:uuid}/rtl"
SHEET = HERE + "/{sheet_id:uuid}"


@get(HERE, guards=KEEP)
async def bring(kept_event: NamedDependency[Event]) -> Answer:
    """A file, or cells to paste; and the sheets that were brought before."""
    return await _upload(kept_event, Form.blank(SheetForm))


@post(HERE, guards=KEEP)
async def read_sheet(request: Asker, kept_event: NamedDependency[Event]) -> Answer:
    """Keeps the original and shows what would become of each line."""
    form = await read_form(request, SheetForm)
    if not form.ok:
        return await _upload(kept_event, form)
    try:
        name, data = await _given(form.value)
        sheet = await actions.keep(request.user, kept_event, name, data)
    except Refusal as refusal:
        return await _upload(kept_event, form.refuse_list(refusal))
    return redirect(f"/events/{kept_event.id}/rtl/{sheet.id}")


@get(SHEET, guards=KEEP)
async def show_sheet(kept_event: NamedDependency[Event], sheet: NamedDependency[ImportedSheet]) -> Answer:
    """Line by line; nothing is written yet."""
    return await _show(kept_event, sheet)


@post(f"{SHEET}/columns", guards=KEEP)
async def say_columns(
    request: Asker, kept_event: NamedDependency[Event], sheet: NamedDependency[ImportedSheet]
) -> Answer:
    """What each column means, by hand."""
    form = await read_form(request, ColumnsForm)
    with form.refusing():
        await actions.say_columns(request.user, sheet, form.value.row_version, form.value.fields)
    return (
        redirect(f"/events/{kept_event.id}/rtl/{sheet.id}")
        if form.ok
        else await _show(kept_event, sheet, form)
    )


@post(f"{SHEET}/commit", guards=KEEP)
async def commit_sheet(
    request: Asker, kept_event: NamedDependency[Event], sheet: NamedDependency[ImportedSheet]
) -> Answer:
    """Writes the lines that are no error."""
    found = await actions.commit(request.user, kept_event, sheet, clock.now())
    say(request, _("Drafts written for %(num)s lines.", num=found.counts["create"]))
    return redirect(f"/events/{kept_event.id}/rtl/{sheet.id}")


@get(f"{SHEET}/refused.csv", guards=KEEP)
async def refused_lines(kept_event: NamedDependency[Event], sheet: NamedDependency[ImportedSheet]) -> Answer:
    """The lines that were left out, with why, to be corrected and brought again."""
    found = await actions.look(kept_event, sheet, clock.now())
    rows = [
        [*one.cells, one.line, "; ".join(f"{gettext(LABELS[name])}: {text}" for name, text in one.problems)]
        for one in found.lines
        if one.outcome == "error"
    ]
    headers = [*found.headings, _("Original line"), _("Why it was refused")]
    return made(f"{kept_event.ref}-rtl.csv", "text/csv; charset=utf-8", sheets.csv(headers, rows))


@get(f"{SHEET}/content", guards=KEEP)
async def original(sheet: NamedDependency[ImportedSheet]) -> Any:
    """The sheet as it came."""
    document = await Document.objects().get(Document.id == sheet.document)
    if document is None:
        raise NotFound()
    return await stored(document)


async def _given(form: SheetForm) -> tuple[str, bytes]:
    if isinstance(form.file, UploadFile):
        return form.file.filename, await form.file.read()
    return "rtl.csv", form.pasted.encode()


async def _upload(event: Event, form: Form[SheetForm]) -> Answer:
    before = (
        await ImportedSheet.objects(ImportedSheet.document)
        .where(ImportedSheet.event == event.id)
        .order_by(ImportedSheet.id, ascending=False)
        .limit(50)
    )
    return page(
        "commitments/importing/bring.html",
        status=form.status,
        form=form,
        event=event,
        before=before,
        nav_current="events",
    )


async def _show(event: Event, sheet: ImportedSheet, form: Form[ColumnsForm] | None = None) -> Answer:
    found = await actions.look(event, sheet, clock.now())
    return page(
        "commitments/importing/show.html",
        status=form.status if form else 200,
        form=form,
        event=event,
        sheet=sheet,
        plan=found,
        counts=found.counts,
        labels=[(UNUSED, _("Not used")), *((name, gettext(text)) for name, text in LABELS.items())],
        words={name: gettext(text) for name, text in LABELS.items()},
        nav_current="events",
    )


ROWS = {"sheet": Provide(access.sheet_here)}
doors: list[Any] = [bring, read_sheet, show_sheet, say_columns, commit_sheet, refused_lines, original]
