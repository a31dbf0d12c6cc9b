"""Who hears of what is asked: the chair at once, and whoever asked once it is decided."""

from datetime import datetime
from typing import Any

from events_app.accounts.actor import Actor
from events_app.commitments import contacts, mails, queries
from events_app.commitments.actions.telling import tell_owner
from events_app.commitments.asking.tables import InfeasibleRequest, WithdrawalRequest
from events_app.commitments.contacts import Contact
from events_app.commitments.tables import AskDecision, Commitment, FollowUpAction
from events_app.database import fetch_one
from events_app.notifications.actions import enqueue, enqueue_all
from events_app.notifications.mail import is_address

ABOUT = """
SELECT c.id, c.ref, c.title, c.event, e.title AS event_title, e.confidential, i.name AS institution
FROM commitment c JOIN event e ON e.id = c.event JOIN institution i ON i.id = c.institution WHERE c.id = $1
"""
ASKER = """
SELECT coalesce(u.email, nullif(p.email, ''), i.email) AS address, coalesce(u.name, p.full_name, i.name) AS name,
       coalesce(u.language, p.language, o.language) AS language
FROM withdrawal_request r JOIN organisation o ON o.id = r.organisation
JOIN commitment c ON c.id = r.commitment JOIN institution i ON i.id = c.institution
LEFT JOIN app_user u ON u.id = r."user" LEFT JOIN person p ON p.id = r.person WHERE r.id = $1
"""


async def of_infeasible(
    actor: Actor, action: FollowUpAction, request: InfeasibleRequest, now: datetime
) -> None:
    """The chair hears that an owner finds something impossible."""
    facts: Any = await queries.action(action.organisation, action.id, now)
    chairs = await contacts.deciders(actor.organisation, facts["confidential"])
    reason, kind = request.reason, str(request.reason_class)
    await enqueue_all(actor, [mails.infeasible_asked(one, facts, reason, kind) for one in chairs])


async def infeasible_decided(
    actor: Actor, action: FollowUpAction, request: InfeasibleRequest, now: datetime
) -> None:
    """Whoever answers for the action now hears what was decided."""
    approved, note = request.decision == AskDecision.approved, str(request.note)
    await tell_owner(
        actor,
        action,
        now,
        lambda owner, facts, url: mails.infeasible_decided(owner, facts, approved, note, url),
    )


async def of_withdrawal(actor: Actor, commitment: Commitment, request: WithdrawalRequest) -> None:
    """The chair hears that an institution wants its promise back."""
    facts: Any = await fetch_one(ABOUT, commitment.id)
    chairs = await contacts.deciders(actor.organisation, facts["confidential"])
    await enqueue_all(actor, [mails.withdrawal_asked(one, facts, str(request.reason)) for one in chairs])


async def withdrawal_decided(
    actor: Actor, commitment: Commitment, request: WithdrawalRequest, now: datetime
) -> None:
    """Whoever asked hears what was decided; by a mailbox's link the institution asked."""
    row: Any = await fetch_one(ASKER, request.id)
    if not is_address(row["address"] or ""):
        return
    facts: Any = await fetch_one(ABOUT, commitment.id)
    to = Contact(row["address"], row["name"], row["language"])
    approved = request.decision == AskDecision.approved
    await enqueue(actor, mails.withdrawal_decided(to, facts, approved, str(request.note)))
