"""Reminding: by window and ledger, so that neither an outage nor a double start loses or repeats one.

What is due follows from the rows as they stand; what was said stands in `ReminderDispatch`. Each recipient's
ledger rows and their one digest are written in one transaction: two workers that meet write it once, since
the second waits at the first's ledger rows and then finds nothing left to say.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.accounts.rights import Right
from events_app.commitments import contacts, ladder, mails
from events_app.commitments.actions import links
from events_app.commitments.contacts import Contact
from events_app.commitments.ladder import Hears, Reached
from events_app.commitments.queries import ACTIONS
from events_app.database import atomically, fetch
from events_app.ids import new_id
from events_app.notifications.actions import enqueue
from events_app.notifications.links import Link
from events_app.notifications.mail import is_address

CANDIDATES = f"""
SELECT q.*, cm.agreed_at,
       (SELECT max(decided_at) FROM due_change d
         WHERE d.action = q.id AND d.decision = 'approved') AS due_fixed_at,
       (SELECT s."user" FROM submission s WHERE s.action = q.id ORDER BY s.no DESC LIMIT 1) AS submitter
FROM ({ACTIONS} WHERE a.state IN ('submitted', 'returned')
          OR (a.state IN ('open', 'in_progress') AND a.due <= $1::date + 15)) q
