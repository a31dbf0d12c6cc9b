"""Pages of acting on many: the words, what would become of each row, what became of it, and taking it back."""

from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments import words as names
from events_app.commitments.access import Asker
from events_app.commitments.board import acting, addresses, changes, judging, offering, undoing, words
from events_app.commitments.board.forms import BulkForm
from events_app.commitments.board.judging import Judged
from events_app.commitments.board.tables import BoardChange, Verb
from events_app.errors import Invalid, NotAllowed
from events_app.formats import date_text
from events_app.i18n import _, gettext
from events_app.ids import uuid_of
from events_app.stakeholders.tables import Institution
from events_app.web.flash import say
from events_app.web.forms import Form, parse, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
READ = [requires(Right.read)]
PAGE = 50


@post("/commitments/board/bulk", guards=READ)
async def bulk(request: Asker) -> Answer:
    """First the words, then a look at every row, then the act itself; nothing is done before the last."""
    form = await read_form(request, BulkForm)
    chosen = form.parsed or _chosen(form)
    if chosen is None:
        return await _page(request, form, [])
    said, now = chosen.plain(), clock.now()
    request.user.must(judging.RIGHTS[said.verb])
    if not form.ok:
        return await _page(request, form, await judging.preview(request.user, said, now), said.verb)
    step = "look" if (form.value.step, said.verb) == ("words", Verb.remind) else form.value.step
    if step == "words":
        return await _page(request, form, await judging.preview(request.user, said, now), said.verb)
    try:
        if step == "act":
            made = await acting.act(request.user, said, now)
            return redirect(f"{addresses.BOARD}/changes/{made.id}")
        rows = await acting.look_ahead(request.user, said, now)
        return await _page(request, form, rows, said.verb, looked=True)
    except Invalid as refusal:
        form.refuse(refusal)
    return await _page(request, form, await judging.preview(request.user, said, now), said.verb)


def _chosen(form: Form[BulkForm]) -> BulkForm | None:
    """What was ticked and what is to be done with it, where nothing but the words is at fault."""
    kept = {"verb": [form.values.get("verb", "")], "chosen": form.values.get("chosen", [])}
    return parse(BulkForm, kept).parsed


@get("/commitments/board/changes", guards=READ)
async def index(request: Asker, cursor: FromQuery[str] = "") -> Answer:
    """What was done to many at once, the newest first."""
    _must_keep(request)
    rows = await changes.recent(request.user, uuid_of(cursor), PAGE)
    last = rows[PAGE - 1]["id"] if len(rows) > PAGE else ""
    return page(
        "commitments/board/changes.html",
        rows=rows[:PAGE],
        done=words.DONE,
        next_url=f"{addresses.BOARD}/changes?cursor={last}" if last else "",
        first_url=f"{addresses.BOARD}/changes" if cursor else "",
        nav_current="commitments",
    )


@get("/commitments/board/changes/{bulk_id:uuid}", guards=READ)
async def show(request: Asker, board_change: NamedDependency[BoardChange]) -> Answer:
    """What became of each row, and the button that takes it back while that can be."""
    lines = await changes.lines(request.user, board_change.id)
    return page(
        "commitments/board/change.html",
        change=board_change,
        title=gettext(words.DONE[Verb(board_change.verb)]),
        said=await _said(request, changes.said(board_change)),
        lines=lines,
        done=sum(not one["refusal"] for one in lines),
        left=sum(bool(one["undo_refusal"]) for one in lines),
        can_undo=changes.can_undo(request.user, board_change, lines, clock.now()),
        until=board_change.created_at + undoing.WITHIN,
        why=words.why,
        board=addresses.BOARD,
        nav_current="commitments",
    )


@post("/commitments/board/changes/{bulk_id:uuid}/undo", guards=READ)
async def undo(request: Asker, board_change: NamedDependency[BoardChange]) -> Answer:
    """Puts back what stood before, but for what somebody changed since."""
    await undoing.take_back(request.user, board_change, clock.now())
    say(request, _("It is taken back. Below stands what could be and what could not."))
    return redirect(f"{addresses.BOARD}/changes/{board_change.id}")


async def _page(
    request: Asker, form: Form[BulkForm], rows: list[Judged], verb: Verb | None = None, looked: bool = False
) -> Answer:
    return page(
        "commitments/board/bulk.html",
        status=form.status,
        form=form,
        verb=verb.value if verb else "",
        title=gettext(words.VERBS[verb]) if verb else _("Nothing is chosen yet"),
        rows=sorted(rows, key=lambda one: not one.ok),
        good=sum(one.ok for one in rows),
        looked=looked,
        said=await _said(request, form.value.plain().model_dump(mode="json")) if looked else [],
        why=words.why,
        back=addresses.ours(str(form.values.get("back", ""))),
        institutions=await offering.institutions(request.user) if verb == Verb.verifier else [],
        visibilities=names.options(names.VISIBILITIES),
        nav_current="commitments",
    )


async def _said(request: Asker, said: dict[str, Any]) -> list[tuple[str, Any]]:
    """The words of an act as facts: what each is called, and what it says; nothing of what was not said."""
    office = said.get("verifier_institution_id")
    here = (Institution.id == office) & (Institution.organisation == request.user.organisation)
    row = await Institution.select(Institution.name).where(here).first() if office else None
    shown = said.get("visibility")
    facts = [
        (_("New due date"), _day(said.get("due"))),
        (_("Verified by"), row["name"] if row else None),
        (_("Shown to"), gettext(names.VISIBILITIES[shown]) if shown else None),
        (_("Silent until"), _day(said.get("until"))),
        (_("Reason"), said.get("reason")),
    ]
    return [(name, one) for name, one in facts if one]


def _day(text: str | None) -> str | None:
    return date_text(date.fromisoformat(text)) if text else None


def _must_keep(request: Asker) -> None:
    if not (request.user.may(Right.keep_commitments) or request.user.may(Right.decide)):
        raise NotAllowed()


handlers = [bulk, index, show, undo]
