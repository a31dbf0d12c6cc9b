"""Who signs a paper: those who are offered, the one that was chosen, and the block that stands below it."""

from datetime import date
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.invitations.letters import letterheads, words
from events_app.invitations.letters.content import dated, signature_of
from events_app.invitations.letters.refusals import SignatoryUnknown
from events_app.invitations.letters.tables import Signatory

CHOOSERS = (Right.invite, Right.keep_commitments, Right.manage)
"""Who hands in papers in the office's name; the list holds names and employee numbers."""


def may_choose(actor: Actor) -> bool:
    """Whether this actor may have somebody's name set below a paper."""
    return any(actor.may(right) for right in CHOOSERS)


async def choices(organisation: UUID, kept: UUID | None = None) -> list[tuple[str, str]]:
    """Ids and words of those who are offered, for a form; with one that is `kept` although it is offered no more."""
    rows = await letterheads.signatories(organisation)
    if kept and all(row.id != kept for row in rows):
        rows.append(await signatory_of(organisation, kept))
    return [(str(row.id), label(row)) for row in rows]


def label(row: Signatory) -> str:
    """`Dra. Ratna Wulandari, M.Si · a.n. Wali Kota Lembayung, Sekretaris Daerah`."""
    office = words.office(row.signed_as, row.office, row.on_behalf_of).replace("\n", ", ").rstrip(",")
    return f"{row.name} · {office}"


async def signatory_of(organisation: UUID, signatory: UUID) -> Signatory:
    """One who signs here, or did. Raises SignatoryUnknown."""
    mine = (Signatory.id == signatory) & (Signatory.organisation == organisation)
    row = await Signatory.objects().get(mine)
    if row is None:
        raise SignatoryUnknown()
    return row


async def must_be_offered(actor: Actor, signatory: UUID | None) -> None:
    """Raises SignatoryUnknown for one who is not, or no more, offered to this actor."""
    if signatory is None:
        return
    if not may_choose(actor) or (await signatory_of(actor.organisation, signatory)).retired_at:
        raise SignatoryUnknown()


async def block(
    organisation: UUID, signatory: UUID | None, letterhead: dict[str, Any], day: date, office: str
) -> dict[str, str]:
    """Place and day, office, name, rank and number; where nobody was chosen, `office` and dots for the hand that signs."""
    who = await signatory_of(organisation, signatory) if signatory else None
    place_date = dated({"letterhead": letterhead}, day)
    return signature_of(who) | {"place_date": place_date} | ({} if who else {"office": office})
