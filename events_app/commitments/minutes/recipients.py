"""Who is written to about a version: those who were there, and the owners of what was promised; an address once.

Somebody who was there gets the minutes, an owner only their own items; somebody who is both gets one message.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from events_app.commitments import contacts
from events_app.commitments.minutes.tables import MinutesVersion
from events_app.commitments.queries import ACTIONS, name_of
from events_app.database import fetch
from events_app.events.tables import Event
from events_app.i18n import N_
from events_app.notifications.mail import is_address

PRESENT = f"""
SELECT {name_of("p")} AS name, p.email, p.channel, coalesce(p.language, e.language) AS language,
  w.wish
FROM guest g JOIN person p ON p.id = g.person JOIN event e ON e.id = g.event
LEFT JOIN mail_wish w ON w.organisation = g.organisation AND w.address = lower(p.email)
WHERE g.event = $1 AND EXISTS (SELECT 1 FROM attendance t WHERE t.guest = g.id) ORDER BY p.name_key, g.id
"""
OWED = f"""{ACTIONS} WHERE c.event = $2 AND a.state IN ('open', 'in_progress', 'returned', 'submitted')
ORDER BY a.due, a.id"""
WISHES = "SELECT address, wish FROM mail_wish WHERE organisation = $1 AND address = ANY($2)"
WRITTEN = "SELECT address FROM minutes_mail WHERE version = $1"

NO_ADDRESS = N_("no mail address")
OTHER_WAY = N_("wants to be reached another way")
NO_MAIL = N_("asked for no mail")
SENT = N_("written to already")


@dataclass(frozen=True)
class Recipient:
    """Somebody to write to, or why not. `items` are the actions that this address owns."""

    name: str
    address: str
    language: str
    present: bool
    problem: str = ""
    items: list[Any] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.address.casefold()


async def recipients(event: Event, version: MinutesVersion, now: datetime) -> list[Recipient]:
    """Everybody, those too who cannot or must not be written to, with the reason."""
    here = [_present(row) for row in await fetch(PRESENT, event.id)]
    found = _merged([*here, *await _owners(event, now)])
    written = {row["address"] for row in await fetch(WRITTEN, version.id)}
    return [replace(one, problem=SENT) if one.key in written and not one.problem else one for one in found]


def writable(everybody: Iterable[Recipient]) -> list[Recipient]:
    """Those who will be written to."""
    return [one for one in everybody if not one.problem]


async def _owners(event: Event, now: datetime) -> list[Recipient]:
    rows = await fetch(OWED, now, event.id)
    owners = await contacts.owners_of([event.organisation], [row["id"] for row in rows])
    found: dict[str, Recipient] = {}
    for row in rows:
        owner = owners[row["id"]]
        if owner is None or not is_address(owner.address):
            continue
        key = owner.address.casefold()
        found.setdefault(key, Recipient(owner.name, owner.address, owner.language, False))
        found[key].items.append(row)
    rows = await fetch(WISHES, event.organisation, list(found))
    spared = {row["address"] for row in rows if row["wish"] == "no_mail"}
    return [replace(one, problem=NO_MAIL) if key in spared else one for key, one in found.items()]


def _merged(everybody: list[Recipient]) -> list[Recipient]:
    """An address once; without one, everybody stands for themselves."""
    found: dict[str, Recipient] = {}
    for number, one in enumerate(everybody):
        key = one.key or f"#{number}"
        known = found.get(key)
        found[key] = one if known is None else replace(known, items=[*known.items, *one.items])
    return list(found.values())


def _present(row: Mapping[str, Any]) -> Recipient:
    return Recipient(row["name"], row["email"], row["language"], True, _problem(row))


def _problem(row: Mapping[str, Any]) -> str:
    if row["channel"] != "email":
        return OTHER_WAY
    if not is_address(row["email"]):
        return NO_ADDRESS
    return NO_MAIL if row["wish"] == "no_mail" else ""
