"""Pages of who came: by event, day and session; and of excusing one guest."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin.absences import actions, queries
from events_app.checkin.absences.forms import ExcuseIn
from events_app.checkin.absences.queries import Asked, Part
from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.moments import bounds_of_day
from events_app.events.queries import parts_of
from events_app.events.tables import Event
from events_app.formats import date_short
from events_app.i18n import _
from events_app.invitations import lists
from events_app.invitations.tables import Guest
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
INVITE = [requires(Right.invite)]
A_PAGE = 100
Number = Annotated[int, QueryParameter(name="page", ge=1, le=10_000)]


@get("/events/{event_id:uuid}/attendance/list")
async def who_came(
    request: Asker,
    event: NamedDependency[Event],
    of: FromQuery[str] = "",
    show: FromQuery[str] = "",
    q: FromQuery[str] = "",
    number: Number = 1,
) -> Answer:
    """`of` is a day (2026-11-26) or a session's id; nothing is the whole event. `show` is a status."""
    part = part_named(of)
    asked = Asked(status=show if show in queries.STATUSES else "", q=q[:200])
    rows = await queries.listed(event, part, asked, A_PAGE + 1, (number - 1) * A_PAGE)
    base = f"/events/{event.id}/attendance/list"
    here = f"{base}?of={of}&show={asked.status}"
    return page(
        "checkin/who_came.html",
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        rows=rows[:A_PAGE],
        sums=await queries.sums(event, part),
        tabs=await _parts(event, base),
        part=of,
        asked=asked,
        over=_over(event, part, clock.now()),
        may_excuse=request.user.may(Right.invite),
        may_know_why=request.user.may(Right.invite) or request.user.may(Right.keep_commitments),
        first_url=here if number > 1 else "",
        next_url=f"{here}&page={number + 1}" if len(rows) > A_PAGE else "",
    )


@get("/events/{event_id:uuid}/guests/{guest_id:uuid}/excuse", guards=INVITE)
async def excuse_form(event: NamedDependency[Event], guest: NamedDependency[Guest]) -> Answer:
    """As it stands."""
    known = await actions.excuse_of(guest.id)
    facts = known.model_dump() if known else {}
    return await _excuse(event, guest, Form.blank(ExcuseIn, **facts), known is not None)


@post("/events/{event_id:uuid}/guests/{guest_id:uuid}/excuse", guards=INVITE)
async def excuse(request: Asker, event: NamedDependency[Event], guest: NamedDependency[Guest]) -> Answer:
    """Notes it."""
    form = await read_form(request, ExcuseIn)
    if not form.ok:
        return await _excuse(event, guest, form, await actions.excuse_of(guest.id) is not None)
    await actions.excuse(request.user, guest, form.value, clock.now())
    say(request, _("The guest is excused."))
    return redirect(f"/events/{event.id}/attendance/list")


@post("/events/{event_id:uuid}/guests/{guest_id:uuid}/excuse/remove", guards=INVITE)
async def unexcuse(request: Asker, event: NamedDependency[Event], guest: NamedDependency[Guest]) -> Answer:
    """Takes it back."""
    await actions.unexcuse(request.user, guest)
    say(request, _("The guest is not excused any more."))
    return redirect(f"/events/{event.id}/attendance/list")


def part_named(of: str) -> Part:
    """The part of an event that an address names."""
    try:
        return Part(day=date.fromisoformat(of)) if len(of) == 10 else Part(session=UUID(of) if of else None)
    except ValueError:
        raise NotFound() from None


async def _parts(event: Event, base: str) -> list[tuple[str, str, str]]:
    days = queries.days_of(event)
    shown = [("", _("The whole event"), base)]
    if len(days) > 1:
        shown += [(day.isoformat(), date_short(day), f"{base}?of={day.isoformat()}") for day in days]
    sessions = [part.session for part in await parts_of(event)]
    return shown + [(str(one.id), one.title, f"{base}?of={one.id}") for one in sessions]


def _over(event: Event, part: Part, now: datetime) -> bool:
    """Whether who is not here will not come any more."""
    if part.day is not None:
        return now >= bounds_of_day(part.day, event.timezone)[1]
    return event.is_over(now)


async def _excuse(event: Event, guest: Guest, form: Form[ExcuseIn], known: bool) -> Answer:
    return page(
        "checkin/excuse.html",
        status=form.status,
        nav_current="events",
        event=event,
        guest=await lists.guest(event, guest.id),
        form=form,
        known=known,
    )


doors: list[Any] = [who_came, excuse_form, excuse, unexcuse]
