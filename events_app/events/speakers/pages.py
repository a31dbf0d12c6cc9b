"""Doors for the staff: everybody on stage, the messages before they go, answers on behalf."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import FieldError, Invalid
from events_app.events import listing
from events_app.events.access import Asker
from events_app.events.speakers import answering, asking, desks, queries, stating, words
from events_app.events.speakers.access import speaker_here
from events_app.events.speakers.drafts import preview
from events_app.events.speakers.forms import (
    About,
    AskIn,
    AvailabilityAskIn,
    MessageForm,
    OnBehalfIn,
    TimesOnBehalfForm,
)
from events_app.events.speakers.own_pages import doors as own_doors
from events_app.events.speakers.queries import OnStage
from events_app.events.stage_calendars import actions as calendars
from events_app.events.stage_calendars.due import due
from events_app.events.tables import Event
from events_app.events.words import role_name
from events_app.i18n import _, gettext, ngettext
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

PLAN = [requires(Right.plan_events)]
READ = [requires(Right.read)]
Answer = Response[Any]


@get("/events/{event_id:uuid}/speakers", guards=READ)
async def index(event: NamedDependency[Event]) -> Answer:
    """Everybody on stage, and where they stand."""
    return await _index(event)


@get("/events/{event_id:uuid}/speakers/messages", guards=PLAN)
async def draft(
    request: Asker,
    event: NamedDependency[Event],
    about: FromQuery[str] = "asking",
    person: FromQuery[str] = "",
    people: FromQuery[str] = "",
) -> Answer:
    """Whom to write to and how the message reads; nothing is sent yet."""
    kind = About(about) if about in set(About) else About.asking
    days = {}
    if kind == About.availability:
        days = {"free_from": event.starts_at.date(), "free_until": event.ends_at.date()}
    form = Form.blank(MessageForm, about=kind, person_ids=[person] if person else None, **days)
    return await _draft(request, event, form, kind, people)


@post("/events/{event_id:uuid}/speakers/messages", guards=PLAN)
async def send(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Sends the messages to those ticked, or says what is missing."""
    form = await read_form(request, MessageForm)
    sent = None
    with form.refusing():
        sent = await _send(request, event, form.value)
    if sent is None:
        typed = form.values.get("about", "")
        return await _draft(request, event, form, About(typed) if typed in set(About) else About.asking)
    _tell(request, sent)
    return redirect(f"/events/{event.id}/speakers")


@post("/events/{event_id:uuid}/speakers/{speaker_id:uuid}/answers", guards=PLAN)
async def answer_for(
    request: Asker, event: NamedDependency[Event], on_stage: NamedDependency[OnStage]
) -> Answer:
    """Notes an answer that came by telephone or by an aide."""
    form = await read_form(request, OnBehalfIn)
    with form.refusing():
        now = clock.now()
        await answering.answer_for(request.user, event, on_stage.person, form.value, now)
    if not form.ok:
        return await _index(event, (f"{on_stage.person}", form))
    say(request, _("The answer is noted."))
    return redirect(f"/events/{event.id}/speakers#p-{on_stage.person}")


@post("/events/{event_id:uuid}/speakers/{speaker_id:uuid}/times", guards=PLAN)
async def state_for(
    request: Asker, event: NamedDependency[Event], on_stage: NamedDependency[OnStage]
) -> Answer:
    """Notes when somebody can or cannot, as it came by telephone or by an aide."""
    form = await read_form(request, TimesOnBehalfForm)
    with form.refusing():
        said = form.value
        who = (request.user, on_stage.person)
        await stating.state_for(*who, said.free == "can", said.spans(), said.said_by)
    if not form.ok:
        return await _index(event, times=(f"{on_stage.person}", form))
    say(request, _("The time is noted."))
    return redirect(f"/events/{event.id}/speakers#p-{on_stage.person}")


@post("/events/{event_id:uuid}/speakers/{speaker_id:uuid}/times/{time_id:uuid}/remove", guards=PLAN)
async def forget_time(
    request: Asker,
    event: NamedDependency[Event],
    on_stage: NamedDependency[OnStage],
    time_id: FromPath[UUID],
) -> Answer:
    """Forgets a time that holds no more."""
    await stating.take_back(request.user, on_stage.person, time_id)
    say(request, _("The time is removed."))
    return redirect(f"/events/{event.id}/speakers#p-{on_stage.person}")


