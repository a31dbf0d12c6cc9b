"""Pages about the product itself: the style guide for those who build on it, the API for those who call it."""

from typing import Any

from litestar import Response, Router, get

from events_app.web.pages import page


@get("/style-guide")
async def style_guide() -> Response[Any]:
    """Every component in every state."""
    return page("style_guide/index.html")


@get("/api/docs", public=True, include_in_schema=False)
async def api_docs() -> Response[Any]:
    """The OpenAPI document for people, with vendored assets."""
    return page("api_docs.html")


router = Router(path="/", route_handlers=[style_guide, api_docs], include_in_schema=False)
