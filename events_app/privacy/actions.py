"""Verbs of ending: the rule is set, somebody is kept longer, somebody is anonymised."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app import neutral
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.database import atomically, execute
from events_app.errors import NotFound, Refusal
from events_app.i18n import N_
from events_app.privacy import forgetting, obstacles, queries
from events_app.privacy.forms import PostponementIn, RetentionIn
from events_app.privacy.needles import needles
from events_app.privacy.scrubbing import scrub
from events_app.privacy.tables import Postponement, RetentionRule
from events_app.stakeholders.tables import Person

FORGETTING = "SET LOCAL events_app.anonymising = '{}'"


class AlreadyAnonymised(Refusal):
    message = N_("This person is anonymised already.")


class StillNeeded(Refusal):
    """`extra` lists every obstacle with its address."""

    message = N_("This person cannot be anonymised yet: %(why)s.")


class _KeptLonger(Exception):
    """Nobody is told: the list shows them among those who are kept."""


@atomically
async def set_rule(actor: Actor, plan: RetentionIn) -> RetentionRule:
    """How long personal data is kept; without months for good, and then nothing goes of itself."""
    actor.must(Right.manage)
    await execute("SELECT 1 FROM organisation WHERE id = $1 FOR UPDATE", actor.organisation)
    row = await RetentionRule.objects().where(RetentionRule.organisation == actor.organisation).first()
    row = row or RetentionRule(organisation=actor.organisation)
    before = {"months": row.months, "automatic": row.automatic}
    row.months, row.automatic = plan.months, plan.automatic and plan.months is not None
    await row.save()
    after = {"months": row.months, "automatic": row.automatic}
    await audit.record(actor, "retention.set", row.id, before=before, after=after)
    return row


@atomically
async def postpone(actor: Actor, person: UUID, plan: PostponementIn) -> Postponement:
    """Keeps somebody until a day, with a reason; the newest counts."""
    actor.must(Right.keep_privacy)
    await _standing(actor, person)
    row = Postponement(organisation=actor.organisation, person=person, until=plan.until, reason=plan.reason)
    row.created_by = actor.user
    await row.save()
    await audit.record(actor, "person.kept_longer", person, after={"until": plan.until})
    return row


async def anonymise(actor: Actor, person: UUID, reason: str, now: datetime) -> None:
    """Ends somebody's personal data: who they were goes, what was counted stays. Raises what stands against it."""
    actor.must(Right.keep_privacy)
    await forgetting.let_go(await _anonymise(actor, person, reason, now))


async def anonymise_many(actor: Actor, people: Sequence[UUID], reason: str, now: datetime) -> int:
    """Each in a transaction of its own; those against whom something stands are left. How many it were.

    Raises NotFound before anybody is, where one of them is not of this organisation.
    """
    actor.must(Right.keep_privacy)
    if len(await queries.named(actor.organisation, list(people))) < len(set(people)):
        raise NotFound()
    done = 0
    for person in people:
        done += await anonymise_due(actor, person, reason, now)
    return done


async def anonymise_due(actor: Actor, person: UUID, reason: str, now: datetime) -> int:
    """One of many, for the clock as well: 0 where it was done before, something stands against it, or they are kept longer."""
    try:
        await forgetting.let_go(await _anonymise(actor, person, reason, now, even_kept=False))
    except (AlreadyAnonymised, StillNeeded, _KeptLonger):
        return 0
    return 1


@atomically
async def _anonymise(
    actor: Actor, person: UUID, reason: str, now: datetime, *, even_kept: bool = True
) -> list[str]:
    """Digests of uploaded lists whose bytes may go afterwards."""
    row = await _standing(actor, person)
    await _nothing_against(actor, row, now)
    organisation = await Organisation.objects().get(Organisation.id == actor.organisation)
    assert organisation is not None, "a foreign key holds it"
    if not even_kept:
        await _not_kept(row, _day(organisation, now))
    label = neutral.label(organisation.language)
    known = await needles(actor.organisation, row.id)
    await execute(FORGETTING.format("on"))
    lists = await forgetting.forget(actor.organisation, known, label, _day(organisation, now), now)
    await scrub(actor.organisation, known, label)
    await execute(FORGETTING.format("off"))
    await audit.record(actor, "person.anonymised", row.id, after={"reason": reason})
    return lists


def _day(organisation: Organisation, now: datetime) -> date:
    return now.astimezone(ZoneInfo(organisation.timezone)).date()


async def _standing(actor: Actor, person: UUID) -> Person:
    """The row, held until the end; one that is anonymised, or elsewhere, is refused."""
    here = (Person.id == person) & (Person.organisation == actor.organisation)
    row: Any = await Person.objects().where(here).lock_rows("UPDATE").first()
    if row is None:
        raise NotFound()
    if row.anonymised_at is not None:
        raise AlreadyAnonymised()
    standing: Person = row
    return standing


async def _not_kept(row: Person, today: date) -> None:
    """Somebody may have said so after the list of those who are due was made."""
    kept = await queries.kept_until(row.organisation, row.id)
    if kept is not None and kept["until"] >= today:
        raise _KeptLonger()


async def _nothing_against(actor: Actor, row: Person, now: datetime) -> None:
    found = (await obstacles.against(actor.organisation, [row.id], now))[row.id]
    if found:
        told = [{"kind": one.kind, "name": one.name, "href": one.href} for one in found]
        raise StillNeeded(why="; ".join(one.text for one in found), extra={"obstacles": told})
