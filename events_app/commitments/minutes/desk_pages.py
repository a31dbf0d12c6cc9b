"""Pages of minutes: written together by a script, or as plain forms; their decisions and their wordings."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments import queries as promises
from events_app.commitments.carrying import queries as carrying
from events_app.commitments.carrying import words
from events_app.commitments.minutes import deciding, keeping, live, queries, versions, writing
from events_app.commitments.minutes.access import Before
from events_app.commitments.minutes.forms import (
    DecisionStep,
    Meeting,
    MinutesDecisionIn,
    MinutesDecisionPatch,
    MinutesHeadIn,
    MinutesTextIn,
)
from events_app.commitments.minutes.merging import How
from events_app.commitments.minutes.refusals import WrittenMeanwhile
from events_app.commitments.minutes.tables import MinutesDecision, MinutesText
from events_app.errors import Refusal
from events_app.events.access import Asker
from events_app.events.tables import Event, StageRole
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
READ = [requires(Right.read)]
WORDINGS = 50


@get("/events/{event_id:uuid}/minutes", guards=READ)
async def show(request: Asker, event: NamedDependency[Event]) -> Answer:
    """The minutes as they stand; who may write them writes here."""
    return await _show(request, event)


@get("/events/{event_id:uuid}/minutes/live", guards=READ, uncompressed=True)
async def follow(request: Asker, event: NamedDependency[Event]) -> Answer:
    """What others write, as a stream."""
    return await live.answer(request, event)


@post("/events/{event_id:uuid}/minutes/texts", status_code=200)
async def save(request: Asker, written_event: NamedDependency[Event]) -> Answer:
    """Saves one text: for a script as JSON, and for a plain form with both wordings side by side where they clash."""
    scripted = "application/json" in request.headers.get("accept", "")
    form = await read_form(request, MinutesTextIn)
    if not form.ok:
        return _fault(form) if scripted else await _clash(request, written_event, form)
    data = form.value
    if not scripted:
        data.meeting = Meeting.refuse
    try:
        saved = await writing.write(request.user, written_event, data, clock.now())
    except WrittenMeanwhile as clash:
        return await _clash(request, written_event, form.refuse(clash), clash.extra)
    except Refusal as refusal:
        if scripted:
            return Response({"code": refusal.code, "fault": refusal.text}, status_code=refusal.status_code)
        return await _clash(request, written_event, form.refuse(refusal))
    if scripted:
        return Response(answer_of(saved))
    say(request, _("Saved, together with what others wrote.") if saved.how == How.joined else _("Saved."))
    return redirect(f"/events/{written_event.id}/minutes#note-{data.agenda_item_id or data.part}")


@post("/events/{event_id:uuid}/minutes/head")
async def name_people(request: Asker, written_event: NamedDependency[Event]) -> Answer:
    """Who chaired, who wrote."""
    form = await read_form(request, MinutesHeadIn)
    with form.refusing():
        await keeping.name_people(request.user, written_event, form.value, clock.now())
    if not form.ok:
        return await _show(request, written_event, head=form)
    say(request, _("Saved."))
    return redirect(f"/events/{written_event.id}/minutes")


@post("/events/{event_id:uuid}/minutes/decisions")
async def decide(request: Asker, written_event: NamedDependency[Event]) -> Answer:
    """One more decision."""
    form = await read_form(request, MinutesDecisionIn)
    with form.refusing():
        await deciding.decide(request.user, written_event, form.value)
    if not form.ok:
        return await _show(request, written_event, deciding_form=form)
    say(request, _("The decision is written down."))
    return redirect(f"/events/{written_event.id}/minutes#topic-{form.value.agenda_item_id or 'discussion'}")


@get("/events/{event_id:uuid}/minutes/decisions/{decision_id:uuid}")
async def edit(
    written_event: NamedDependency[Event], written_decision: NamedDependency[MinutesDecision]
) -> Answer:
    """A decision in its form."""
    facts = {"content": written_decision.content, "row_version": written_decision.row_version}
    return _edit(written_event, written_decision, Form.blank(MinutesDecisionPatch, **facts))


@post("/events/{event_id:uuid}/minutes/decisions/{decision_id:uuid}")
async def reword(
    request: Asker, written_event: NamedDependency[Event], written_decision: NamedDependency[MinutesDecision]
) -> Answer:
    """Says it otherwise."""
    form = await read_form(request, MinutesDecisionPatch)
    with form.refusing():
        await deciding.reword(request.user, written_event, written_decision, form.value)
    if not form.ok:
        return _edit(written_event, written_decision, form)
    say(request, _("The decision is written down."))
    return redirect(
        f"/events/{written_event.id}/minutes#topic-{written_decision.agenda_item or 'discussion'}"
    )


@post("/events/{event_id:uuid}/minutes/decisions/{decision_id:uuid}/move")
async def move(
    request: Asker, written_event: NamedDependency[Event], written_decision: NamedDependency[MinutesDecision]
) -> Answer:
    """Up or down."""
    form = await read_form(request, DecisionStep)
    if form.ok:
        await deciding.move(request.user, written_event, written_decision, form.value)
    return redirect(
        f"/events/{written_event.id}/minutes#topic-{written_decision.agenda_item or 'discussion'}"
    )


@post("/events/{event_id:uuid}/minutes/decisions/{decision_id:uuid}/remove")
async def remove(
    request: Asker, written_event: NamedDependency[Event], written_decision: NamedDependency[MinutesDecision]
) -> Answer:
    """Takes it away."""
    await deciding.take_away(request.user, written_event, written_decision)
    say(request, _("The decision is taken away."))
    return redirect(
        f"/events/{written_event.id}/minutes#topic-{written_decision.agenda_item or 'discussion'}"
    )


@get("/events/{event_id:uuid}/minutes/texts/{text_id:uuid}", guards=READ)
async def history(
    event: NamedDependency[Event],
    minutes_text: NamedDependency[MinutesText],
    before: Before = None,
) -> Answer:
    """Every wording of a text, the newest first."""
    rows = await queries.wordings(minutes_text.id, before, WORDINGS + 1)
    return page(
        "commitments/minutes/wordings.html",
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        text=minutes_text,
        rows=rows[:WORDINGS],
        next_url=f"?before={rows[WORDINGS - 1]['version']}" if len(rows) > WORDINGS else "",
    )


def answer_of(saved: writing.Saved) -> dict[str, Any]:
    """What a script is told of a save."""
    return {name: getattr(saved, name) for name in ("version", "sent_version", "content", "how")}


def _fault(form: Form[MinutesTextIn]) -> Answer:
    fault = form.errors.get("content") or next(iter(form.errors.values()))
    return Response({"fault": fault, "doubted": "content" in form.doubted}, status_code=422)


async def _show(
    request: Asker,
    event: Event,
    head: Form[MinutesHeadIn] | None = None,
    deciding_form: Form[MinutesDecisionIn] | None = None,
) -> Answer:
    row, named = await keeping.minutes_of(event), await queries.people(event)
    desk = await queries.desk(event, _("General discussion"))
    facts = {"chair_id": row.chair, "minute_taker_id": row.minute_taker, "row_version": row.row_version}
    listed = await versions.listed(event)
    final = bool(listed) and not row.correcting
    writes = writing.may_write(request.user) and not final
    return page(
        "commitments/minutes/show.html",
        status=max((form.status for form in (head, deciding_form) if form), default=200),
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        desk=desk,
        carried=await carrying.carried(request.user, event, clock.now()),
        words=words,
        chair=named[StageRole.chair],
        minute_taker=named[StageRole.minute_taker],
        may_write=writes,
        final=final,
        correcting=row.correcting,
        listed=listed,
        head=head or Form.blank(MinutesHeadIn, **facts),
        head_open=head is not None,
        decision_form=deciding_form,
        people=await promises.people(event.organisation) if writes else [],
    )


async def _clash(
    request: Asker, event: Event, form: Form[MinutesTextIn], theirs: dict[str, Any] | None = None
) -> Answer:
    if theirs:
        form.values["base_version"] = str(theirs["version"])
    return page(
        "commitments/minutes/clash.html",
        status=409 if theirs else form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        form=form,
        theirs=theirs["content"] if theirs else None,
    )


def _edit(event: Event, decision: MinutesDecision, form: Form[MinutesDecisionPatch]) -> Answer:
    return page(
        "commitments/minutes/decision.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        decision=decision,
        form=form,
    )


doors: list[Any] = [show, follow, save, name_people, decide, edit, reword, move, remove, history]
