"""What a review sets going at the action itself: more time is asked of the chair, what is called done is to be judged,
and what goes to a higher level is put before the chair and the head of the institution.

The meeting decides nothing that others must: the chair grants the time and names another owner, and a verifier says
whether it is done.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments import contacts, mails, queries
from events_app.commitments.actions import moves
from events_app.commitments.actions.work import ask_for_time, tell_verifiers
from events_app.commitments.assigning.actions import reassign
from events_app.commitments.assigning.forms import ReassignIn
from events_app.commitments.assigning.queries import DECIDED
from events_app.commitments.carrying import reasons
from events_app.commitments.carrying.forms import ReviewIn
from events_app.commitments.carrying.tables import ReviewDecision
from events_app.commitments.forms import DueChangeIn
from events_app.commitments.story import ASKED_THERE
from events_app.commitments.tables import LATE_STATES, ActionState, Submission
from events_app.errors import FieldError, Invalid
from events_app.events.tables import Event
from events_app.i18n import N_, gettext
from events_app.notifications.actions import enqueue_all

DECIDED_BY = N_("Decided by the meeting “%(meeting)s”.")
ASKED_BY = N_("Asked for by the meeting “%(meeting)s”.")
ONLY_TO_REASSIGN = N_("Another institution goes with “somebody else takes it over”.")
CHAIR_REASSIGNS = N_("Only the chair gives it to somebody else. Leave this empty, and the chair is asked.")
ONLY_TO_EXTEND = N_("A new due date goes with “needs more time”.")


async def follow(actor: Actor, event: Event, action: UUID, said: ReviewIn, now: datetime) -> None:
    """Does what follows from one review. Raises Invalid at `new_due` or `responsible_institution_id`, or what refuses it
    at the action itself.
    """
    if said.new_due is not None and said.decision != ReviewDecision.extend:
        raise Invalid([FieldError("new_due", "only_to_extend", gettext(ONLY_TO_EXTEND))])
    if said.responsible_institution_id is not None and said.decision != ReviewDecision.reassign:
        raise _fault("only_to_reassign", ONLY_TO_REASSIGN)
    if said.decision == ReviewDecision.reassign:
        await _have_it_given(actor, event, action, said, now)
    if said.new_due is not None:
        await _ask(actor, event, action, said.new_due, said.note, now)
    if said.decision == ReviewDecision.escalate:
        await _put_before_those_above(actor, event, action, said.note, now)
    if said.decision == ReviewDecision.close:
        await _have_it_judged(actor, event, action, now)


async def _ask(actor: Actor, event: Event, action: UUID, due: date, note: str, now: datetime) -> None:
    row = await moves.locked(await moves.action_of(event.organisation, action))
    facts: Any = await queries.action(event.organisation, action, now)
    reason = await reasons.kept(event, facts, note, ASKED_BY, ASKED_THERE)
    try:
        await ask_for_time(actor, row, DueChangeIn(due=due, reason=reason), now, event.id)
    except Invalid as refusal:
        raise Invalid([FieldError("new_due", one.code, one.message) for one in refusal.errors]) from None


async def _have_it_given(actor: Actor, event: Event, action: UUID, said: ReviewIn, now: datetime) -> None:
    """The chair's meeting gives it to whom it names; else the chairs are asked, once for a meeting."""
    row = await moves.action_of(event.organisation, action)
    facts: Any = await queries.action(event.organisation, action, now)
    office = said.responsible_institution_id
    if office is not None:
        if not actor.may(Right.decide):
            raise _fault("chair_reassigns", CHAIR_REASSIGNS)
        reason = await reasons.kept(event, facts, said.note, DECIDED_BY, DECIDED)
        given = ReassignIn(responsible_institution_id=office, reason=reason)
        await reassign(actor, row, given, now, event.id)
    elif row.state in LATE_STATES and not actor.may(Right.decide):
        chairs = await contacts.deciders(event.organisation, facts["confidential"])
        letters = [
            mails.reassignment_wanted(one, facts, *reasons.told_to(one, event, facts, said.note))
            for one in chairs
        ]
        await enqueue_all(actor, letters)


def _fault(code: str, text: str) -> Invalid:
    return Invalid([FieldError("responsible_institution_id", code, gettext(text))])


async def _have_it_judged(actor: Actor, event: Event, action: UUID, now: datetime) -> None:
    """Whoever may judge what waits is told again; what was never submitted has nothing to judge."""
    row = await moves.action_of(event.organisation, action)
    if row.state != ActionState.submitted:
        return
    sent = (
        await Submission.objects()
        .where(Submission.action == action)
        .order_by(Submission.no, ascending=False)
        .first()
    )
    if sent is not None:
        await tell_verifiers(actor, row, sent, now)


async def _put_before_those_above(actor: Actor, event: Event, action: UUID, note: str, now: datetime) -> None:
    """The chair and the head hear of it, once for a meeting, however often the review is saved."""
    facts: Any = await queries.action(event.organisation, action, now)
    chairs = await contacts.deciders(event.organisation, facts["confidential"])
    heads = await contacts.heads_of(event.organisation, facts["responsible_institution"])
    everybody = {one.address.casefold(): one for one in [*heads, *chairs]}
    letters = [
        mails.escalated(one, facts, *reasons.told_to(one, event, facts, note)) for one in everybody.values()
    ]
    await enqueue_all(actor, letters)
