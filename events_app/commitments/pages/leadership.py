"""The page on which the owner says who leads and reads the summary of each quarter."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.reminding import leaders
from events_app.commitments.reminding.forms import LeaderIn
from events_app.commitments.reminding.tables import LeadershipAddress
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

MANAGE = [requires(Right.manage)]
HERE = "/reminders/leadership"
Answer = Response[Any]


@get(HERE, guards=MANAGE)
async def index(request: Asker) -> Answer:
    """Those who lead, and the form that adds one."""
    return await _index(request, Form.blank(LeaderIn))


@post(HERE, guards=MANAGE)
async def add(request: Asker) -> Answer:
    """Adds an address."""
    form = await read_form(request, LeaderIn)
    with form.refusing():
        await leaders.add(request.user, form.value, clock.now())
    if not form.ok:
        return await _index(request, form)
    say(request, _("The next summary of a quarter goes there, too."))
    return redirect(HERE)


@post(f"{HERE}/{{leader_id:uuid}}/remove", guards=MANAGE)
async def remove(request: Asker, leader: NamedDependency[LeadershipAddress]) -> Answer:
    """Takes an address off the list."""
    await leaders.remove(request.user, leader)
    say(request, _("The address is off the list."))
    return redirect(HERE)


async def _index(request: Asker, form: Form[LeaderIn]) -> Answer:
    return page(
        "commitments/reminding/leadership.html",
        status=form.status,
        form=form,
        rows=await leaders.listed(request.user.organisation),
        nav_current="commitments",
    )


handlers: list[Any] = [index, add, remove]
