"""One door: taking the demo away."""

from typing import Any

from litestar import Request, Response, Router, post

from events_app import demo
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import NotFound
from events_app.web.pages import redirect


@post("/demo/clear", guards=[requires(Right.manage)])
async def clear(request: Request[Any, Any, Any]) -> Response[Any]:
    """Removes the demo organisation, the one who asks included; nothing of it remains."""
    if not request.scope["state"]["organisation"].demo:
        raise NotFound()
    await demo.clear()
    return redirect("/login")


router = Router(path="/", route_handlers=[clear], include_in_schema=False)