JOIN commitment cm ON cm.id = q.commitment AND cm.state = 'agreed'
WHERE extract(isodow FROM $1 AT TIME ZONE q.timezone) < 6 AND ($1 AT TIME ZONE q.timezone)::time >= '08:00'
ORDER BY q.id
"""

SAID = "SELECT action, rule, due_snapshot, recipient FROM reminder_dispatch WHERE action = ANY($1)"

CLAIM = """
INSERT INTO reminder_dispatch (id, organisation, created_at, action, rule, due_snapshot, recipient, channel)
SELECT u.id, $1, $2, u.action, u.rule, u.snapshot, $3, 'email'
FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::date[]) AS u (id, action, rule, snapshot)
ORDER BY u.action, u.rule, u.snapshot
ON CONFLICT (action, rule, due_snapshot, recipient, channel) DO NOTHING RETURNING id, action, rule
"""

CHANNEL = "email"


@dataclass(frozen=True)
class Notice:
    """One action that one recipient is to hear of; `aloud` is false for a rung that was passed in silence."""

    action: Any
    rule: str
    snapshot: date
    to: Contact
    hears: Hears
    aloud: bool

    @property
    def key(self) -> tuple[UUID, str, date, str]:
        return self.action["id"], self.rule, self.snapshot, self.to.address.casefold()


async def remind_due(now: datetime) -> int:
    """Queue the digests that are due at this moment; returns how many. Safe to run twice, and at once."""
    rows = await fetch(CANDIDATES, now)
    notices = await _unsaid([notice for notice in await _notices(rows, now) if is_address(notice.to.address)])
    given = await links.of_actions([row["id"] for row in rows], now)
    sent = [await _digest(mine, given, now) for mine in _by_recipient(notices)]
    return sum(sent)


async def _notices(rows: list[Any], now: datetime) -> list[Notice]:
    """Everything the ladder says at this moment, said before or not."""
    reached = [(row, one) for row in rows for one in _reached(row, now)]
    audience = await _Audience.of([row for row, _one in reached])
    return [
        Notice(row, rung.rule, one.anchor, contact, hears, aloud=rung == one.rung)
        for row, one in reached
        for rung in (*one.passed, one.rung)
        for hears in rung.hears
        for contact in audience.who(hears, row)
    ]


def _reached(row: Any, now: datetime) -> Iterator[Reached]:
    zone = ZoneInfo(row["timezone"])
    today = now.astimezone(zone).date()
    moved = row["state_since"].astimezone(zone).date()
    if row["state"] == "submitted":
        found = [ladder.reached(ladder.SUBMITTED, moved, moved, today)]
    else:
        fixed = (row["due_fixed_at"] or row["agreed_at"]).astimezone(zone).date()
        found = [ladder.reached(ladder.DUE, row["due"], fixed, today)]
        if row["state"] == "returned":
            found.append(ladder.reached(ladder.RETURNED, moved, moved, today))
    return (one for one in found if one is not None)


class _Audience:
    """Who hears of what, for many actions, read by a handful of statements."""

    def __init__(self) -> None:
        self.owners: dict[UUID, Contact | None] = {}
        self.heads: dict[UUID, Contact] = {}
        self.users: dict[tuple[UUID, Right], list[Contact]] = {}

    @classmethod
    async def of(cls, rows: list[Any]) -> "_Audience":
        all_of_them = cls()
        organisations = sorted({row["organisation"] for row in rows})
        if rows:
            all_of_them.owners = await contacts.owners_of(organisations, [row["id"] for row in rows])
            all_of_them.heads = await contacts.heads_of(organisations)
        for organisation in organisations:
            for right in (Right.verify, Right.keep_commitments, Right.decide):
                all_of_them.users[organisation, right] = await contacts.users_with(organisation, right)
        return all_of_them

    def who(self, hears: Hears, row: Any) -> list[Contact]:
        owner = self.owners.get(row["id"])
        match hears:
            case Hears.owner:
                return _known(owner)
            case Hears.head:
                return _known(self.heads.get(row["responsible_institution"]))
            case Hears.verifier_head:
                return _known(self.heads.get(row["verifier_institution"]))
            case Hears.verifier:
                users = self.users[row["organisation"], Right.verify]
                return contacts.judges(users, row, row["submitter"], owner)
            case Hears.secretariat:
                return _readers(self.users[row["organisation"], Right.keep_commitments], row)
            case Hears.chair:
                return _readers(self.users[row["organisation"], Right.decide], row)


def _known(contact: Contact | None) -> list[Contact]:
    return [contact] if contact is not None else []


def _readers(users: list[Contact], row: Any) -> list[Contact]:
    return [user for user in users if not row["confidential"] or Right.read_confidential in user.rights]


async def _unsaid(notices: list[Notice]) -> list[Notice]:
    """Those not in the ledger, each once; whoever is owner and head hears it as owner."""
    rows = await fetch(SAID, sorted({notice.action["id"] for notice in notices}))
    known = {(row["action"], row["rule"], row["due_snapshot"], row["recipient"]) for row in rows}
    fresh: dict[tuple[UUID, str, date, str], Notice] = {}
    for notice in notices:
        if notice.key not in known:
            fresh.setdefault(notice.key, notice)
    return list(fresh.values())


def _by_recipient(notices: Iterable[Notice]) -> list[list[Notice]]:
    """In the same order in every worker, so that two never wait for each other crosswise."""
    groups: dict[tuple[UUID, str], list[Notice]] = {}
    for notice in notices:
        groups.setdefault((notice.action["organisation"], notice.to.address.casefold()), []).append(notice)
    return [groups[key] for key in sorted(groups)]


@atomically
async def _digest(notices: list[Notice], given: dict[UUID, Link], now: datetime) -> bool:
    """Claim one recipient's ledger rows and write their one message; says whether there was one to write."""
    claimed = await _claim(notices, now)
    aloud = [notice for notice in notices if notice.aloud and notice.key in claimed]
    if not aloud:
        return False
    first = aloud[0]
    items = [_item(notice, given, now) for notice in aloud]
    mail = mails.reminder(first.to, sorted(items, key=lambda item: item["due"]), now.date())
    message = await enqueue(first.action["organisation"], mail)
    ids = [claimed[notice.key] for notice in aloud]
    await fetch("UPDATE reminder_dispatch SET message = $2 WHERE id = ANY($1)", ids, message.id)
    return True


async def _claim(notices: list[Notice], now: datetime) -> dict[tuple[UUID, str, date, str], UUID]:
    """The ledger rows that are now ours, by what they are about; the rest was said by another."""
    by_id = {new_id(): notice for notice in notices}
    actions, rules = [n.action["id"] for n in by_id.values()], [n.rule for n in by_id.values()]
    days = [n.snapshot for n in by_id.values()]
    organisation, *_rest, recipient = notices[0].action["organisation"], *notices[0].key
    rows = await fetch(CLAIM, organisation, now, recipient, list(by_id), actions, rules, days)
    return {by_id[row["id"]].key: row["id"] for row in rows}


def _item(notice: Notice, given: dict[UUID, Link], now: datetime) -> dict[str, Any]:
    """What the digest says of one action; only its owner gets the personal link, staff the page."""
    row = notice.action
    today = now.astimezone(ZoneInfo(row["timezone"])).date()
    url: Link | str | None = None
    if notice.hears == Hears.owner:
        url = given.get(row["id"])
    elif notice.to.user is not None:
        url = mails.staff_address(f"/actions/{row['id']}")
    left = (row["due"] - today) // timedelta(days=1)
    return dict(row) | {"rule": notice.rule, "hears": notice.hears.value, "url": url, "left": left}
