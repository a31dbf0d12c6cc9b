"""Turning digests into messages of the outbox, some at a time, each once: its row is locked, then settled.

The words are those of the moment of writing: what was handed in, cancelled or verified since the run is left out.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.commitments import mails
from events_app.commitments.actions import links
from events_app.commitments.contacts import Contact, owners_of
from events_app.commitments.owning.queries import Owner
from events_app.commitments.queries import ACTIONS
from events_app.database import atomically, execute, fetch
from events_app.notifications.actions import enqueue_all
from events_app.notifications.links import Link
from events_app.notifications.mail import Mail

AT_ONCE = 100

TAKE = """
SELECT * FROM reminder_digest WHERE settled_at IS NULL AND kind = 'daily'
ORDER BY created_at, id LIMIT $1 FOR UPDATE SKIP LOCKED
"""
ITEMS = f"""
SELECT d.digest, d.rule, d.hears, d.recipient, q.* FROM reminder_dispatch d
JOIN ({ACTIONS} WHERE a.id IN (SELECT action FROM reminder_dispatch WHERE digest = ANY($2))) q ON q.id = d.action
WHERE d.digest = ANY($2) AND d.aloud AND q.commitment_state = 'agreed'
  AND CASE left(d.rule, 1) WHEN 'S' THEN q.state = 'submitted' WHEN 'R' THEN q.state = 'returned'
      ELSE q.state IN ('open', 'in_progress', 'returned') END
ORDER BY q.due, q.id, d.rule
"""
SETTLE = """
UPDATE reminder_digest g SET settled_at = $1, message = w.message
FROM unnest($2::uuid[], $3::uuid[]) AS w(digest, message) WHERE g.id = w.digest
"""

STAFF = frozenset({"secretariat", "chair", "verifier"})


async def write_all(now: datetime) -> int:
    """Write the messages of all digests that wait; returns how many. Several workers may share the work."""
    written = 0
    while (some := await write_some(now)) is not None:
        written += some
    return written


@atomically
async def write_some(now: datetime) -> int | None:
    """Write some digests' messages, all in one transaction; None when no digest waits."""
    taken = await fetch(TAKE, AT_ONCE)
    if not taken:
        return None
    items = await _items([one["id"] for one in taken], now)
    said = [one for one in taken if one["id"] in items]
    messages: dict[UUID, UUID] = {}
    for organisation in {one["organisation"] for one in said}:
        mine = [one for one in said if one["organisation"] == organisation]
        owners = {one["id"]: owner for one in mine if (owner := _owner(one, items[one["id"]])) is not None}
        pages = await links.of_digests(owners.values(), now)
        page_of = {digest: pages[owner] for digest, owner in owners.items()}
        letters = [_mail(one, items[one["id"]], page_of.get(one["id"])) for one in mine]
        rows = await enqueue_all(organisation, letters)
        messages |= {one["id"]: row.id for one, row in zip(mine, rows, strict=True)}
    ids = [one["id"] for one in taken]
    await execute(SETTLE, now, ids, [messages.get(one) for one in ids])
    return len(said)


async def _items(digests: list[UUID], now: datetime) -> dict[UUID, list[dict[str, Any]]]:
    rows = await fetch(ITEMS, now, digests)
    actions = sorted({row["id"] for row in rows})
    owners = await owners_of(sorted({row["organisation"] for row in rows}), actions)
    given = await links.of_actions(actions, now, owners)
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        link = given.get(row["id"]) if is_own(row["recipient"], owners.get(row["id"])) else None
        found.setdefault(row["digest"], []).append(_item(row, link, now))
    return found


def is_own(recipient: str, owner: Contact | None) -> bool:
    """Whether a mailbox is that of who owns an action now."""
    return owner is not None and owner.address.casefold() == recipient.casefold()


def _item(row: Any, link: Link | None, now: datetime) -> dict[str, Any]:
    """What the digest says of one action; only who owns it now gets the personal link, staff the page.

    Since it was planned the duty may have gone to somebody else, whose link is not for this mailbox.
    """
    roles = set(row["hears"].split())
    url: Link | str | None = None
    if "owner" in roles:
        url = link
    elif roles & STAFF:
        url = mails.staff_address(f"/actions/{row['id']}")
    today = now.astimezone(ZoneInfo(row["timezone"])).date()
    return dict(row) | {"url": url, "left": (row["due"] - today) // timedelta(days=1)}


def _owner(digest: Any, items: list[dict[str, Any]]) -> Owner | None:
    """Whose page of all they owe the digest names; none for those who only hear of what others owe."""
    offices = {one["responsible_institution"] for one in items if "owner" in one["hears"].split()}
    if not offices or digest["user"] or (digest["person"] is None and len(offices) > 1):
        return None
    office = None if digest["person"] else offices.pop()
    return Owner(digest["organisation"], digest["person"], office)


def _mail(digest: Any, items: list[dict[str, Any]], everything: Link | None) -> Mail:
    to = Contact(digest["recipient"], digest["name"], digest["language"])
    return mails.reminder(to, items, digest["period"], f"reminder:{digest['id']}", everything)
