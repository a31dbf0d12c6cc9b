"""Pages of reminding for those who keep commitments: what comes, what went out, what is silent."""

from typing import Any
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments import queries as promises
from events_app.commitments.access import Asker
from events_app.commitments.reminding import letters, muting, queries, retrying, words
from events_app.commitments.reminding.forms import MuteIn
from events_app.commitments.reminding.tables import ReminderDigest, ReminderMute
from events_app.errors import Refusal
from events_app.i18n import _, gettext
from events_app.ids import uuid_of
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

KEEP = [requires(Right.keep_commitments)]
Answer = Response[Any]
A_PAGE, SHOWN = 50, 100


@get("/reminders", guards=KEEP)
async def index(request: Asker, about: FromQuery[str] = "") -> Answer:
    """What comes next, whom nobody can tell, and what is silent. `about` is the action chosen in the form of a silence."""
    return await _index(request, Form.blank(MuteIn, action_id=about or None))


@post("/reminders/mutes", guards=KEEP)
async def mute(request: Asker) -> Answer:
    """Silence about an action or towards a person."""
    form = await read_form(request, MuteIn)
    if form.ok:
        try:
            row = await muting.mute(request.user, form.value, clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            say(request, _("It is silent until the day you gave, and ends by itself."))
            return redirect(f"/actions/{row.action}" if row.action else "/reminders")
    return await _index(request, form)


@post("/reminders/mutes/{mute_id:uuid}/end", guards=KEEP)
async def unmute(request: Asker, mute: NamedDependency[ReminderMute]) -> Answer:
    """Ends a silence before its day."""
    await muting.unmute(request.user, mute, clock.now())
    say(request, _("The silence has ended."))
    return redirect("/reminders")


@get("/reminders/sent", guards=KEEP)
async def sent(request: Asker, standing: FromQuery[str] = "", cursor: FromQuery[str] = "") -> Answer:
    """What went out, to whom, and what became of it."""
    state = standing if standing in queries.STATES else ""
    rows = await queries.digests(request.user, state, uuid_of(cursor), A_PAGE)
    following = (
        urlencode({"standing": state, "cursor": str(rows[A_PAGE - 1]["id"])}) if len(rows) > A_PAGE else ""
    )
    return page(
        "commitments/reminding/sent.html",
        rows=rows[:A_PAGE],
        state=state,
        states=[(one, gettext(words.STATES[one])) for one in queries.STATES],
        words=words,
        next_url=f"/reminders/sent?{following}" if following else "",
        first_url=f"/reminders/sent?standing={state}" if cursor else "",
        failures=await queries.failures(request.user.organisation),
        drafts=await letters.waiting(request.user.organisation),
        nav_current="commitments",
    )


@get("/reminders/sent/{digest_id:uuid}", guards=KEEP)
async def show(request: Asker, digest: NamedDependency[ReminderDigest]) -> Answer:
    """One digest: what it says, and another try where it could not be delivered."""
    return await _digest(request, digest)


@post("/reminders/sent/{digest_id:uuid}/retry", guards=KEEP)
async def retry(request: Asker, digest: NamedDependency[ReminderDigest]) -> Answer:
    """Queues the message anew."""
    await retrying.retry(request.user, digest)
    say(request, _("It is on its way again."))
    return redirect(f"/reminders/sent/{digest.id}")


async def _digest(request: Asker, digest: ReminderDigest) -> Answer:
    return page(
        "commitments/reminding/digest.html",
        digest=await queries.digest(request.user.organisation, digest.id),
        items=await queries.items_of(digest.id),
        words=words,
        nav_current="commitments",
    )


async def _index(request: Asker, form: Form[MuteIn]) -> Answer:
    organisation, now = request.user.organisation, clock.now()
    coming = await queries.preview(organisation, now)
    people = await promises.people(organisation)
    return page(
        "commitments/reminding/index.html",
        status=form.status,
        form=form,
        coming=coming[:SHOWN],
        total=len(coming),
        unreachable=await queries.unreachable(organisation, now),
        mutes=await queries.mutes(organisation, now),
        actions=await queries.mutable(organisation),
        people=[
            (str(one["id"]), " · ".join(filter(None, (one["name"], one["institution"])))) for one in people
        ],
        failures=await queries.failures(organisation),
        drafts=await letters.waiting(organisation),
        words=words,
        nav_current="commitments",
    )


handlers: list[Any] = [index, mute, unmute, sent, show, retry]
