"""Whose a personal link is: each room says it of its own links, since the directory knows none of them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath

from events_app import clock, i18n, tokens
from events_app.accounts import throttle
from events_app.accounts.access import Here, address_of, visitor
from events_app.accounts.actor import Actor
from events_app.database import fetch_one
from events_app.errors import NotFound

Ask = Request[Any, Any, Any]
TRIES, WINDOW = 20, timedelta(minutes=10)

BY_MAIL, BY_LINK = "mail link", "link"
"""How it was said, as the record of a withdrawal keeps it."""

# An address says who somebody is only where it is theirs alone: offices share theirs.
OF_ADDRESS = f"""
SELECT w.organisation, '{BY_MAIL}' AS via, (
  SELECT CASE WHEN count(*) = 1 THEN (array_agg(p.id))[1] END FROM person p
  WHERE p.organisation = w.organisation AND p.email <> '' AND lower(p.email) = w.address AND p.successor IS NULL
    AND NOT EXISTS (SELECT FROM institution i WHERE i.organisation = w.organisation AND lower(i.email) = w.address)
  ) AS person FROM mail_wish w WHERE w.link_hash = $1
"""
HOLDER = """
SELECT o.id AS office, o.name AS host, o.slug, o.timezone, o.demo, l.via, coalesce(p.language, o.language) AS language,
  p.id AS person, concat_ws(', ', concat_ws(' ', nullif(p.title_prefix, ''), p.full_name), nullif(p.title_suffix, '')) AS name
FROM ({links}) l JOIN organisation o ON o.id = l.organisation
LEFT JOIN person x ON x.id = l.person LEFT JOIN person p ON p.id = coalesce(x.successor, x.id) LIMIT 1
"""

_links: list[str] = [OF_ADDRESS]


@dataclass(frozen=True)
class Holder:
    """Somebody who came by a personal link; `person` is None where it speaks for an office, or several share it."""

    actor: Actor
    person: UUID | None
    name: str
    link: str
    via: str


def known_by(sql: str) -> None:
    """Add links: a statement of `organisation` and `person` for a link's digest $1 that works at the moment $2."""
    _links.append(f"SELECT k.organisation, '{BY_LINK}' AS via, k.person FROM ({sql}) k")


async def holder_by_link(request: Ask, own_link: FromPath[str]) -> Holder:
    """Who came by a link. Unknown links are counted by network, known ones never; pages speak the holder's language."""
    sql = HOLDER.format(links=" UNION ALL ".join(_links))
    found = await fetch_one(
        f"WITH at AS (SELECT $2::timestamptz) {sql}", tokens.digest(own_link), clock.now()
    )
    if found is None:
        await _count_guess(request)
        raise NotFound()
    state = request.scope["state"]
    state["organisation"] = Here(
        found["office"], found["host"], found["slug"], found["timezone"], found["demo"]
    )
    if state["cookies"].get("lang") not in i18n.LOCALES:
        i18n.speak(found["language"])
    actor = visitor(request, found["office"], person=found["person"], name=found["name"])
    return Holder(actor, found["person"], found["name"], tokens.normalise(own_link), found["via"])


async def _count_guess(request: Ask) -> None:
    key, now = f"link:{throttle.network_of(address_of(request))}", clock.now()
    await throttle.check(key, TRIES, now)
    await throttle.count(key, WINDOW, now)
