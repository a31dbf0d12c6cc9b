"""Doors for people on stage, by their link and without an account. Looking changes nothing."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app import clock
from events_app.events.feeds.calendar import write
from events_app.events.feeds.queries import entries_on_stage
from events_app.events.programme.joining import joinable
from events_app.events.queries import place_of
from events_app.events.speakers import answering, queries, stating, words
from events_app.events.speakers.access import Ask, Held
from events_app.events.speakers.forms import AnswersForm, ProfileForm, TimesForm
from events_app.events.words import role_name
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]


@get("/speakers/{link:str}", public=True)
async def look(held: NamedDependency[Held]) -> Answer:
    """What somebody is asked for, and what they said so far."""
    return await _standing(held)


@get("/speakers/{link:str}/calendar.ics", public=True)
async def calendar(held: NamedDependency[Held]) -> Answer:
    """One's own sessions for a calendar that looks again: what moves, moves there, what is called off says so."""
    found = await entries_on_stage(held.event, held.desk.person)
    headers = {"Content-Disposition": f'inline; filename="{held.event.ref}.ics"', "Cache-Control": "no-cache"}
    text = await asyncio.to_thread(write, held.host, found)
    return Response(text, media_type="text/calendar", headers=headers)


@post("/speakers/{link:str}", public=True)
async def answer(request: Ask, held: NamedDependency[Held]) -> Answer:
    """Keeps the answers to the sessions, or says what is missing."""
    form = await read_form(request, AnswersForm)
    with form.refusing():
        turns = form.value.turns()
        await answering.answer(held.actor, held.event, held.desk, turns, clock.now())
    if not form.ok:
        return await _standing(held, answers=form)
    say(request, _("Thank you. Your answer is kept."))
    return redirect(request.url.path)


@post("/speakers/{link:str}/profile", public=True)
async def describe(request: Ask, held: NamedDependency[Held]) -> Answer:
    """Keeps what somebody says of themselves, and their consent."""
    form = await read_form(request, ProfileForm)
    if not form.ok:
        return await _standing(held, profile=form)
    await answering.describe(held.actor, held.event, held.desk, form.value, clock.now())
    say(request, _("Saved."))
    return redirect(f"{held_path(request)}#about")


@post("/speakers/{link:str}/times", public=True)
async def state(request: Ask, held: NamedDependency[Held]) -> Answer:
    """Keeps times at which somebody can or cannot."""
    form = await read_form(request, TimesForm)
    with form.refusing():
        await stating.state(held.actor, held.desk, form.value)
    if not form.ok:
        return await _standing(held, times=form)
    say(request, _("Your time is kept."))
    return redirect(f"{held_path(request)}#times")


@post("/speakers/{link:str}/times/{time_id:uuid}/remove", public=True)
async def take_back(request: Ask, held: NamedDependency[Held], time_id: FromPath[UUID]) -> Answer:
    """Forgets one of one's own times."""
    await stating.take_back(held.actor, held.desk.person, time_id)
    say(request, _("The time is removed."))
    return redirect(f"{held_path(request)}#times")


def held_path(request: Ask) -> str:
    """The page of the link, from any of its doors."""
    return "/".join(request.url.path.split("/")[:3])


async def _standing(held: Held, **forms: Form[Any]) -> Answer:
    [mine] = [
        one for one in await queries.stage_of(held.event, held.desk.person) if one.person == held.desk.person
    ]
    now, event = clock.now(), held.event
    shown = _blank(held, mine) | forms
    return page(
        "events/speakers/own.html",
        status=max(form.status for form in shown.values()),
        event=event,
        host=held.host,
        one=mine,
        way="/speakers/",
        closed=event.starts_at <= now,
        online=[one for one in await joinable(event) if one.id in _coming(mine)],
        place=await place_of(event.room),
        consent=words.CONSENT,
        words=words,
        role_name=role_name,
        **shown,
    )


def _coming(one: queries.OnStage) -> set[UUID]:
    """The sessions somebody has not declined."""
    return {turn.session for turn in one.turns if turn.standing != "declined"}


def _blank(held: Held, one: queries.OnStage) -> dict[str, Form[Any]]:
    answers: dict[str, Any] = {}
    for number, turn in enumerate(one.turns):
        given = turn.standing.value if turn.standing in ("confirmed", "declined") else None
        facts = {"topic": turn.topic, "reason": turn.reason, "answer": given}
        answers |= {f"answers.{number}.{name}": value for name, value in facts.items()}
    consent = one.consented_at is not None
    profile = {"biography": one.biography, "needs": one.needs, "consent": consent}
    return {
        "answers": Form.blank(AnswersForm, **answers),
        "profile": Form.blank(ProfileForm, **profile),
        "times": Form.blank(TimesForm, free="can", first_day=one.free_from, last_day=one.free_until),
    }


doors: list[Any] = [look, calendar, answer, describe, state, take_back]
