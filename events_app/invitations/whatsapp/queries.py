"""Reads of inviting by WhatsApp: who can be reached by telephone, and what was sent already. One statement."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.database import fetch
from events_app.invitations.queries import HEAD_WITH, HOLDER, Recipient, display_name
from events_app.invitations.whatsapp.tables import Words
from events_app.stakeholders.whatsapp.queries import AGREED

PHONE = "coalesce(head.phone, nullif(n.phone, ''), nullif(p.phone, ''), pn.phone, '')"
WHOSE = "CASE WHEN p.phone <> '' THEN p.id ELSE head.id END"
"""Whose telephone it is: an office's own number is nobody's, so nobody can have agreed for it."""

REACHABLE = f"""
SELECT i.id, i.link_version, i.seats, i.state, i.institution, i.person,
  coalesce(n.name, concat_ws(', ', post.title, pn.name)) AS office,
  p.title_prefix, p.full_name, p.title_suffix, p.sex, {PHONE} AS phone,
  coalesce(p.language, head.language) AS language, {WHOSE} AS holder, {AGREED.format(person=WHOSE)} AS agreed,
  coalesce((SELECT w.channel = 'wa' FROM person w WHERE w.id = {WHOSE}), false) AS preferred,
  EXISTS (SELECT FROM phones_without_consent(i.organisation, ARRAY[{PHONE}::text])) AS refused,
  s.id AS send, s.created_at AS marked_at, u.name AS marked_by, m.state AS service,
  (SELECT w.status FROM whatsapp_status w WHERE w.message = m.id
    ORDER BY array_position(ARRAY['read', 'delivered', 'failed', 'sent'], w.status::text) LIMIT 1) AS told
FROM invitation i
LEFT JOIN institution n ON n.id = i.institution
LEFT JOIN position post ON post.id = i.position
LEFT JOIN institution pn ON pn.id = post.institution
LEFT JOIN LATERAL ({HOLDER.format(position="i.position", day="$2")}) holder ON i.position IS NOT NULL
LEFT JOIN person p ON p.id = coalesce(i.person, holder.id)
LEFT JOIN LATERAL ({HEAD_WITH.format(means="phone")}) head ON true
LEFT JOIN whatsapp_send s ON s.invitation = i.id AND s.words = $3 AND s.undone_at IS NULL
LEFT JOIN app_user u ON u.id = s.sent_by
LEFT JOIN message m ON m.organisation = i.organisation AND m.channel = 'whatsapp'
  AND m.dedup_key = 'whatsapp:' || $3 || ':' || i.id || ':' || i.link_version
WHERE i.event = $1 AND i.state = ANY($4::text[]) AND ($5::uuid IS NULL OR i.id = $5)
  AND {PHONE} <> ''
ORDER BY preferred DESC, agreed DESC, i.id LIMIT $6 OFFSET $7
"""

OPEN = {
    Words.invitation: ["draft", "sent", "opened", "tentative"],
    Words.reminder: ["sent", "opened", "tentative"],
}
"""Whom it makes sense to write to: those who have not said yes or no."""


@dataclass(frozen=True)
class Reachable:
    """An invitee with a telephone; `to` is how they are called in the words. `refused`: they took their consent back.

    `preferred`: whose telephone it is would rather be written to this way than by mail.

    `service` is the state of the message by the service, `told` the furthest that the service told of its way.
    """

    to: Recipient
    phone: str
    state: str
    agreed: bool
    preferred: bool
    refused: bool
    send: UUID | None
    marked_at: datetime | None
    marked_by: str | None
    service: str | None
    told: str | None

    @property
    def name(self) -> str:
        return self.to.name or self.to.office


async def reachable(
    event: UUID, words: Words, today: date, only: UUID | None = None, limit: int = 10_000, offset: int = 0
) -> list[Reachable]:
    """Invitees who have not decided and have a telephone, those who prefer WhatsApp first, then those who agreed to it."""
    rows = await fetch(REACHABLE, event, today, words.value, OPEN[words], only, limit, offset)
    return [_reachable(row) for row in rows]


def _reachable(row: Any) -> Reachable:
    to = Recipient(
        id=row["id"],
        version=row["link_version"],
        office=row["office"] or "",
        name=display_name(row) if row["full_name"] else "",
        sex=row["sex"],
        titled=bool(row["title_prefix"]),
        address="",
        language=row["language"],
        seats=row["seats"],
        asked=True,
    )
    rest = {
        name: row[name]
        for name in (
            "phone",
            "state",
            "agreed",
            "preferred",
            "refused",
            "send",
            "marked_at",
            "marked_by",
            "service",
            "told",
        )
    }
    return Reachable(to=to, **rest)
