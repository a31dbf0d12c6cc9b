"""Pages of webhooks, among the settings of an owner."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import Refusal
from events_app.i18n import _
from events_app.notifications.webhooks import access, actions, queries, words
from events_app.notifications.webhooks.access import AnyState, OfKind
from events_app.notifications.webhooks.forms import ReplayForm, ReplayIn, WebhookIn
from events_app.notifications.webhooks.kinds import KINDS
from events_app.notifications.webhooks.queries import Entry
from events_app.notifications.webhooks.tables import DeliveryState, WebhookEndpoint
from events_app.web.filters import open_filters
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Ask = Request[Any, Any, Any]
Answer = Response[Any]
Webhook = NamedDependency[WebhookEndpoint]
LOG = 50


@get("/settings/webhooks")
async def index(request: Ask) -> Answer:
    return await _index(request, Form.blank(WebhookIn))


@post("/settings/webhooks")
async def make(request: Ask) -> Answer:
    form = await read_form(request, WebhookIn)
    with form.refusing():
        row, secret = await actions.make(request.user, form.value)
        return await _show(row, fresh=secret)
    return await _index(request, form)


@get("/settings/webhooks/{webhook_id:uuid}")
async def show(
    webhook: Webhook, in_state: AnyState = "", of_kind: OfKind = None, before: FromQuery[UUID | None] = None
) -> Answer:
    state = in_state if in_state in set(DeliveryState) else None
    return await _show(webhook, state=state, kind=of_kind if of_kind in KINDS else None, before=before)


@post("/settings/webhooks/{webhook_id:uuid}")
async def change(request: Ask, webhook: Webhook) -> Answer:
    form = await read_form(request, WebhookIn)
    if not form.ok:
        return await _show(webhook, form)
    await actions.change(request.user, webhook, form.value)
    say(request, _("Saved."))
    return _back(webhook)


@post("/settings/webhooks/{webhook_id:uuid}/rotate")
async def rotate(request: Ask, webhook: Webhook) -> Answer:
    secret = await actions.rotate(request.user, webhook, clock.now())
    return await _show(webhook, fresh=secret)


@post("/settings/webhooks/{webhook_id:uuid}/pause")
async def pause(request: Ask, webhook: Webhook) -> Answer:
    await actions.pause(request.user, webhook)
    say(request, _("The webhook is paused: nothing is sent any more."))
    return _back(webhook)


@post("/settings/webhooks/{webhook_id:uuid}/resume")
async def resume(request: Ask, webhook: Webhook) -> Answer:
    await actions.resume(request.user, webhook)
    say(request, _("The webhook is active again."))
    return _back(webhook)


@post("/settings/webhooks/{webhook_id:uuid}/remove")
async def remove(request: Ask, webhook: Webhook) -> Answer:
    await actions.remove(request.user, webhook)
    say(request, _("The webhook and its log are gone."))
    return redirect("/settings/webhooks")


@post("/settings/webhooks/{webhook_id:uuid}/test")
async def test(request: Ask, webhook: Webhook) -> Answer:
    try:
        await actions.test(request.user, webhook, clock.now())
    except Refusal as refusal:
        return await _refused(webhook, refusal)
    say(request, _("A test is on its way: look at the log in a moment."))
    return _back(webhook)


@post("/settings/webhooks/{webhook_id:uuid}/again")
async def again(request: Ask, webhook: Webhook) -> Answer:
    """Those that were ticked."""
    form = await read_form(request, ReplayForm)
    if not form.ok:
        return await _show(webhook, choose=_("Choose at least one delivery."))
    return await _sent_again(request, webhook, form.value.chosen)


@post("/settings/webhooks/{webhook_id:uuid}/again/failed")
async def again_failed(request: Ask, webhook: Webhook) -> Answer:
    """Everything that was given up."""
    try:
        count = await actions.replay(request.user, webhook, ReplayIn(state=DeliveryState.failed), clock.now())
    except Refusal as refusal:
        return await _refused(webhook, refusal)
    say(request, _("Deliveries that go out again: %(count)d", count=count))
    return _back(webhook)


@get("/settings/webhooks/{webhook_id:uuid}/deliveries/{delivery_id:uuid}")
async def delivery_page(webhook: Webhook, delivery: NamedDependency[Entry]) -> Answer:
    tries = await queries.tries(delivery.id)
    frame: dict[str, Any] = {"row": webhook, "one": delivery, "tries": tries, "words": words}
    return page("notifications/webhooks/delivery.html", nav_current="settings", **frame)


@post("/settings/webhooks/{webhook_id:uuid}/deliveries/{delivery_id:uuid}/again")
async def again_one(request: Ask, webhook: Webhook, delivery: NamedDependency[Entry]) -> Answer:
    return await _sent_again(request, webhook, [delivery.id])


async def _sent_again(request: Ask, webhook: WebhookEndpoint, chosen: list[UUID]) -> Answer:
    try:
        count = await actions.send_again(request.user, webhook, chosen, clock.now())
    except Refusal as refusal:
        return await _refused(webhook, refusal)
    say(request, _("Deliveries that go out again: %(count)d", count=count))
    return _back(webhook)


async def _refused(webhook: WebhookEndpoint, refusal: Refusal) -> Answer:
    return await _show(webhook, choose=refusal.text, status=refusal.status_code)


async def _index(request: Ask, form: Form[WebhookIn]) -> Answer:
    rows = await queries.endpoints(request.user.organisation)
    counts = await queries.counts([row.id for row in rows])
    frame = {"rows": rows, "counts": counts, "words": words, "kinds": _kinds(), "nav_current": "settings"}
    return page("notifications/webhooks/index.html", status=form.status, form=form, **frame)


async def _show(
    row: WebhookEndpoint,
    form: Form[WebhookIn] | None = None,
    *,
    fresh: str | None = None,
    choose: str = "",
    status: int | None = None,
    state: str | None = None,
    kind: str | None = None,
    before: UUID | None = None,
) -> Answer:
    facts = {name: getattr(row, name) for name in WebhookIn.model_fields}
    form = form or Form.blank(WebhookIn, **facts)
    found = await queries.log(row.id, state=state, kind=kind, before=before, limit=LOG)
    counts = (await queries.counts([row.id]))[row.id]
    frame = {"row": row, "counts": counts, "entries": found[:LOG], "fresh": fresh, "choose": choose}
    states = [(one.value, words.state(one)) for one in DeliveryState]
    named = {"state": (_("State"), states), "kind": (_("What changed"), _kinds())}
    chosen = {"state": state, "kind": kind, "more": found[LOG - 1].id if len(found) > LOG else None}
    return page(
        "notifications/webhooks/show.html",
        status=status or (422 if choose else form.status),
        form=form,
        words=words,
        kinds=_kinds(),
        words_of_states=states,
        open=open_filters(f"/settings/webhooks/{row.id}", chosen, named),
        nav_current="settings",
        **frame,
        **chosen,
    )


def _kinds() -> list[tuple[str, str]]:
    return [(kind, words.kind_name(kind)) for kind in KINDS]


def _back(webhook: WebhookEndpoint) -> Answer:
    return redirect(f"/settings/webhooks/{webhook.id}")


router = Router(
    path="/",
    route_handlers=[
        index,
        make,
        show,
        change,
        rotate,
        pause,
        resume,
        remove,
        test,
        again,
        again_failed,
        delivery_page,
        again_one,
    ],
    guards=[requires(Right.manage)],
    dependencies={"webhook": Provide(access.webhook_here), "delivery": Provide(access.delivery_here)},
)
