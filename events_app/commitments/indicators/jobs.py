"""Evidence packs, made by the worker."""

import asyncio

from events_app import i18n
from events_app.commitments.evidence.privacy import may_see_all
from events_app.commitments.indicators import pack, packing, queries
from events_app.commitments.indicators.packing import PackWish
from events_app.events.runs.making import Discarded, Made, Told, Wish, maker


@maker(packing.KIND)
async def evidence_pack(wish: Wish, told: Told) -> Made:
    """The pack of an indicator as its evidence is when its turn comes."""
    asked = PackWish.model_validate_json(wish.asked)
    found = await queries.figures(wish.actor, asked.indicator)
    if not found or (asked.personal and not may_see_all(wish.actor)):
        raise Discarded()
    with i18n.using(wish.language):
        file = await pack.pack(wish.actor, found[0], personal=asked.personal, told=told)
    with file:
        data = await asyncio.to_thread(file.read)
    return Made(pack.filename(found[0]), data, _noted)


async def _noted() -> None:
    """A pack with personal data is written down as it is packed."""