@post("/events/{event_id:uuid}/speakers/{speaker_id:uuid}/link", guards=PLAN)
async def renew(request: Asker, event: NamedDependency[Event], on_stage: NamedDependency[OnStage]) -> Answer:
    """Ends the link that somebody has, such as one that was passed on."""
    await desks.renew_link(request.user, event, on_stage.person)
    say(request, _("The old link has ended. The next message carries a new one."))
    return redirect(f"/events/{event.id}/speakers#p-{on_stage.person}")


@post("/events/{event_id:uuid}/speakers/calendars", guards=PLAN)
async def send_calendars(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Sends what the page showed as due in calendars."""
    sent = await calendars.send_due(request.user, event, clock.now())
    text = ngettext("%(num)s message is on its way.", "%(num)s messages are on their way.", sent)
    say(request, text, "success" if sent else "warning")
    return redirect(f"/events/{event.id}/speakers")


async def _send(request: Asker, event: Event, said: MessageForm) -> asking.Sent:
    if not said.person_ids:
        raise Invalid([FieldError("person_ids", "missing", gettext("Please choose at least one person."))])
    now = clock.now()
    who: dict[str, Any] = {"person_ids": said.person_ids, "note": said.note}
    if said.about == About.asking:
        return await asking.ask(request.user, event, AskIn(**who), now)
    if said.about == About.reminder:
        return await asking.remind(request.user, event, AskIn(**who), now)
    if said.free_from is None or said.free_until is None:
        missing = [name for name in ("free_from", "free_until") if getattr(said, name) is None]
        raise Invalid([FieldError(name, "missing", gettext("Please fill this in.")) for name in missing])
    plan = AvailabilityAskIn(**who, free_from=said.free_from, free_until=said.free_until)
    return await asking.ask_for_times(request.user, event, plan, now)


def _few(people: list[Any]) -> str:
    """The first twenty names and how many more: a notice travels in a cookie."""
    more = len(people) - 20
    names = queries.names(people[:20])
    return _("%(names)s and %(more)s more", names=names, more=more) if more > 0 else names


def _tell(request: Asker, sent: asking.Sent) -> None:
    text = ngettext("%(num)s message is on its way.", "%(num)s messages are on their way.", sent.sent)
    say(request, text, "success" if sent.sent else "warning")
    if sent.no_address:
        say(request, _("Without a mail address: %(names)s.", names=_few(sent.no_address)), "warning")
    if sent.too_soon:
        text = _("Written to within a day already: %(names)s.", names=_few(sent.too_soon))
        say(request, text, "warning")


async def _index(
    event: Event,
    behalf: tuple[str, Form[OnBehalfIn]] | None = None,
    times: tuple[str, Form[TimesOnBehalfForm]] | None = None,
) -> Answer:
    stage = await queries.stage_of(event)
    now = clock.now()
    recent = await asking.written_to(event, [one.person for one in stage], now)
    return page(
        "events/speakers/index.html",
        status=max(one[1].status if one else 200 for one in (behalf, times)),
        nav_current="events",
        event=event,
        state=event.state_at(now),
        open=event.state != "cancelled" and not event.is_over(now),
        stage=stage,
        askable=[one for one in stage if one.askable],
        waiting=[one for one in stage if one.waiting],
        remindable=[one for one in stage if one.waiting and one.person not in recent],
        calendars=await due(event, now),
        absent={(one.session, one.person) for one in await queries.absences(event)},
        behalf=behalf,
        times=times,
        no_times=Form.blank(TimesOnBehalfForm, timezone=event.timezone),
        blank=Form.blank(OnBehalfIn),
        words=words,
        role_name=role_name,
    )


async def _draft(
    request: Asker, event: Event, form: Form[MessageForm], about: About, people: str = ""
) -> Answer:
    stage = await queries.stage_of(event)
    chosen = _those(about, stage)
    office = request.user.organisation
    directory = about == About.availability
    return page(
        "events/speakers/messages.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        form=form,
        about=about.value,
        candidates=[(str(one.person), one.name, one.email or _("No mail address")) for one in chosen],
        people=await listing.people_options(office, people, [one.person for one in stage])
        if directory
        else [],
        many_people=directory and await listing.many_people(office),
        people_q=people,
        preview=await preview(event, chosen, about, form),
    )


def _those(about: About, stage: Iterable[OnStage]) -> list[OnStage]:
    if about == About.reminder:
        return [one for one in stage if one.waiting]
    return [one for one in stage if one.askable or about == About.availability]


ROWS = {"on_stage": Provide(speaker_here)}
doors: list[Any] = [index, draft, send, answer_for, state_for, forget_time, renew, send_calendars, *own_doors]
