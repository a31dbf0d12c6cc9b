"""Doors for the staff: what came back, and what a person makes of it; for owners the hook."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath, QueryParameter

from events_app import clock, settings
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import Refusal
from events_app.i18n import _
from events_app.notifications.mailbox import actions, hook, queries, words
from events_app.notifications.mailbox.forms import BackForm
from events_app.notifications.mailbox.tables import MailKind, MailState
from events_app.web.api import Cursor, after
from events_app.web.flash import say
from events_app.web.forms import read_form
from events_app.web.pages import page, redirect

Ask = Request[Any, Any, Any]
Answer = Response[Any]
INVITE = [requires(Right.invite)]
MANAGE = [requires(Right.manage)]
A_PAGE = 50
Show = Annotated[str, QueryParameter(max_length=20)]
LISTS = ("waiting", "all", "addresses")


@get("/mailbox", guards=INVITE)
async def index(request: Ask, show: Show = "waiting", cursor: Cursor = None) -> Answer:
    """What came in and what became of it, one of three lists at a time."""
    here, current = request.user.organisation, show if show in LISTS else "waiting"
    before = after(cursor)
    rows: list[Any]
    if current == "addresses":
        rows = await queries.addresses(here, before=before, limit=A_PAGE)
    else:
        state = MailState.waiting if current == "waiting" else None
        rows = await queries.mails(here, state=state, before=before, limit=A_PAGE)
    return page(
        "notifications/mailbox/index.html",
        nav_current="mailbox",
        box=await queries.box(),
        hook=await hook.of_organisation(here),
        counts=_counted(await queries.counts(here)),
        show=current,
        rows=rows[:A_PAGE],
        first_url=f"/mailbox?show={current}" if cursor else "",
        next_url=f"/mailbox?show={current}&cursor={rows[A_PAGE - 1].id}" if len(rows) > A_PAGE else "",
        words=words,
    )


@post("/mailbox/mails/{mail_id:uuid}/dismiss", guards=INVITE)
async def dismiss(request: Ask, mail_id: FromPath[UUID]) -> Answer:
    """Puts it aside."""
    return await _decide(request, actions.dismiss, mail_id, _("The mail is put aside."))


@post("/mailbox/mails/{mail_id:uuid}/bounce", guards=INVITE)
async def count_as_bounce(request: Ask, mail_id: FromPath[UUID]) -> Answer:
    """Takes it as a bounce for good."""
    done = _("The message counts as come back, and the address is left out of what goes to many.")
    return await _decide(request, actions.count_as_bounce, mail_id, done)


@post("/mailbox/addresses/{address_id:uuid}/clear", guards=INVITE)
async def clear(request: Ask, address_id: FromPath[UUID]) -> Answer:
    """Says that an address is good again."""
    form = await read_form(request, BackForm)
    await actions.clear(request.user, address_id, clock.now())
    say(request, _("The address is good again and will be written to."))
    return redirect(form.value.back if form.ok else "/mailbox?show=addresses")


@get("/settings/inbound-mail", guards=MANAGE)
async def hook_page(request: Ask) -> Answer:
    """Whether mail may be handed in over HTTP, and how."""
    return await _hook(request)


@post("/settings/inbound-mail", guards=MANAGE)
async def rotate(request: Ask) -> Answer:
    """A new secret, shown this once."""
    return await _hook(request, await hook.rotate(request.user, clock.now()))


@post("/settings/inbound-mail/shut", guards=MANAGE)
async def shut(request: Ask) -> Answer:
    """No mail is taken that way any more."""
    await hook.shut(request.user, clock.now())
    say(request, _("Mail is no longer taken over HTTP."))
    return redirect("/settings/inbound-mail")


async def _decide(request: Ask, act: Any, mail_id: UUID, done: str) -> Answer:
    try:
        await act(request.user, mail_id, clock.now())
        say(request, done)
    except Refusal as no:
        if no.status_code == 404:
            raise
        say(request, no.text, "warning")
    return redirect("/mailbox")


async def _hook(request: Ask, fresh: str | None = None) -> Answer:
    here = request.scope["state"]["organisation"]
    return page(
        "notifications/mailbox/hook.html",
        nav_current="settings",
        hook=await hook.of_organisation(here.id),
        fresh=fresh,
        slug=here.slug,
        url=f"{settings.current().public_url}/api/v1/inbound/mail",
    )


def _counted(found: dict[tuple[str, str], int]) -> dict[str, int]:
    """For the tiles: bounces and delays, replies, letters, what needed nobody, and what waits."""
    of = {kind.value: sum(n for (one, _), n in found.items() if one == kind) for kind in MailKind}
    return of | {
        "all": sum(found.values()),
        "waiting": sum(n for (_, state), n in found.items() if state == MailState.waiting),
    }


router = Router(
    path="/",
    route_handlers=[index, dismiss, count_as_bounce, clear, hook_page, rotate, shut],
    include_in_schema=False,
)
