"""The verb of a phone that let somebody in by name."""

from datetime import datetime
from typing import Any

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin import queries, verdicts, walk_ins
from events_app.checkin.actions import record_arrival
from events_app.checkin.conflicts.flagging import flag_namesake, flag_offline
from events_app.checkin.forms import ScanIn
from events_app.checkin.tables import Method
from events_app.checkin.verdicts import Verdict
from events_app.checkin.walking_in.forms import WalkInIn
from events_app.database import atomically
from events_app.errors import NotAllowed
from events_app.events.states import locked_event
from events_app.events.tables import Event
from events_app.invitations.guest_actions import add_guest


@atomically
async def record_walk_in(actor: Actor, event: Event, said: WalkInIn, now: datetime) -> Verdict:
    """Writes somebody down and lets them in, under the id that the phone gave; asked again it answers the same.

    They are inside already, so nothing but a called-off event refuses them; people look at what does not fit.
    """
    actor.must(Right.scan)
    if not actor.adds_walk_ins:
        raise NotAllowed()
    await locked_event(event)  # the same walk-in, sent twice at once, waits here
    known = await queries.scan(event, said.id)
    if known is not None:
        return verdicts.of_row(known)
    return await _let_in(actor, event, said, now)


async def _let_in(actor: Actor, event: Event, said: WalkInIn, now: datetime) -> Verdict:
    others = await walk_ins.namesakes(event, said.full_name, said.institution_name)
    added = await add_guest(actor, event, said.guest(), now)
    scan = ScanIn(
        id=said.id,
        code=added.guest.short_code,
        session_id=said.session_id,
        method=Method.staff_list,
        scanned_at=min(said.scanned_at, now),
        offline=said.offline,
    )
    verdict = await record_arrival(actor, event.id, said.device, scan)
    await flag_offline(event.id, [scan], [verdict], now)
    if said.offline and others:
        await flag_namesake(event.id, said.id, _likeliest(others), now)
    return verdict


def _likeliest(others: list[Any]) -> Any:
    """Of several who bear the name, one who is not inside yet: they may be who stands at the door."""
    return min(others, key=lambda row: row["first_in_at"] is not None)["id"]
