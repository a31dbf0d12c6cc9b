"""The door of those who do not want to be written to. Looking changes nothing, one click is enough."""

from enum import StrEnum
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from pydantic import Field

from events_app import clock, tokens
from events_app.accounts.access import visitor
from events_app.errors import NotFound
from events_app.i18n import _
from events_app.notifications.wishes import actions
from events_app.notifications.wishes.forms import DisownIn
from events_app.notifications.wishes.queries import objections, reminded_of_duties
from events_app.notifications.wishes.tables import MailWish, Wish
from events_app.shapes import Body
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Ask = Request[Any, Any, Any]
Answer = Response[Any]


class OneClick(StrEnum):
    """What a mail program sends (RFC 8058)."""

    one_click = "One-Click"


class WishIn(Body):
    """The page's form, or a mail program's one click."""

    wish: Wish = Wish.no_letters
    one_click: OneClick | None = Field(default=None, alias="List-Unsubscribe")


@get("/unsubscribe/{link:str}", public=True)
async def show(link: FromPath[str], wished: NamedDependency[MailWish]) -> Answer:
    """What this address is sent, and the choice."""
    return await _shown(wished, link)


@post("/unsubscribe/{link:str}", public=True, one_click=True)
async def decide(request: Ask, link: FromPath[str], wished: NamedDependency[MailWish]) -> Answer:
    """Keeps the wish; a mail program's one click asks nothing further."""
    form = await read_form(request, WishIn)
    actor, now = visitor(request, wished.organisation), clock.now()
    if form.ok and form.value.one_click:
        await actions.one_click(actor, wished, now)
        return Response("", media_type="text/plain", status_code=200)
    if not form.ok:
        return await _shown(wished, link, form=form)
    await actions.decide(actor, wished, form.value.wish, now)
    say(request, _("Your wish is kept."))
    return redirect(f"/unsubscribe/{link}")


@post("/unsubscribe/{link:str}/not-mine", public=True)
async def disown(request: Ask, link: FromPath[str], wished: NamedDependency[MailWish]) -> Answer:
    """Tells those who can pass a duty on that it is not this one's; the reminders go on until they did."""
    if not await reminded_of_duties(wished.id):
        raise NotFound()
    form = await read_form(request, DisownIn)
    with form.refusing():
        await actions.disown(visitor(request, wished.organisation), wished, form.value.note, clock.now())
    if not form.ok:
        return await _shown(wished, link, disowning=form)
    say(request, _("The secretariat is told. Until somebody else takes over, reminders go on."))
    return redirect(f"/unsubscribe/{link}")


async def _shown(
    wished: MailWish,
    link: str,
    *,
    form: Form[WishIn] | None = None,
    disowning: Form[DisownIn] | None = None,
) -> Answer:
    return page(
        "notifications/wishes/show.html",
        status=next((one.status for one in (form, disowning) if one), 200),
        wished=wished,
        link=tokens.normalise(link),
        form=form,
        disowning=disowning or Form.blank(DisownIn),
        duties=await reminded_of_duties(wished.id),
        said=await objections(wished.organisation, wished.address),
    )


doors: list[Any] = [show, decide, disown]
