"""Answers for people: pages and redirects."""

from typing import Any

from litestar import Request
from litestar.datastructures import Cookie
from litestar.response import Redirect, Template

from events_app import i18n
from events_app.web import flash

THEMES = {"light", "dark"}


class HtmlPage(Template):
    """A template that always knows who reads it, in which language and theme, and the form secret."""

    def to_asgi_response(self, app: Any, request: Request[Any, Any, Any], **kwargs: Any) -> Any:
        # Before the template is drawn: Litestar has read the cookies by then.
        if flash.NAME in request.scope["state"]["cookies"]:
            self.cookies = [*self.cookies, Cookie(key=flash.NAME, path="/", max_age=0)]
        return super().to_asgi_response(app, request, **kwargs)

    def create_template_context(self, request: Request[Any, Any, Any]) -> dict[str, Any]:
        state = request.scope["state"]
        given = super().create_template_context(request)
        flashes = flash.take(request) + state.pop("flashes_out", [])
        theme = state["cookies"].get("theme")
        return {
            "actor": request.scope.get("user"),
            "csrf_token": state["csrf"],
            "flashes": flashes,
            "theme": theme if theme in THEMES else None,
            "locale": i18n.locale(),
            "path": request.scope["path"],
            "nav_current": "",
            "organisation": state.get("organisation"),
            "organisation_name": state["organisation"].name if state.get("organisation") else "",
            "request_id": state["request_id"],
            "demo": bool(state.get("organisation") and state["organisation"].demo),
        } | given


class Away(Redirect):
    """A redirect that carries the notices said on the way."""

    def to_asgi_response(self, app: Any, request: Request[Any, Any, Any], **kwargs: Any) -> Any:
        cookie = flash.cookie(request)
        if cookie is not None:
            self.cookies = [*self.cookies, cookie]
        return super().to_asgi_response(app, request, **kwargs)


def page(name: str, /, *, status: int = 200, **context: Any) -> HtmlPage:
    """A page from `templates/<name>`; names are those of `HtmlPage`'s context and what is given."""
    return HtmlPage(template_name=name, status_code=status, context=context)


def redirect(path: str) -> Away:
    """See other (303): after a write, and to say where something is."""
    return Away(path, status_code=303)
