"""For those who keep the service running: alive, and ready."""

from litestar import Response, Router, get

from events_app.database import DB, fetch_value
from events_app.migrations import pending


@get("/health/live", public=True, include_in_schema=False)
async def live() -> dict[str, str]:
    """200 while the process lives."""
    return {"status": "live"}


@get("/health/ready", public=True, include_in_schema=False)
async def ready() -> Response[dict[str, str]]:
    """200 when the database answers and every migration is applied, else 503."""
    try:
        await fetch_value("SELECT 1")
        waiting = await pending(DB.config["dsn"])
    except Exception:
        return Response({"status": "no database"}, status_code=503)
    if waiting:
        return Response({"status": "migrations are waiting"}, status_code=503)
    return Response({"status": "ready"})


router = Router(path="/", route_handlers=[live, ready])
