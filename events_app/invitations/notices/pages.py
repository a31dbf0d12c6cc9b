"""Doors for people: what changed and is not told yet, the releases, and the messages of one of them."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from events_app import clock, i18n
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.releases import queries as releases
from events_app.events.releases import words as changes
from events_app.events.releases.queries import Release
from events_app.events.tables import Event
from events_app.i18n import _, ngettext
from events_app.invitations import mails
from events_app.invitations.notices import actions, queries, words
from events_app.invitations.notices.forms import ReleaseIn, SendingIn
from events_app.invitations.notices.tables import NoticeState
from events_app.notifications.render import render
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

PLAN = [requires(Right.plan_events)]
INVITE = [requires(Right.invite)]
READ = [requires(Right.read)]
Answer = Response[Any]


async def release_of(event: NamedDependency[Event], release_id: FromPath[UUID]) -> Release:
    """A release of the event that was loaded."""
    found = await releases.releases(event, only=release_id)
    if not found:
        raise NotFound()
    return found[0]


@get("/events/{event_id:uuid}/releases", guards=READ)
async def index(event: NamedDependency[Event]) -> Answer:
    """What changed since the last release, and every release."""
    return await _index(event, Form.blank(ReleaseIn))


@post("/events/{event_id:uuid}/releases", guards=PLAN)
async def release(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Releases what changed and goes on to the messages that were drafted."""
    form = await read_form(request, ReleaseIn)
    with form.refusing():
        made = await actions.release(request.user, event, form.value.note, clock.now())
    if not form.ok:
        return await _index(event, form)
    say(request, _("Release %(number)s is made. Look at the messages and send them.", number=made.number))
    return redirect(f"/events/{event.id}/releases/{made.id}")


@get("/events/{event_id:uuid}/releases/{release_id:uuid}", guards=READ)
async def show(request: Asker, event: NamedDependency[Event], release: NamedDependency[Release]) -> Answer:
    """One release, and whom it touches."""
    theirs = await queries.notices(release) if request.user.may(Right.invite) else []
    drafts = [one for one in theirs if one.state == NoticeState.draft]
    return page(
        "invitations/notices/show.html",
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        release=release,
        notices=theirs,
        drafts=len(drafts),
        preview=await _preview(event, release, drafts[0]) if drafts else None,
        changes=changes,
        words=words,
        language=i18n.locale(),
    )


@post("/events/{event_id:uuid}/releases/{release_id:uuid}/sending", guards=INVITE)
async def send(request: Asker, event: NamedDependency[Event], release: NamedDependency[Release]) -> Answer:
    """Sends the messages that are ticked; the others are left out for good."""
    form = await read_form(request, SendingIn)
    if not form.ok:
        raise NotFound()
    ticked = set(form.value.send)
    drafts = [one.id for one in await queries.notices(release) if one.state == NoticeState.draft]
    sent = await actions.send(
        request.user, event, release, [one for one in drafts if one not in ticked], clock.now()
    )
    say(request, ngettext("%(num)s message is on its way.", "%(num)s messages are on their way.", sent))
    return redirect(f"/events/{event.id}/releases/{release.id}")


async def _index(event: Event, form: Form[ReleaseIn]) -> Answer:
    made = await releases.releases(event)
    return page(
        "invitations/notices/index.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        pending=await releases.unreleased(event),
        releases=made,
        told=await queries.counts(made),
        form=form,
        changes=changes,
    )


async def _preview(event: Event, release: Release, notice: queries.Notice) -> Any:
    mail = await actions.message(await mails.occasion(event), release, notice)
    return render(mail, notice.id, mail.facts["organisation_name"])


ROWS = {"release": Provide(release_of)}
doors: list[Any] = [index, release, show, send]
