"""Somebody looks at an odd mark and decides: it is fine, or it is taken back. Each once, with who and when."""

from datetime import datetime

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin.self_checkin.forms import FlagDecisionIn
from events_app.checkin.self_checkin.refusals import AlreadyDecided
from events_app.checkin.self_checkin.tables import FlagDecision, SelfFlag
from events_app.checkin.undoing import undo_reviewed
from events_app.database import atomically
from events_app.errors import FieldError, Invalid
from events_app.events.tables import Event
from events_app.i18n import N_, gettext


@atomically
async def decide(actor: Actor, event: Event, flag: SelfFlag, said: FlagDecisionIn, now: datetime) -> None:
    """Settles one flag. The same decision again changes nothing; another one is refused by name."""
    actor.must(Right.plan_events)
    if said.decision == FlagDecision.undone and not said.note:
        sentence = gettext(N_("Say why this mark is taken back."))
        raise Invalid([FieldError("note", "required", sentence)])
    moved = (
        await SelfFlag.update(
            {
                SelfFlag.decision: said.decision,
                SelfFlag.note: said.note,
                SelfFlag.decided_at: now,
                SelfFlag.decided_by: actor.user,
            }
        )
        .where((SelfFlag.id == flag.id) & SelfFlag.decision.is_null())
        .returning(SelfFlag.id)
    )
    if not moved:
        return await _must_be_the_same(flag, said)
    if said.decision == FlagDecision.undone:
        await undo_reviewed(actor, event, flag.scan, now)
    await audit.record(actor, "self_flag.decided", flag.id, after=said.model_dump(mode="json"))
    return None


async def _must_be_the_same(flag: SelfFlag, said: FlagDecisionIn) -> None:
    row = await SelfFlag.objects().get(SelfFlag.id == flag.id)
    if row is None or row.decision != said.decision:
        raise AlreadyDecided()
