"""The page that looks for a free room."""

from typing import Any

from litestar import Response, get

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.places.equipment import choices
from events_app.events.places.forms import Wish
from events_app.events.places.free import free_rooms
from events_app.web.forms import Form, parse
from events_app.web.pages import page


@get("/rooms/free", guards=[requires(Right.plan_events)])
async def look(request: Asker) -> Response[Any]:
    """The form, and once it is filled in the rooms that fit."""
    query = request.query_params
    asked = {name: query.getall(name) for name in dict.fromkeys(query.keys())}
    zone = request.scope["state"]["organisation"].timezone
    form = parse(Wish, asked) if asked else Form.blank(Wish, timezone=zone)
    found = None
    if asked and form.ok:
        wish = form.value
        times, mine = (wish.starts_at, wish.ends_at), request.user.organisation
        found = await free_rooms(mine, *times, wish.seats, equipment=wish.equipment)
    return page(
        "events/places/free.html",
        status=form.status,
        form=form,
        found=found,
        equipment=choices(),
        nav_current="events",
    )


doors: list[Any] = [look]
