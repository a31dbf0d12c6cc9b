"""Pages that bring lists of indicators, look at their lines first, and retire what holds no more."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.indicators import actions, queries, reading, retiring, words
from events_app.commitments.indicators.forms import (
    MOST_TEXT,
    IndicatorLinesIn,
    IndicatorListIn,
    LinesForm,
    OfferListForm,
)
from events_app.commitments.indicators.outputs import counts_of
from events_app.commitments.indicators.queries import indicator_of
from events_app.commitments.indicators.reading import Line
from events_app.commitments.indicators.shipped import SHIPPED
from events_app.errors import FieldError, Invalid, NotFound, Refusal
from events_app.i18n import N_, _, gettext
from events_app.web.faults import checked
from events_app.web.flash import say, say_undoable
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
KEEP = [requires(Right.keep_commitments)]
HERE = "/reports/indicators"
TOO_LARGE = N_("This file is larger than 1 MB.")


@get(f"{HERE}/import", guards=KEEP)
async def bring() -> Answer:
    """A file or its lines, and the lists that come along."""
    return _bring(Form.blank(LinesForm), [])


@post(f"{HERE}/import", guards=KEEP)
async def read_lines(request: Asker) -> Answer:
    """First a look at every line; then all of them, or none."""
    form = await read_form(request, LinesForm)
    if not form.ok:
        return _bring(form, [])
    lines: list[Line] = []
    try:
        sent = await _sent(form.value)
        form.values["csv"] = sent.csv
        lines = await reading.plan(request.user.organisation, sent.csv)
        if form.value.step == "act":
            count = await actions.read_lines(request.user, sent, clock.now())
            say(request, _("Indicators read: %(count)d", count=count))
            return redirect(HERE)
    except Refusal as refusal:
        form.refuse(refusal)
    return _bring(form, lines)


@post(f"{HERE}/shipped/{{list_name:str}}", guards=KEEP)
async def load(request: Asker, list_name: FromPath[str]) -> Answer:
    """A list that comes along."""
    if list_name not in SHIPPED:
        raise NotFound()
    count = await actions.load(request.user, SHIPPED[list_name], clock.now())
    say(request, _("Indicators read: %(count)d", count=count))
    return redirect(HERE)


@post(f"{HERE}/{{indicator_id:uuid}}/retire", guards=KEEP)
async def retire(request: Asker, indicator_id: FromPath[UUID]) -> Answer:
    """Offers it no more, with the way back."""
    one = await indicator_of(request.user, indicator_id)
    await retiring.retire(request.user, one.id, clock.now())
    say_undoable(request, _("“%(code)s” is offered no more.", code=one.code), f"{HERE}/{one.id}/offer", {})
    return redirect(f"{HERE}/{one.id}")


@post(f"{HERE}/{{indicator_id:uuid}}/offer", guards=KEEP)
async def offer(request: Asker, indicator_id: FromPath[UUID]) -> Answer:
    """Offers it again."""
    one = await indicator_of(request.user, indicator_id)
    await retiring.offer(request.user, one.id)
    say(request, _("“%(code)s” is offered again.", code=one.code))
    return redirect(f"{HERE}/{one.id}")


@post(f"{HERE}/lists/retire", guards=KEEP)
async def retire_list(request: Asker) -> Answer:
    """Offers nothing of a version any more, with the way back."""
    form = await read_form(request, IndicatorListIn)
    if not form.ok:
        raise NotFound()
    now = clock.now()
    await retiring.retire_list(request.user, form.value, now)
    # What was retired one by one before stays so when this is taken back.
    fields = form.value.model_dump(mode="json") | {"since": now.isoformat()}
    say_undoable(
        request, _("“%(name)s” is offered no more.", name=_name(form.value)), f"{HERE}/lists/offer", fields
    )
    return redirect(HERE)


@post(f"{HERE}/lists/offer", guards=KEEP)
async def offer_list(request: Asker) -> Answer:
    """Offers all of it again, or what was retired with it."""
    form = await read_form(request, OfferListForm)
    if not form.ok:
        raise NotFound()
    await retiring.offer_list(request.user, form.value, form.value.since)
    say(request, _("“%(name)s” is offered again.", name=_name(form.value)))
    return redirect(HERE)


def _name(which: IndicatorListIn) -> str:
    return f"{words.scheme(which.scheme)}, {which.version}"


async def _sent(form: LinesForm) -> IndicatorLinesIn:
    """The lines of the file, or those that were pasted. Raises Invalid where that is too much or nothing."""
    if not isinstance(form.file, UploadFile):
        return checked(IndicatorLinesIn, {"csv": form.csv})
    data = await form.file.read(MOST_TEXT + 1)
    if len(data) > MOST_TEXT:
        raise Invalid([FieldError("file", "too_large", gettext(TOO_LARGE))])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return checked(IndicatorLinesIn, {"csv": text})


def _bring(form: Form[LinesForm], lines: list[Line]) -> Answer:
    return page(
        "commitments/indicators/lines.html",
        status=form.status,
        form=form,
        lines=lines,
        counts={one.value: n for one, n in counts_of(lines).items()},
        outcomes=words.OUTCOMES,
        shipped=list(SHIPPED.values()),
        small=queries.SMALL,
        nav_current="reports",
    )


doors: list[Any] = [bring, read_lines, load, retire, offer, retire_list, offer_list]
