"""Reads of the choice: fifty of the directory that fit what is looked for, or of those who are chosen."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app import clock
from events_app.accounts.actor import Actor
from events_app.database import fetch
from events_app.events.tables import Event
from events_app.invitations.choosing.forms import Choice, Part
from events_app.invitations.forms import MOST_INVITEES
from events_app.invitations.queries import HOLDER, display_name
from events_app.stakeholders.groups.queries import everybody
from events_app.stakeholders.queries import words

PAGE = 50
MOST_DISTRICTS = 300

BELOW = """
WITH RECURSIVE below(id) AS (
  SELECT $5::uuid UNION SELECT i.id FROM institution i JOIN below b ON i.parent = b.id
), given AS (SELECT $3::date, $7::uuid[], $8::uuid[])
"""
"""`given` is read by nobody: each part leaves out one of these, and the database must know of what kind it is."""
INSTITUTIONS = """
SELECT i.id, 'institutions' AS part, 0 AS rank, i.name, i.name_key, i.kind AS more, '' AS title_prefix,
  '' AS full_name, '' AS title_suffix,
  i.email <> '' OR EXISTS (
    SELECT FROM person p JOIN position post ON post.id = p.position
    WHERE post.institution = i.id AND post.is_head AND p.email <> '') AS reachable,
  EXISTS (SELECT FROM invitation v
    WHERE v.event = $2 AND v.institution = i.id AND v.state <> 'withdrawn') AS invited
FROM institution i
WHERE i.organisation = $1 AND i.successor IS NULL AND {fits}
"""
PEOPLE = """
SELECT p.id, 'people' AS part, 2 AS rank, '' AS name, p.name_key, coalesce(i.name, '') AS more, p.title_prefix,
  p.full_name, p.title_suffix, p.email <> '' AS reachable,
  EXISTS (SELECT FROM invitation v
    WHERE v.event = $2 AND v.person = p.id AND v.state <> 'withdrawn') AS invited
FROM person p LEFT JOIN institution i ON i.id = p.institution
WHERE p.organisation = $1 AND p.successor IS NULL AND p.anonymised_at IS NULL AND {fits}
"""
POSITIONS = f"""
SELECT t.id, 'positions' AS part, 1 AS rank, concat_ws(', ', t.title, i.name) AS name,
  concat_ws(' ', t.title_key, i.name_key) AS name_key, '' AS more, h.title_prefix, h.full_name, h.title_suffix,
  coalesce(nullif(h.email, ''), i.email, '') <> '' AS reachable,
  EXISTS (SELECT FROM invitation v
    WHERE v.event = $2 AND v.position = t.id AND v.state <> 'withdrawn') AS invited
FROM position t LEFT JOIN institution i ON i.id = t.institution
LEFT JOIN LATERAL ({HOLDER.format(position="t.id", day="$3::date")}) holder ON true
LEFT JOIN person h ON h.id = holder.id
WHERE t.organisation = $1 AND {{fits}}
"""
NARROWED = """($6::text = '' OR i.kind = $6) AND ($5::uuid IS NULL OR i.id IN (SELECT id FROM below))
  AND NOT EXISTS (SELECT FROM unnest($4::text[]) word WHERE strpos({text}, word) = 0)"""
FITS = {
    "institutions": "i.active AND ($7::uuid[] IS NULL OR i.id = ANY($7)) AND "
    + NARROWED.format(text="i.search_text"),
    "people": "($8::uuid[] IS NULL OR p.id = ANY($8)) AND "
    + NARROWED.format(text="p.search_text || ' ' || coalesce(i.search_text, '')"),
    "positions": "i.successor IS NULL AND ($7::uuid[] IS NULL OR i.id = ANY($7) OR h.id = ANY($8)) AND "
    + NARROWED.format(text="concat_ws(' ', t.title_key, i.search_text, h.search_text)"),
}
SOURCES = {"institutions": INSTITUTIONS, "people": PEOPLE, "positions": POSITIONS}
CHOSEN = " UNION ALL ".join(
    sql.format(fits=f"{row}.id = ANY({given}::uuid[])")
    for sql, row, given in ((INSTITUTIONS, "i", "$4"), (PEOPLE, "p", "$5"), (POSITIONS, "t", "$6"))
)
DISTRICTS = """
SELECT i.id, i.name FROM institution i WHERE i.organisation = $1 AND i.active AND i.successor IS NULL
  AND EXISTS (SELECT FROM institution c WHERE c.parent = i.id AND c.successor IS NULL)
ORDER BY i.name_key, i.id LIMIT $2
"""


@dataclass(frozen=True)
class Option:
    """Somebody who can be ticked: `reachable` by mail, `invited` already; `part` says among whom."""

    id: UUID
    part: str
    name: str
    more: str
    chosen: bool
    reachable: bool
    invited: bool


@dataclass(frozen=True)
class Shown:
    """One page of those who fit, and how many fit in all."""

    options: list[Option]
    fitting: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.fitting // PAGE))


async def shown(actor: Actor, event: Event, choice: Choice) -> Shown:
    """One page by name, of the part that is looked at or of all who are chosen; a page past the last is the last."""
    sql, given = await _asked(actor, event, choice)
    found = f"{sql[0]} SELECT x.*, count(*) OVER () AS fitting FROM ({sql[1]}) x ORDER BY rank, name_key, id"
    for page in (choice.page, 1):
        rows = await fetch(f"{found} LIMIT {PAGE} OFFSET {(page - 1) * PAGE}", *given)
        if rows or page == 1:
            break
    return Shown([_option(row, choice) for row in rows], rows[0]["fitting"] if rows else 0, page)


async def all_who_fit(actor: Actor, event: Event, choice: Choice) -> dict[Part, list[UUID]]:
    """Everybody of the part that is looked at who fits and is not invited yet."""
    if choice.of == "chosen":
        return {}
    sql, given = await _asked(actor, event, choice)
    wanted = f"{sql[0]} SELECT x.id FROM ({sql[1]}) x WHERE NOT x.invited ORDER BY name_key, id LIMIT {MOST_INVITEES}"
    return {choice.of: [row["id"] for row in await fetch(wanted, *given)]}


async def districts(organisation: UUID) -> list[tuple[UUID, str]]:
    """Institutions that have others below them, by name, to look within."""
    return [(row["id"], row["name"]) for row in await fetch(DISTRICTS, organisation, MOST_DISTRICTS)]


async def _asked(actor: Actor, event: Event, choice: Choice) -> tuple[tuple[str, str], list[Any]]:
    """The statement in two parts and what it is given."""
    here = [actor.organisation, event.id, clock.now().astimezone(ZoneInfo(event.timezone)).date()]
    if choice.of == "chosen":
        return ("", CHOSEN), [*here, choice.institutions, choice.people, choice.positions]
    offices, people = await everybody(actor.organisation, choice.group) if choice.group else (None, None)
    kind = choice.kind.value if choice.kind else ""
    sql = SOURCES[choice.of].format(fits=FITS[choice.of])
    return (BELOW, sql), [*here, words(choice.q), choice.within, kind, offices, people]


def _option(row: Any, choice: Choice) -> Option:
    holder = display_name(row) if row["full_name"] else ""
    name, more = (holder, row["more"]) if row["part"] == "people" else (row["name"], row["more"] or holder)
    chosen = row["id"] in getattr(choice, row["part"])
    return Option(row["id"], row["part"], name, more, chosen, row["reachable"], row["invited"])
