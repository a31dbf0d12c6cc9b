"""The only ways to a view and to a bulk act: yours or shared, of your organisation, else not found."""

from typing import Any
from uuid import UUID

from litestar.di import Provide
from litestar.params import FromPath

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.board.tables import BoardChange, BoardView
from events_app.errors import NotAllowed, NotFound


async def view_for_reader(request: Asker, view_id: FromPath[UUID]) -> BoardView:
    """A view of one's own, deleted or not, or one that others share."""
    here = (BoardView.id == view_id) & (BoardView.organisation == request.user.organisation)
    row = await BoardView.objects().where(here).first()
    if row is None or (row.user != request.user.user and not _is_for_all(row, request.user)):
        raise NotFound()
    return row


def _is_for_all(view: Any, actor: Actor) -> bool:
    """A shared view; a deleted one only for owners, who may bring it back."""
    return bool(view.shared) and (view.deleted_at is None or actor.may(Right.manage))


async def change_for_keeper(request: Asker, bulk_id: FromPath[UUID]) -> BoardChange:
    """What was done to many at once, for those who keep commitments or decide about them."""
    here = (BoardChange.id == bulk_id) & (BoardChange.organisation == request.user.organisation)
    row = await BoardChange.objects().where(here).first()
    if row is None:
        raise NotFound()
    if not (request.user.may(Right.keep_commitments) or request.user.may(Right.decide)):
        raise NotAllowed()
    return row


ROWS: dict[str, Any] = {"board_view": Provide(view_for_reader), "board_change": Provide(change_for_keeper)}
