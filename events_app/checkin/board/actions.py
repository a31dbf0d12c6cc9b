"""Verbs of the board: rules of the quorum, and screens. What was reached is never written, it is always counted."""

from uuid import UUID

import asyncpg

from events_app import settings, tokens
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.checkin.board.forms import QuorumRuleIn, ScreenIn
from events_app.checkin.board.tables import BoardScreen, QuorumRule
from events_app.database import atomically, fetch_value, transaction
from events_app.errors import FieldError, Invalid, NotFound, Refusal
from events_app.events.states import must_be_current
from events_app.events.tables import Event
from events_app.i18n import N_, gettext
from events_app.ids import new_id
from events_app.invitations.seating.standing import OF_OFFICES

PURPOSE, PATH = "screen", "/screen/"
MOST_SCREENS = 20
KNOWN = f"SELECT {OF_OFFICES} FROM stakeholder_group g WHERE g.id = $1 AND g.organisation = $2 FOR SHARE"


class RuleLabelTaken(Refusal):
    field = "label"
    message = N_("This event has a rule of this name already.")


class TooManyScreens(Refusal):
    field = "name"
    message = N_("This event has as many screens as there can be. Revoke one first.")


@atomically
async def add_rule(actor: Actor, event: Event, said: QuorumRuleIn) -> QuorumRule:
    """One more condition of the quorum."""
    await _must_know(actor, said.group_id)
    row = QuorumRule(organisation=event.organisation, event=event.id, **said.columns())
    await _save(row)
    await audit.record(actor, "quorum.added", row.id, after=said.model_dump(mode="json"))
    return row


@atomically
async def change_rule(actor: Actor, rule: QuorumRule, said: QuorumRuleIn) -> QuorumRule:
    """Write all of it anew; ChangedMeanwhile where somebody else did since."""
    row = await QuorumRule.objects().where(QuorumRule.id == rule.id).lock_rows().first()
    if row is None:
        raise NotFound()
    must_be_current(said.row_version, row)
    await _must_know(actor, said.group_id)
    before = {name: getattr(row, name) for name in said.columns()}
    for name, value in said.columns().items():
        setattr(row, name, value)
    row.row_version += 1
    await _save(row)
    await audit.record(actor, "quorum.changed", row.id, before=before, after=said.columns())
    return row


@atomically
async def remove_rule(actor: Actor, rule: QuorumRule) -> None:
    """Take a condition away. Twice is once."""
    await QuorumRule.delete().where(QuorumRule.id == rule.id)
    await audit.record(actor, "quorum.removed", rule.id, before={"label": rule.label, "amount": rule.amount})


@atomically
async def open_screen(actor: Actor, event: Event, said: ScreenIn) -> BoardScreen:
    """A link of its own for one screen, that shows the public board until it is revoked."""
    if await BoardScreen.count().where(BoardScreen.event == event.id) >= MOST_SCREENS:
        raise TooManyScreens()
    identity = new_id()
    row = BoardScreen(
        organisation=event.organisation, event=event.id, created_by=actor.user, **said.model_dump()
    )
    row.id, row.link_hash = identity, tokens.digest(token_of(identity))
    await row.save()
    await audit.record(actor, "screen.opened", row.id, after={"event": event.id, "name": said.name})
    return row


@atomically
async def revoke_screen(actor: Actor, screen: BoardScreen) -> None:
    """Its link shows nothing from now on, and what is open ends within seconds. Twice is once."""
    await BoardScreen.delete().where(BoardScreen.id == screen.id)
    await audit.record(actor, "screen.revoked", screen.id, before={"name": screen.name})


def token_of(screen: UUID) -> str:
    """The token of a screen's link; derived, never stored."""
    return tokens.derive(PURPOSE, screen)


def url_of(screen: BoardScreen) -> str:
    """What the stage's computer opens."""
    return f"{settings.current().public_url}{PATH}{token_of(screen.id)}"


async def _save(row: QuorumRule) -> None:
    try:
        async with transaction():
            await row.save()
    except asyncpg.UniqueViolationError:
        raise RuleLabelTaken() from None


async def _must_know(actor: Actor, group: UUID | None) -> None:
    if group is None:
        return
    of_offices = await fetch_value(KNOWN, group, actor.organisation)
    if of_offices is None:
        sentence = gettext(N_("This one is not in your directory."))
        raise Invalid([FieldError("group_id", "unknown", sentence)])
    if not of_offices:
        sentence = gettext(N_("This group holds people. A quorum needs a group of institutions."))
        raise Invalid([FieldError("group_id", "people", sentence)])
