"""What the one that stays takes over where it has a gap, and what is taken off the other so that no list shows it."""

import json
from typing import Any

from events_app.database import fetch_value
from events_app.stakeholders.actions import institution_text, person_text
from events_app.stakeholders.merging import links
from events_app.stakeholders.merging.tables import Merge
from events_app.stakeholders.tables import Institution, Person

GAPS = {
    "person": ("title_prefix", "title_suffix", "sex", "nip", "phone", "email", "language", "needs"),
    "institution": ("short_name", "region_code", "phone", "email", "address"),
}
NULLS = {"sex", "language", "institution", "position"}
TITLE = 'SELECT title FROM "position" WHERE id = $1'


async def fill(merge: Merge, loser: Any, survivor: Any) -> None:
    """Fills the survivor's gaps and parks the loser; the merge notes both."""
    names = [*GAPS[merge.kind], *_place(merge.kind, survivor)]
    filled = {
        name: getattr(loser, name)
        for name in names
        if getattr(loser, name) and not getattr(survivor, name) and _may_have(survivor, name)
    }
    for name, value in filled.items():
        setattr(survivor, name, value)
    merge.filled = json.dumps(filled, default=str)
    await _park(merge, loser)
    await _save(merge.kind, survivor, list(filled))


async def give_back(merge: Merge) -> None:
    """Takes from the survivor what it only got, unless it was changed since, and unparks the loser."""
    table: Any = Person if merge.kind == "person" else Institution
    survivor = await table.objects().get(table.id == merge.survivor)
    taken = [
        name for name, value in json.loads(merge.filled).items() if f"{getattr(survivor, name)}" == value
    ]
    for name in taken:
        setattr(survivor, name, None if name in NULLS else "")
    await _save(merge.kind, survivor, taken)
    if parked := json.loads(merge.parked):
        await Institution.update({Institution.active: parked["active"]}).where(Institution.id == merge.loser)


async def _park(merge: Merge, loser: Any) -> None:
    """A person who was merged stands in no office any more; an institution is in no list to choose from."""
    if merge.kind == "institution":
        merge.parked = json.dumps({"active": loser.active})
        await Institution.update({Institution.active: False}).where(Institution.id == loser.id)
        return
    for name in ("position", "institution"):
        if getattr(loser, name) is not None:
            await links.park(merge, "person", loser.id, name, getattr(loser, name))


def _place(kind: str, survivor: Any) -> tuple[str, ...]:
    """Institution and position are taken over together, or neither."""
    free = kind == "person" and survivor.institution is None and survivor.position is None
    return ("institution", "position") if free else ()


def _may_have(survivor: Any, name: str) -> bool:
    """A minor's phone is kept only where the guardian agreed."""
    return name != "phone" or not getattr(survivor, "is_minor", False) or survivor.guardian_allows_phone


async def _save(kind: str, row: Any, names: list[str]) -> None:
    if kind == "person":
        title = await fetch_value(TITLE, row.position) if row.position else ""
        row.search_text = person_text(row, title or "")
    else:
        row.search_text = institution_text(row)
    await row.save([getattr(type(row), name) for name in (*names, "search_text")])
