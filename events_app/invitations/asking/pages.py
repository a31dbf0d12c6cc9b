"""Pages of asking: how an event's inviting runs, deadlines, and rounds of mails with a look at them first."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.moments import local_text
from events_app.events.tables import Event
from events_app.i18n import _, ngettext
from events_app.invitations.asking import deadlines, queries, rounds
from events_app.invitations.asking.forms import DeadlineForm, InvitingForm, RoundForm, RoundIn
from events_app.invitations.asking.tables import Whom
from events_app.invitations.asking.words import audience_name, rule_name
from events_app.invitations.tables import Invitation
from events_app.web.flash import say
from events_app.web.forms import Form, parse, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
INVITE = [requires(Right.invite)]
SHOWN = 500


@get("/events/{event_id:uuid}/inviting", guards=INVITE)
async def inviting(event: NamedDependency[Event]) -> Answer:
    """How the inviting of this event runs."""
    known = await deadlines.inviting_of(event)
    form = Form.blank(InvitingForm, **(vars(known) | {"answer_by": None}))
    form.values["answer_by"] = local_text(known.answer_by, event.timezone)
    return _inviting(event, form)


@post("/events/{event_id:uuid}/inviting", guards=INVITE)
async def set_inviting(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Writes it anew."""
    form = await read_form(request, InvitingForm)
    with form.refusing():
        await deadlines.set_inviting(request.user, event, form.value.plan(), clock.now())
    if not form.ok:
        return _inviting(event, form)
    say(request, _("This is how it runs from now on."))
    return redirect(f"/events/{event.id}/invitations")


@post("/events/{event_id:uuid}/invitations/{invitation_id:uuid}/deadline", guards=INVITE)
async def set_deadline(
    request: Asker, event: NamedDependency[Event], invitation: NamedDependency[Invitation]
) -> Answer:
    """Gives one invitation a deadline of its own, or none."""
    form = await read_form(request, DeadlineForm)
    with form.refusing():
        await deadlines.extend(request.user, event, invitation, form.value.answer_by, clock.now())
    for text in form.errors.values():
        say(request, text, "warning")
    if form.ok:
        say(request, _("The deadline is kept."))
    return redirect(f"/events/{event.id}/invitations/{invitation.id}")


@get("/events/{event_id:uuid}/rounds", guards=INVITE)
async def draft(event: NamedDependency[Event], audience: FromQuery[str] = "silent") -> Answer:
    """Whom to write to again; nothing is sent yet."""
    whom = Whom(audience) if audience in set(Whom) else Whom.silent
    return await _round(event, Form.blank(RoundForm, audience=whom), whom)


@post("/events/{event_id:uuid}/rounds", guards=INVITE)
async def send(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Shows who would get it and how it reads, or sends it."""
    form = await read_form(request, RoundForm)
    said = form.value if form.ok else RoundForm()
    if form.ok and said.step == "send":
        checked = parse(RoundIn, {"audience": [said.audience.value], "text": [said.text]})
        with checked.refusing():
            identity = await rounds.write_again(request.user, event, checked.value, clock.now())
        form.errors |= checked.errors
        if form.ok:
            [made] = await queries.rounds(event, only=identity)
            say(
                request, ngettext("%(num)s mail is on its way.", "%(num)s mails are on their way.", made.sent)
            )
            return redirect(f"/events/{event.id}/rounds?audience={said.audience}")
    return await _round(event, form, said.audience)


def _inviting(event: Event, form: Form[InvitingForm]) -> Answer:
    return page(
        "invitations/asking/inviting.html", status=form.status, nav_current="events", event=event, form=form
    )


async def _round(event: Event, form: Form[RoundForm], whom: Whom) -> Answer:
    said = RoundIn.model_construct(audience=whom, text=form.values.get("text", "").strip())
    to = await rounds.audience_of(event, said, clock.now())
    return page(
        "invitations/asking/rounds.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        form=form,
        whom=whom.value,
        options=[(one.value, audience_name(one)) for one in Whom],
        to=to,
        shown=SHOWN,
        rounds=await queries.rounds(event),
        audience_name=audience_name,
        rule_name=rule_name,
    )


doors: list[Any] = [inviting, set_inviting, set_deadline, draft, send]
