"""Somebody says, by the link behind List-Unsubscribe, that what they are reminded of is not theirs to do."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from events_app.accounts.rights import Right
from events_app.commitments import mails
from events_app.commitments.contacts import Contact, owners_of, users_with
from events_app.database import atomically, fetch, fetch_one
from events_app.notifications.actions import enqueue_all
from events_app.notifications.mail import is_address
from events_app.notifications.wishes.tables import MailWish

FINAL = ("verified", "infeasible", "cancelled", "draft")

NEAR = """
SELECT a.id, a.ref, a.title, a.due, e.confidential, i.name AS responsible_name
FROM follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event
JOIN institution i ON i.id = a.responsible_institution LEFT JOIN person p ON p.id = a.responsible_person
WHERE a.organisation = $1 AND NOT a.state = ANY($3) AND (lower(i.email) = $2 OR lower(p.email) = $2
  OR EXISTS (SELECT FROM position_holding h JOIN position t ON t.id = h.position JOIN person q ON q.id = h.person
    WHERE lower(q.email) = $2 AND (h.position = a.responsible_position OR t.institution = i.id)))
ORDER BY a.due, a.id
"""
CALLED = """
SELECT coalesce(nullif(m.to_name, ''), w.address) AS name, w.address
FROM mail_wish w LEFT JOIN LATERAL (
  SELECT to_name FROM message WHERE unsubscribe = w.id AND kind LIKE 'commitments.%' ORDER BY id DESC LIMIT 1) m ON true
WHERE w.id = $1
"""


@atomically
async def tell(wish: UUID) -> None:
    """Writes to everybody who keeps commitments: who it is, why, and what they answer for now. Once for each time said."""
    row = await MailWish.objects().get(MailWish.id == wish)
    if row is None or row.objected_at is None:
        return
    called = await fetch_one(CALLED, wish)
    assert called is not None, "the row was just read"
    duties = await _duties(row)
    keepers = [
        one for one in await users_with(row.organisation, Right.keep_commitments) if is_address(one.address)
    ]
    who = f"{called['name']} ({called['address']})" if called["name"] != called["address"] else called["name"]
    await enqueue_all(
        row.organisation,
        [mails.disowned(to, who, row.objection, _known_to(to, duties), _key(row, to)) for to in keepers],
    )


async def _duties(row: MailWish) -> list[Any]:
    """What this address answers for, by the same rule by which it is written to."""
    near = await fetch(NEAR, row.organisation, row.address, list(FINAL))
    owners = await owners_of([row.organisation], [one["id"] for one in near])
    return [one for one in near if (to := owners.get(one["id"])) and to.address.lower() == row.address]


def _known_to(to: Contact, duties: Sequence[Any]) -> list[Any]:
    """Of a confidential meeting nothing is told to those who may not read it."""
    return [one for one in duties if not one["confidential"] or Right.read_confidential in to.rights]


def _key(row: MailWish, to: Contact) -> str:
    """One a day: nobody fills a mailbox by a button."""
    assert row.objected_at is not None, "only what was said is told"
    return f"duties_disowned:{row.id}:{row.objected_at:%Y%m%d}:{to.user}"
