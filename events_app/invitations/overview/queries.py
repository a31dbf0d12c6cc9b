"""The figures of an event's invitations: a fixed number of questions, ten invitations or ten thousand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.database import fetch, fetch_one
from events_app.events.tables import Event
from events_app.invitations import queries
from events_app.invitations.queries import HOLDER, Recipient, display_name
from events_app.notifications.mail import is_address

MOST_MISSING = 100
MOST_INSTITUTIONS = 50

# A step counts whoever took it or a later one: who answers by telephone was reached and knows of it.
ONE = """
WITH mailed AS (
  SELECT DISTINCT subject_row AS id FROM message
  WHERE organisation = $2 AND event = $1 AND state = 'sent' AND subject_row IS NOT NULL
    AND NOT EXISTS (SELECT FROM bounce b WHERE b.message = message.id AND b.permanent)
), returned AS (
  SELECT DISTINCT m.subject_row AS id FROM bounce b JOIN message m ON m.id = b.message
  WHERE b.organisation = $2 AND b.permanent AND m.event = $1 AND m.subject_row IS NOT NULL
), one AS (
  SELECT i.id, i.institution, i.person, i.seats, i.state, i.sent_at, i.opened_at IS NOT NULL AS looked,
    i.position, coalesce(n.kind, pn.kind, CASE WHEN i.position IS NULL THEN 'person' ELSE 'other' END) AS kind,
    coalesce(n.parent, n.id, pn.parent, pn.id) AS above,
    coalesce(n.name, nullif(concat_ws(', ', post.title, pn.name), '')) AS office,
    m.id IS NOT NULL OR i.opened_at IS NOT NULL OR i.answered_at IS NOT NULL AS delivered,
    i.opened_at IS NOT NULL OR i.answered_at IS NOT NULL AS opened,
    i.answered_at IS NOT NULL AS answered,
    r.id IS NOT NULL AND coalesce(m.id::text, i.opened_at::text, i.answered_at::text) IS NULL AS failing
  FROM invitation i LEFT JOIN mailed m ON m.id = i.id LEFT JOIN returned r ON r.id = i.id
  LEFT JOIN institution n ON n.id = i.institution
  LEFT JOIN position post ON post.id = i.position LEFT JOIN institution pn ON pn.id = post.institution
  WHERE i.event = $1 AND i.state <> 'withdrawn'
)"""

COUNTS = """count(*)::int AS invited, count(*) FILTER (WHERE delivered)::int AS delivered,
  count(*) FILTER (WHERE opened)::int AS opened, count(*) FILTER (WHERE answered)::int AS answered,
  count(*) FILTER (WHERE state = 'accepted')::int AS coming,
  count(*) FILTER (WHERE state = 'declined')::int AS declined,
  count(*) FILTER (WHERE state IN ('tentative', 'waitlisted'))::int AS undecided,
  count(*) FILTER (WHERE answered AND NOT looked)::int AS unopened,
  count(*) FILTER (WHERE failing)::int AS failing"""

BY_KIND = f"{ONE} SELECT kind AS key, {COUNTS} FROM one GROUP BY kind ORDER BY invited DESC, kind"

BY_INSTITUTION = f"""
{ONE} SELECT one.above::text AS key, max(a.name) AS name, {COUNTS}
FROM one JOIN institution a ON a.id = one.above GROUP BY one.above
ORDER BY count(*) FILTER (WHERE NOT answered) DESC, count(*) DESC, max(a.name) LIMIT {MOST_INSTITUTIONS + 1}
"""

MISSING = f"""
{ONE}
SELECT one.id, one.kind, one.office, one.sent_at, one.delivered, one.opened, one.failing, one.state,
  head.title AS post, coalesce(head.is_head, false) AS is_head,
  p.title_prefix, p.full_name, p.title_suffix, coalesce(nullif(p.phone, ''), n.phone, pn.phone, '') AS phone,
  count(*) OVER ()::int AS total
FROM one
LEFT JOIN institution n ON n.id = one.institution
LEFT JOIN position asked ON asked.id = one.position LEFT JOIN institution pn ON pn.id = asked.institution
LEFT JOIN person own ON own.id = one.person
LEFT JOIN LATERAL (
  (SELECT post.title, post.is_head, ({HOLDER.format(position="post.id", day="$3")}) AS person FROM position post
  WHERE one.position IS NULL AND post.is_head AND CASE WHEN one.person IS NULL
    THEN post.institution = one.institution ELSE post.id = own.position END
  ORDER BY post.id LIMIT 1)
  UNION ALL
  SELECT '', post.is_head, ({HOLDER.format(position="post.id", day="$3")}) FROM position post WHERE post.id = one.position
) head ON true
LEFT JOIN person p ON p.id = coalesce(one.person, head.person)
WHERE NOT one.answered
ORDER BY one.failing DESC, coalesce(head.is_head, false) DESC, one.sent_at NULLS LAST, one.id LIMIT {MOST_MISSING}
"""

SEXES = """
SELECT count(*) FILTER (WHERE p.sex = 'female')::int AS female, count(*) FILTER (WHERE p.sex = 'male')::int AS male,
  count(*) FILTER (WHERE p.sex IS NULL)::int AS unknown,
  greatest(0, coalesce((SELECT sum(seats) FROM invitation WHERE event = $1 AND state = 'accepted'), 0)
    - count(*) FILTER (WHERE g.invitation IS NOT NULL))::int AS unnamed
