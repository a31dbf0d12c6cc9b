"""The verb of honouring."""

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import atomically
from events_app.invitations.honouring.forms import ProtocolIn
from events_app.invitations.tables import Guest


@atomically
async def set_protocol(actor: Actor, guest: Guest, said: ProtocolIn) -> None:
    """Marks a guest of honour, or takes the mark away; the same again changes nothing."""
    actor.must(Right.invite)
    before = {"vip": guest.vip, "protocol_note": guest.protocol_note}
    after = said.model_dump()
    if before == after:
        return
    await Guest.update({Guest.vip: said.vip, Guest.protocol_note: said.protocol_note}).where(
        Guest.id == guest.id
    )
    await audit.record(actor, "guest.protocol_set", guest.id, before=before, after=after)
