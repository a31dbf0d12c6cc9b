"""The signed door of the WhatsApp service. Its contract is theirs, so our document does not describe it."""

from typing import Annotated, Any

from litestar import MediaType, Request, Router, get, post
from litestar.params import QueryParameter

from events_app import clock
from events_app.notifications.whatsapp import webhook

Ask = Request[Any, Any, Any]


@get("/inbound/whatsapp", public=True, media_type=MediaType.TEXT)
async def verify(
    mode: Annotated[str, QueryParameter(name="hub.mode", max_length=50)] = "",
    token: Annotated[str, QueryParameter(name="hub.verify_token", max_length=500)] = "",
    answer: Annotated[str, QueryParameter(name="hub.challenge", max_length=500)] = "",
) -> str:
    """Proves that this address is ours."""
    return webhook.challenge(mode, token, answer)


@post("/inbound/whatsapp", public=True, status_code=200, request_max_body_size=webhook.MOST)
async def take_statuses(request: Ask) -> dict[str, int]:
    """Takes what became of messages; the same again changes nothing."""
    body = await request.body()
    webhook.check(body, request.headers.get("x-hub-signature-256", ""))
    return {"noted": await webhook.take(webhook.read(body), clock.now())}


router = Router(path="/", route_handlers=[verify, take_statuses], include_in_schema=False)
