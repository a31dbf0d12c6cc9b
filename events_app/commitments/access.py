"""The only ways to a promise, an action, a proof: yours to see, or not found; and the owner's own way in.

Another organisation's row is not found; so is one of a confidential event, unless the reader may see those.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from piccolo.table import Table

from events_app import clock, i18n, tokens
from events_app.accounts import throttle
from events_app.accounts.access import address_of, visitor
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.actions.links import STILL_HOLDS
from events_app.commitments.asking.tables import InfeasibleRequest, WithdrawalRequest
from events_app.commitments.kinds import LinkScope
from events_app.commitments.owning.queries import Owner, owns
from events_app.commitments.tables import (
    Commitment,
    DueChange,
    Evidence,
    FollowUpAction,
    ProgressUpdate,
    Submission,
)
from events_app.database import fetch_one, fetch_value
from events_app.errors import NotFound, Refusal
from events_app.i18n import N_
from events_app.stakeholders.own_consents import holders

Asker = Request[Actor, Any, Any]
T = TypeVar("T", bound=Table)

VISIBLE = """
SELECT EXISTS (SELECT 1 FROM commitment c JOIN event e ON e.id = c.event
               WHERE c.id = $1 AND c.organisation = $2 AND ($3 OR NOT e.confidential))
"""
LINK = f"""
SELECT t.id, t.organisation, t.scope, t.action, t.person, t.institution, t.revoked_at, t.expires_at, p.full_name,
       coalesce(p.language, e.language, o.language) AS language, o.name AS organisation_name, o.demo,
       {STILL_HOLDS} AS still_holds
