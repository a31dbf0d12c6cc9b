"""The only way to a user's row: in one's own organisation, or not found."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath

from events_app.accounts.tables import User
from events_app.errors import NotFound


async def user_here(request: Request[Any, Any, Any], user_id: FromPath[UUID]) -> User:
    """A colleague of the one who asks."""
    here = User.organisation == request.user.organisation
    user = await User.objects().get((User.id == user_id) & here)
    if user is None:
        raise NotFound()
    return user
