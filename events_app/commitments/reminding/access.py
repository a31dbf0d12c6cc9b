"""The only ways to a digest, a silence or a letter of reminder: your organisation's, or not found."""

from typing import Any, TypeVar
from uuid import UUID

from litestar.params import FromPath
from piccolo.table import Table

from events_app.commitments.access import Asker
from events_app.commitments.reminding.tables import (
    LeadershipAddress,
    ReminderDigest,
    ReminderLetter,
    ReminderMute,
)
from events_app.errors import NotFound

T = TypeVar("T", bound=Table)


async def digest_of_ours(request: Asker, digest_id: FromPath[UUID]) -> ReminderDigest:
    """A digest of this organisation."""
    return await _ours(ReminderDigest, request, digest_id)


async def mute_of_ours(request: Asker, mute_id: FromPath[UUID]) -> ReminderMute:
    """A silence of this organisation."""
    return await _ours(ReminderMute, request, mute_id)


async def letter_of_ours(request: Asker, reminder_letter_id: FromPath[UUID]) -> ReminderLetter:
    """A letter of reminder of this organisation."""
    return await _ours(ReminderLetter, request, reminder_letter_id)


async def leader_of_ours(request: Asker, leader_id: FromPath[UUID]) -> LeadershipAddress:
    """An address of those who lead this organisation."""
    return await _ours(LeadershipAddress, request, leader_id)


async def _ours(table: type[T], request: Asker, row_id: UUID) -> T:
    columns: Any = table
    mine = (columns.id == row_id) & (columns.organisation == request.user.organisation)
    row = await table.objects().where(mine).first()
    if row is None:
        raise NotFound()
    return row
