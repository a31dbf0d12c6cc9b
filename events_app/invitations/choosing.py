"""Whom to invite: the directory with marks, what an imported list suggests, and the mail as it will read."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app import clock
from events_app.accounts.actor import Actor
from events_app.database import fetch
from events_app.events.tables import Event
from events_app.i18n import LOCALES, gettext, using
from events_app.ids import new_id
from events_app.invitations import mails
from events_app.invitations.forms import Choice
from events_app.invitations.queries import HOLDER, Recipient, display_name
from events_app.notifications.links import readable
from events_app.notifications.render import render
from events_app.stakeholders.queries import people_of_import, words

SHOWN = 300

INSTITUTIONS = """
SELECT i.id, i.name, i.kind, i.id = ANY($5::uuid[]) AS chosen,
  i.email <> '' OR EXISTS (
    SELECT FROM person p JOIN position post ON post.id = p.position
    WHERE post.institution = i.id AND post.is_head AND p.email <> '') AS reachable,
  EXISTS (SELECT FROM invitation v
    WHERE v.event = $2 AND v.institution = i.id AND v.state <> 'withdrawn') AS invited
FROM institution i
WHERE i.organisation = $1 AND i.active AND i.successor IS NULL AND (i.id = ANY($5::uuid[]) OR (
  ($4::text = '' OR i.kind = $4)
  AND NOT EXISTS (SELECT FROM unnest($3::text[]) word WHERE strpos(i.search_text, word) = 0)))
ORDER BY chosen DESC, i.name_key LIMIT $6
"""

PEOPLE = """
SELECT p.id, p.title_prefix, p.full_name, p.title_suffix, n.name AS office, p.email <> '' AS reachable,
  p.id = ANY($4::uuid[]) AS chosen,
  EXISTS (SELECT FROM invitation v
    WHERE v.event = $2 AND v.person = p.id AND v.state <> 'withdrawn') AS invited
FROM person p LEFT JOIN institution n ON n.id = p.institution
WHERE p.organisation = $1 AND p.successor IS NULL AND (p.id = ANY($4::uuid[]) OR
  NOT EXISTS (SELECT FROM unnest($3::text[]) word
    WHERE strpos(p.search_text || ' ' || coalesce(n.search_text, ''), word) = 0))
ORDER BY chosen DESC, p.name_key LIMIT $5
"""

POSITIONS = f"""
SELECT t.id, concat_ws(', ', t.title, n.name) AS name, h.title_prefix, h.full_name, h.title_suffix,
  coalesce(nullif(h.email, ''), n.email, '') <> '' AS reachable, t.id = ANY($4::uuid[]) AS chosen,
  EXISTS (SELECT FROM invitation v
    WHERE v.event = $2 AND v.position = t.id AND v.state <> 'withdrawn') AS invited
FROM position t LEFT JOIN institution n ON n.id = t.institution
LEFT JOIN LATERAL ({HOLDER.format(position="t.id", day="$6::date")}) holder ON true
LEFT JOIN person h ON h.id = holder.id
WHERE t.organisation = $1 AND (t.id = ANY($4::uuid[]) OR
  n.successor IS NULL AND NOT EXISTS (SELECT FROM unnest($3::text[]) word
    WHERE strpos(concat_ws(' ', t.title_key, n.search_text, h.search_text), word) = 0))
ORDER BY chosen DESC, t.title_key, n.name_key, t.id LIMIT $5
"""


@dataclass(frozen=True)
class Option:
    """Somebody who can be ticked: `reachable` by mail, `invited` already."""

    id: UUID
    name: str
    more: str
    chosen: bool
    reachable: bool
    invited: bool


@dataclass(frozen=True)
class Preview:
    """The mail in one language."""

    language: str
    subject: str
    text: str


async def institutions(actor: Actor, event: Event, choice: Choice) -> list[Option]:
    """The chosen first, then what fits the search, by name."""
    kind, chosen = choice.kind.value if choice.kind else "", choice.institutions
    given = (actor.organisation, event.id, words(choice.q), kind, chosen, SHOWN + len(chosen))
    rows = await fetch(INSTITUTIONS, *given)
    return [_option(row, row["name"], row["kind"]) for row in rows]


async def people(actor: Actor, event: Event, choice: Choice) -> list[Option]:
    """The chosen first, then what fits the search, by name."""
    given = (actor.organisation, event.id, words(choice.q), choice.people, SHOWN + len(choice.people))
    rows = await fetch(PEOPLE, *given)
    return [_option(row, display_name(row), row["office"] or "") for row in rows]


async def positions(actor: Actor, event: Event, choice: Choice) -> list[Option]:
    """The chosen first, then what fits the search, each with who holds it today."""
    today = clock.now().astimezone(ZoneInfo(event.timezone)).date()
    given = (actor.organisation, event.id, words(choice.q), choice.positions, SHOWN + len(choice.positions))
    rows = await fetch(POSITIONS, *given, today)
    return [_option(row, row["name"], display_name(row) if row["full_name"] else "") for row in rows]


async def suggested(actor: Actor, draft: UUID) -> Choice:
    """What an imported list means: people with an address, and the institutions of those without one.

    So every line is asked once; whoever has neither is chosen too, and stays a draft that can be printed.
    """
    listed = await people_of_import(actor.organisation, draft)
    offices = {one.institution_id for one in listed if not one.email and one.institution_id}
    named = [one.id for one in listed if one.id and (one.email or not one.institution_id)]
    return Choice(institutions=sorted(offices), people=named)


async def previews(event: Event) -> list[Preview]:
    """The mail in both languages, as an institution would read it."""
    about = await mails.occasion(event)
    return [await _preview(about, language) for language in LOCALES]


async def _preview(about: mails.Occasion, language: str) -> Preview:
    message = new_id()
    with using(language):
        office = gettext("Name of the institution")
        somebody = Recipient(message, 1, office, "", None, False, "office@events.invalid", language, seats=2)
        written = render(await mails.invitation(about, somebody), message, about.organiser.name, about.own)
        return Preview(language, written.subject, readable(written.text, message))


def _option(row: Any, name: str, more: str) -> Option:
    return Option(row["id"], name, more, row["chosen"], row["reachable"], row["invited"])
