"""What the filters of the board offer to choose from."""

from typing import Any

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments import queries, words
from events_app.commitments.board.forms import BoardFilter
from events_app.database import fetch
from events_app.i18n import gettext as _

EVENTS = """
SELECT id, title FROM event WHERE organisation = $1 AND ($2 OR NOT confidential) AND state <> 'draft'
ORDER BY id IS NOT DISTINCT FROM $3 DESC, starts_at DESC, id LIMIT 200
"""

CHOSEN = f"""
SELECT 'institutions' AS list, i.id, i.name, NULL AS institution FROM institution i
WHERE i.organisation = $1 AND i.id = ANY ($2)
UNION ALL
SELECT 'people', p.id, {queries.name_of("p")}, i.name FROM person p LEFT JOIN institution i ON i.id = p.institution
WHERE p.organisation = $1 AND p.id = ANY ($2)
"""
DAYS = ("due_from", "due_to")

Options = list[tuple[str, str]]


async def choices(actor: Actor, wanted: BoardFilter | None) -> dict[str, Options]:
    """Events (the newest), institutions, people, themes, states and who may see; with each that is chosen already."""
    here, chosen = actor.organisation, wanted.event_id if wanted else None
    events = await fetch(EVENTS, here, actor.may(Right.read_confidential), chosen)
    found: dict[str, Options] = {
        "events": [(str(row["id"]), row["title"]) for row in events],
        "institutions": await institutions(actor),
        "people": [_named(row) for row in await queries.people(here)],
        "themes": [(theme, theme) for theme in await queries.themes(actor)],
        "standings": words.options(words.ACTION_STATES),
        "visibilities": words.options(words.VISIBILITIES),
    }
    await _add_chosen(actor, wanted, found)
    return found


async def _add_chosen(actor: Actor, wanted: BoardFilter | None, found: dict[str, Options]) -> None:
    """A filter may ask for who is not offered any more: a closed institution, somebody merged."""
    offered = {one for name in ("institutions", "people") for one, _name in found[name]}
    ids = (wanted.institution_id, wanted.verifier_id, wanted.responsible_id) if wanted else ()
    missing = [one for one in ids if one is not None and str(one) not in offered]
    for row in await fetch(CHOSEN, actor.organisation, missing) if missing else ():
        found[row["list"]].append(_named(row))


def _named(row: Any) -> tuple[str, str]:
    return str(row["id"]), " · ".join(filter(None, (row["name"], row["institution"])))


def named(choices: dict[str, Options]) -> dict[str, tuple[str, Options]]:
    """Each filter with its label and what can be chosen, for those that are open."""
    return {
        "q": (_("Search"), []),
        "standing": (_("State"), choices["standings"]),
        "institution_id": (_("Responsible institution"), choices["institutions"]),
        "late": (_("Only overdue"), [(said, _("Yes")) for said in ("1", "true", "on", "yes")]),
        "event_id": (_("Event"), choices["events"]),
        "theme": (_("Theme"), choices["themes"]),
        "due_from": (_("Due from"), []),
        "due_to": (_("Due up to"), []),
        "responsible_id": (_("Responsible person"), choices["people"]),
        "verifier_id": (_("Verified by"), choices["institutions"]),
        "visibility": (_("Shown to"), choices["visibilities"]),
    }


async def institutions(actor: Actor) -> Options:
    """Institutions by name."""
    rows: list[Any] = await queries.institutions(actor.organisation)
    return [(str(row["id"]), row["name"]) for row in rows]
