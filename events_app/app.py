"""The table of contents: every door of the product, in reading order."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from litestar import Litestar, Router
from litestar.config.compression import CompressionConfig
from litestar.middleware import DefineMiddleware
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template import TemplateConfig

from events_app import health
from events_app.accounts import api as accounts_api
from events_app.accounts import pages as entering
from events_app.accounts.access import Gate
from events_app.accounts.idempotency import Idempotency
from events_app.checkin import api as checkin_api
from events_app.checkin import pages as door
from events_app.checkin.devices.access import recognise as paired_device
from events_app.checkin.quick import QuickScans
from events_app.commitments import api as commitments_api
from events_app.commitments import pages as promises
from events_app.demo import pages as demo_pages
from events_app.events import api as events_api
from events_app.events import pages as scheduling
from events_app.invitations import api as invitations_api
from events_app.invitations import pages as inviting
from events_app.notifications import api as notifications_api
from events_app.notifications import pages as outbox
from events_app.notifications.mailbox import api as mailbox_api
from events_app.notifications.mailbox import pages as mailbox
from events_app.notifications.webhooks import api as webhooks_api
from events_app.notifications.webhooks import pages as webhooks
from events_app.notifications.whatsapp import api as whatsapp_api
from events_app.notifications.wishes import api as wishes_api
from events_app.privacy import api as privacy_api
from events_app.privacy import pages as ending
from events_app.reports import api as reports_api
from events_app.reports import pages as overview
from events_app.stakeholders import api as stakeholders_api
from events_app.stakeholders import pages as directory
from events_app.stakeholders.whatsapp import pages as consenting
from events_app.templating import environment
from events_app.web import manual
from events_app.web.csrf import Csrf
from events_app.web.limits import FormLimits
from events_app.web.openapi import Contract
from events_app.web.problems import HANDLERS
from events_app.web.shell import Shell
from events_app.web.statics import static_files

PAGES = (
    entering.router,
    outbox.router,
    outbox.wishes,
    mailbox.router,
    webhooks.router,
    directory.router,
    consenting.router,
    scheduling.router,
    inviting.router,
    door.router,
    promises.router,
    overview.router,
    ending.router,
    demo_pages.router,
)
API = (
    accounts_api.router,
    notifications_api.router,
    mailbox_api.router,
    wishes_api.router,
    webhooks_api.router,
    whatsapp_api.router,
    stakeholders_api.router,
    events_api.router,
    invitations_api.router,
    checkin_api.router,
    commitments_api.router,
    reports_api.router,
    privacy_api.router,
)
LARGEST_BODY = 40 * 1024 * 1024

Lifespan = Callable[[Litestar], AbstractAsyncContextManager[None]]


class App(Shell):
    """The product as an ASGI application: the shell around Litestar."""

    def __init__(self, litestar: Litestar) -> None:
        super().__init__(QuickScans(litestar, [paired_device]))
        self.litestar = litestar


def create_app(lifespan: Lifespan | None = None, *, debug: bool = False) -> App:
    """The application. `lifespan` opens the database where nothing has opened it before."""
    pages = Router(path="/", route_handlers=PAGES, include_in_schema=False)
    api = Router(path="/api/v1", route_handlers=API, middleware=[Idempotency()])
    litestar = Litestar(
        route_handlers=[health.router, static_files(), manual.router, pages, api],
        middleware=[
            DefineMiddleware(Gate, exclude_from_auth_key="public", others=[paired_device]),
            FormLimits(),
            Csrf(),
        ],
        exception_handlers=HANDLERS,
        template_config=TemplateConfig(instance=JinjaTemplateEngine.from_environment(environment())),
        compression_config=_compression(),
        openapi_config=_openapi(),
        lifespan=[lifespan] if lifespan else [],
        request_max_body_size=LARGEST_BODY,
        logging_config=None,
        debug=debug,
    )
    return App(litestar)


def _compression() -> CompressionConfig:
    """Not of what says `uncompressed`: a compressor keeps the first words of a stream to itself."""
    return CompressionConfig(
        backend="brotli", brotli_quality=5, minimum_size=800, exclude_opt_key="uncompressed"
    )


def _openapi() -> Contract:
    return Contract(
        title="events_app",
        version="1",
        description="Scheduling, inviting, checking in, and following commitments to their verified end.",
        openapi_router=Router(path="/api", route_handlers=[], opt={"public": True}, include_in_schema=False),
        render_plugins=[JsonRenderPlugin()],
        components=Components(security_schemes={"token": SecurityScheme(type="http", scheme="bearer")}),
        security=[{"token": []}],
    )
