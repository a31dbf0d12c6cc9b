"""Verbs of the wall's screens: a link that shows what was promised where nobody is signed in, until it is revoked."""

from uuid import UUID

from events_app import settings, tokens
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin.board.actions import MOST_SCREENS, TooManyScreens
from events_app.checkin.board.forms import ScreenIn
from events_app.commitments.capturing.refusals import WallIsClosed
from events_app.commitments.capturing.tables import CaptureScreen
from events_app.database import atomically
from events_app.events.states import locked_event
from events_app.events.tables import Event
from events_app.ids import new_id

PURPOSE, PATH = "promise-wall", "/wall/"


@atomically
async def open_wall(actor: Actor, event: Event, said: ScreenIn) -> CaptureScreen:
    """A link of its own for one screen; never for a confidential event."""
    actor.must(Right.keep_commitments)
    event = await locked_event(event)
    if event.confidential:
        raise WallIsClosed()
    if await CaptureScreen.count().where(CaptureScreen.event == event.id) >= MOST_SCREENS:
        raise TooManyScreens()
    identity = new_id()
    row = CaptureScreen(
        id=identity,
        organisation=event.organisation,
        event=event.id,
        created_by=actor.user,
        name=said.name,
        link_hash=tokens.digest(token_of(identity)),
    )
    await row.save()
    await audit.record(actor, "wall.opened", row.id, after={"event": event.id, "name": said.name})
    return row


@atomically
async def revoke_wall(actor: Actor, wall: CaptureScreen) -> None:
    """Its link shows nothing from now on, and what is open ends within seconds. Twice is once."""
    actor.must(Right.keep_commitments)
    await CaptureScreen.delete().where(CaptureScreen.id == wall.id)
    await audit.record(actor, "wall.revoked", wall.id, before={"name": wall.name})


def token_of(wall: UUID) -> str:
    """The token of a screen's link; derived, never stored."""
    return tokens.derive(PURPOSE, wall)


def url_of(wall: CaptureScreen) -> str:
    """What the stage's computer opens."""
    return f"{settings.current().public_url}{PATH}{token_of(wall.id)}"