FROM guest g JOIN person p ON p.id = g.person WHERE g.event = $1 AND g.state = 'expected'
"""

BY_DAY = """
SELECT (answered_at AT TIME ZONE $2)::date AS day, count(*) FILTER (WHERE state = 'accepted')::int AS coming,
  count(*) FILTER (WHERE state IN ('tentative', 'waitlisted'))::int AS undecided,
  count(*) FILTER (WHERE state = 'declined')::int AS declined
FROM invitation WHERE event = $1 AND answered_at IS NOT NULL AND state <> 'withdrawn' GROUP BY 1 ORDER BY 1
"""

GROUPS = {
    "draft": ("draft",),
    "waiting": ("sent", "opened", "tentative"),
    "accepted": ("accepted", "waitlisted"),
    "declined": ("declined",),
}
"""What can be done something about together, by the states in it."""

OF_GROUP = "SELECT id FROM invitation WHERE event = $1 AND state = ANY($2) ORDER BY id"


@dataclass(frozen=True)
class Steps:
    """How many came how far; `unopened` answered without their link ever being opened; `failing`: mail came
    back or was refused for good, and nothing else reached them. A later step counts for the earlier."""

    key: str
    name: str
    invited: int
    delivered: int
    opened: int
    answered: int
    coming: int
    declined: int
    undecided: int
    unopened: int
    failing: int

    @property
    def missing(self) -> int:
        """Those of whom nothing is known yet."""
        return self.invited - self.answered


@dataclass(frozen=True)
class Missing:
    """An invitation without an answer, and whom to call about it."""

    id: UUID
    kind: str
    name: str
    post: str
    contact: str
    phone: str
    is_head: bool
    sent_at: datetime | None
    delivered: bool
    opened: bool
    failing: bool


@dataclass(frozen=True)
class Overview:
    """Everything that the page and the API tell; `missing` are the first of `whole.missing`: whom mail does not reach,
    then heads, then others."""

    whole: Steps
    by_kind: list[Steps]
    by_institution: list[Steps]
    missing: list[Missing]
    by_sex: dict[str, int]
    unnamed: int
    by_day: list[Any]


async def overview(event: Event, now: datetime) -> Overview:
    """How the inviting stands: five questions."""
    today = now.astimezone(ZoneInfo(event.timezone)).date()
    kinds = [_steps(row, "") for row in await fetch(BY_KIND, event.id, event.organisation)]
    offices = await fetch(BY_INSTITUTION, event.id, event.organisation)
    missing = await fetch(MISSING, event.id, event.organisation, today)
    sexes = await fetch_one(SEXES, event.id)
    assert sexes is not None, "a count has a row"
    return Overview(
        whole=together(kinds, ""),
        by_kind=kinds,
        by_institution=[_steps(row, row["name"]) for row in offices],
        missing=[_missing(row) for row in missing],
        by_sex={name: sexes[name] for name in ("female", "male", "unknown")},
        unnamed=sexes["unnamed"],
        by_day=await fetch(BY_DAY, event.id, event.timezone),
    )


def together(many: Iterable[Steps], name: str) -> Steps:
    """The sum of several."""
    rows = list(many)
    names = (
        "invited",
        "delivered",
        "opened",
        "answered",
        "coming",
        "declined",
        "undecided",
        "unopened",
        "failing",
    )
    return Steps("", name, **{one: sum(getattr(row, one) for row in rows) for one in names})


async def addresses(event: Event, group: str, today: date) -> list[Recipient]:
    """Whom the invitations of a group are written to; those without an address are left out. Two questions."""
    asked = [row["id"] for row in await fetch(OF_GROUP, event.id, list(GROUPS[group]))]
    found: Sequence[Recipient] = await queries.recipients(asked, today)
    return [one for one in found if is_address(one.address)]


def _steps(row: Any, name: str) -> Steps:
    return Steps(name=name, **{key: value for key, value in dict(row).items() if key != "name"})


def _missing(row: Any) -> Missing:
    contact = display_name(row) if row["full_name"] else ""
    return Missing(
        id=row["id"],
        kind=row["kind"],
        name=row["office"] or contact,
        post=row["post"] or "",
        contact=contact if row["office"] else "",
        phone=row["phone"],
        is_head=row["is_head"],
        sent_at=row["sent_at"],
        delivered=row["delivered"],
        opened=row["opened"],
        failing=row["failing"],
    )
