"""The product on a port of its own, and beside it, in the same process, a handler that only echoes JSON."""

import contextlib
import sys
from collections.abc import AsyncIterator
from typing import Any

import uvicorn
from litestar import Litestar, get, post

from events_app import database, serving
from events_app.app import create_app
from events_app.web.pages import page


@post("/bench/bare", status_code=200)
async def bare(data: dict[str, Any]) -> dict[str, Any]:
    """Reads JSON, writes JSON, knows nobody."""
    return {"results": [{"id": scan["id"], "outcome": "admitted"} for scan in data["scans"]]}


@get("/bench/empty", public=True)
async def empty() -> Any:
    """A page of four sentences in the shell of visitors; asks nothing of the database."""
    return page("commitments/link_ended.html")


class Both:
    """The product's application with an empty page, but for one path."""

    def __init__(self, dsn: str) -> None:
        @contextlib.asynccontextmanager
        async def connected(_app: Litestar) -> AsyncIterator[None]:
            await database.connect(dsn)
            serving.settle()
            yield
            await database.disconnect()

        self.product: Any = create_app(connected)
        self.product.litestar.register(empty)
        self.bare: Any = Litestar([bare], openapi_config=None, logging_config=None)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        chosen = self.bare if scope.get("path") == "/bench/bare" else self.product
        await chosen(scope, receive, send)


if __name__ == "__main__":
    uvicorn.run(
        Both(sys.argv[2]),
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        log_level="warning",
        access_log=False,
    )
