"""Verbs of the letterhead and of those who sign; what issued letters say stays as it was."""

import asyncio
import io
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from PIL import Image

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.database import atomically, execute
from events_app.documents import actions as documents
from events_app.documents.sniff import examine_as
from events_app.errors import NotFound
from events_app.events.states import ChangedMeanwhile
from events_app.invitations.letters import numbers
from events_app.invitations.letters.content import letterhead_of
from events_app.invitations.letters.forms import LetterheadIn, SignatoryIn
from events_app.invitations.letters.refusals import NotALogo
from events_app.invitations.letters.tables import Letterhead, Signatory

MOST_PIXELS, PRINTED = 4_000, 600
FIELDS = ("names", "address", "phone", "email", "website", "town", "number_pattern", "unit")
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('letterhead:' || $1::text, 0))"


@atomically
async def keep_letterhead(actor: Actor, plan: LetterheadIn, now: datetime) -> Letterhead:
    """The organisation's letterhead as it is from now on; `next_number` is where this year's count goes on.

    Raises ChangedMeanwhile when somebody else has saved another since it was read.
    """
    actor.must(Right.manage)
    row = await _mine(actor)
    if plan.row_version is not None and plan.row_version != row.row_version:
        raise ChangedMeanwhile()
    for name in FIELDS:
        setattr(row, name, getattr(plan, name))
    await _save(row)
    if plan.next_number is not None:
        await numbers.begin_with(
            actor.organisation, await this_year(actor.organisation, now), plan.next_number
        )
    await audit.record(actor, "letterhead.changed", row.id, after=plan.model_dump(exclude={"row_version"}))
    return row


async def keep_logo(actor: Actor, filename: str, data: bytes) -> Letterhead:
    """A picture on the letterhead, drawn anew as a small PNG. Raises NotALogo, or what files are refused with."""
    actor.must(Right.manage)
    examine_as(filename, data, ("image/png", "image/jpeg"), NotALogo())
    return await _set_logo(actor, await asyncio.to_thread(_redrawn, data))


@atomically
async def drop_logo(actor: Actor) -> Letterhead:
    """A letterhead without picture; letters that were issued with it keep it. Twice is once."""
    actor.must(Right.manage)
    row = await _mine(actor)
    row.logo = None
    await _save(row)
    await audit.record(actor, "letterhead.logo_dropped", row.id)
    return row


@atomically
async def add_signatory(actor: Actor, plan: SignatoryIn) -> Signatory:
    """Somebody who may be chosen to sign."""
    actor.must(Right.manage)
    row = Signatory(organisation=actor.organisation, **plan.model_dump())
    await row.save()
    await audit.record(actor, "signatory.added", row.id, after=plan.model_dump())
    return row


@atomically
async def change_signatory(actor: Actor, signatory: Signatory, plan: SignatoryIn) -> Signatory:
    """The same one with another office, rank or name: drafts follow, issued letters do not."""
    actor.must(Right.manage)
    before = {name: getattr(signatory, name) for name in SignatoryIn.model_fields}
    for name in SignatoryIn.model_fields:
        setattr(signatory, name, getattr(plan, name))
    await signatory.save()
    await audit.record(actor, "signatory.changed", signatory.id, before=before, after=plan.model_dump())
    return signatory


@atomically
async def retire_signatory(actor: Actor, signatory: Signatory, now: datetime) -> Signatory:
    """Offered no more; what they have signed stays. Twice is once."""
    actor.must(Right.manage)
    await Signatory.update({Signatory.retired_at: now}).where(
        (Signatory.id == signatory.id) & Signatory.retired_at.is_null()
    )
    await audit.record(actor, "signatory.retired", signatory.id)
    await signatory.refresh()
    return signatory


async def signatories(organisation: UUID) -> list[Signatory]:
    """Those who can be chosen, in the order they were added."""
    wanted = (Signatory.organisation == organisation) & Signatory.retired_at.is_null()
    return await Signatory.objects().where(wanted).order_by(Signatory.id)


async def this_year(organisation: UUID, now: datetime) -> int:
    """The year it is where the organisation is."""
    row = await Organisation.objects().get(Organisation.id == organisation)
    if row is None:
        raise NotFound()
    return now.astimezone(ZoneInfo(row.timezone)).year


@atomically
async def _set_logo(actor: Actor, picture: bytes) -> Letterhead:
    row = await _mine(actor)
    row.logo = (await documents.keep(actor, "logo.png", picture)).id
    await _save(row)
    await audit.record(actor, "letterhead.logo_changed", row.id)
    return row


async def _mine(actor: Actor) -> Letterhead:
    """The row, ours until the transaction ends; one that is new is not saved yet."""
    await execute(LOCK, str(actor.organisation))
    row = await letterhead_of(actor.organisation)
    row.number_pattern = row.number_pattern or numbers.PATTERN
    return row


async def _save(row: Letterhead) -> None:
    row.row_version += 1
    await row.save()


def _redrawn(data: bytes) -> bytes:
    """Only what is seen survives: no metadata, nothing hidden behind the picture, no more pixels than print needs."""
    try:
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG"]) as image:
            if max(image.size) > MOST_PIXELS:
                raise NotALogo()
            small = image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise NotALogo() from None
    small.thumbnail((PRINTED, PRINTED))
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()