FROM access_token t JOIN organisation o ON o.id = t.organisation
LEFT JOIN follow_up_action a ON a.id = t.action LEFT JOIN commitment c ON c.id = a.commitment
LEFT JOIN event e ON e.id = c.event LEFT JOIN person p ON p.id = t.person
WHERE t.token_hash = $1 AND t.scope IN ('action', 'digest')
"""

holders.known_by(f"""
SELECT t.organisation, t.person FROM access_token t
WHERE t.token_hash = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $2) AND {STILL_HOLDS}
""")

ACTION_OF_EVIDENCE = """
SELECT coalesce(s.action, q.action) FROM evidence e LEFT JOIN submission s ON s.id = e.submission
LEFT JOIN infeasible_request q ON q.id = e.infeasible_request WHERE e.id = $1
"""

TRIES = 20
WINDOW = timedelta(minutes=10)


class LinkEnded(Refusal):
    """The link was replaced or is too old; whoever sent it can send another."""

    status_code = 410
    message = N_("This personal link no longer works. Please ask the secretariat for a new one.")


@dataclass(frozen=True)
class Visit:
    """Somebody who came by a personal link: who they are, and the one action they look at, or all they owe."""

    actor: Actor
    owner: Owner
    action: UUID | None
    token: str
    all_of_it: bool
    organisation_name: str
    demo: bool
    language: str

    @property
    def base(self) -> str:
        """The address of the page they look at."""
        return (
            f"/p/{self.token}/items/{self.action}" if self.all_of_it and self.action else f"/p/{self.token}"
        )


async def commitment_for_reader(request: Asker, commitment_id: FromPath[UUID]) -> Commitment:
    """A commitment this reader may see."""
    row = await _one(Commitment, request.user, commitment_id)
    await _must_see(request.user, row.id)
    return row


async def action_for_reader(request: Asker, action_id: FromPath[UUID]) -> FollowUpAction:
    """A follow-up action this reader may see."""
    row = await _one(FollowUpAction, request.user, action_id)
    await _must_see(request.user, row.commitment)
    return row


async def submission_for_reader(request: Asker, submission_id: FromPath[UUID]) -> Submission:
    """A submission this reader may see."""
    return await _of_action(Submission, request, submission_id)


async def update_for_reader(request: Asker, update_id: FromPath[UUID]) -> ProgressUpdate:
    """A progress report this reader may see."""
    return await _of_action(ProgressUpdate, request, update_id)


async def due_change_for_reader(request: Asker, change_id: FromPath[UUID]) -> DueChange:
    """A request for another due date that this reader may see."""
    return await _of_action(DueChange, request, change_id)


async def evidence_for_reader(request: Asker, evidence_id: FromPath[UUID]) -> Evidence:
    """A piece of evidence this reader may see."""
    row = await _one(Evidence, request.user, evidence_id)
    await action_for_reader(request, await fetch_value(ACTION_OF_EVIDENCE, row.id))
    return row


async def infeasible_request_for_reader(
    request: Asker, infeasible_request_id: FromPath[UUID]
) -> InfeasibleRequest:
    """That something cannot be done, asked of the chair, if this reader may see it."""
    return await _of_action(InfeasibleRequest, request, infeasible_request_id)


async def withdrawal_request_for_reader(
    request: Asker, withdrawal_request_id: FromPath[UUID]
) -> WithdrawalRequest:
    """That a promise be taken back, asked of the chair, if this reader may see it."""
    row = await _one(WithdrawalRequest, request.user, withdrawal_request_id)
    await _must_see(request.user, row.commitment)
    return row


async def visit(request: Request[Any, Any, Any], token: str, action: UUID | None = None) -> Visit:
    """Who came by a personal link; the page speaks their language. Guessing is slowed, holders never are.

    `action` is the one that the address names; a link to one action opens no other, one to all opens its owner's.
    """
    row = await fetch_one(LINK, tokens.digest(token))
    if row is None:
        await _count_guess(request)
        raise NotFound()
    if row["revoked_at"] or not row["still_holds"] or (row["expires_at"] and row["expires_at"] < clock.now()):
        raise LinkEnded()
    owner = Owner(row["organisation"], row["person"], row["institution"])
    all_of_it = row["scope"] == LinkScope.digest
    if action is not None and not (await owns(owner, action) if all_of_it else action == row["action"]):
        raise NotFound()
    actor = visitor(request, row["organisation"], person=row["person"], name=row["full_name"] or "")
    _speak(request, row["language"])
    return Visit(
        replace(actor, credential=row["id"]),
        owner,
        action or row["action"],
        tokens.normalise(token),
        all_of_it,
        row["organisation_name"],
        row["demo"],
        row["language"],
    )


async def visit_to_action(request: Request[Any, Any, Any], token: str, action: UUID | None) -> Visit:
    """The same for a door of one action: an address that names none leads nowhere."""
    visit_ = await visit(request, token, action)
    if visit_.action is None:
        raise NotFound()
    return visit_


async def evidence_of_visit(visit: Visit, evidence: UUID) -> Evidence:
    """A piece of evidence of the link's own action."""
    if await fetch_value(ACTION_OF_EVIDENCE, evidence) != visit.action:
        raise NotFound()
    return await _one(Evidence, visit.actor, evidence)


async def _of_action(table: type[T], request: Asker, row_id: UUID) -> T:
    row: Any = await _one(table, request.user, row_id)
    await action_for_reader(request, row.action)
    return row  # type: ignore[no-any-return]


async def _one(table: type[T], actor: Actor, row_id: UUID) -> T:
    columns: Any = table
    mine = (columns.id == row_id) & (columns.organisation == actor.organisation)
    row = await table.objects().where(mine).first()
    if row is None:
        raise NotFound()
    return row


async def _must_see(actor: Actor, commitment: UUID) -> None:
    if not await fetch_value(VISIBLE, commitment, actor.organisation, actor.may(Right.read_confidential)):
        raise NotFound()
    actor.must(Right.read)


async def _count_guess(request: Request[Any, Any, Any]) -> None:
    key = f"progress:{throttle.network_of(address_of(request))}"
    await throttle.check(key, TRIES, clock.now())
    await throttle.count(key, WINDOW, clock.now())


def _speak(request: Request[Any, Any, Any], language: str) -> None:
    """A visitor who chose no language reads in their own."""
    if request.scope["state"]["cookies"].get("lang") not in i18n.LOCALES:
        i18n.speak(language)
