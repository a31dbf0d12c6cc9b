"""The first steps of a new organisation, ticked by what is really there."""

from dataclasses import dataclass

from events_app.accounts.actor import Actor
from events_app.database import fetch_one
from events_app.i18n import N_, gettext

THERE = """
SELECT EXISTS (SELECT 1 FROM event WHERE organisation = $1) AS events,
  EXISTS (SELECT 1 FROM institution WHERE organisation = $1) AS institutions,
  EXISTS (SELECT 1 FROM invitation WHERE organisation = $1 AND state <> 'draft') AS invitations,
  EXISTS (SELECT 1 FROM scan WHERE organisation = $1)
    OR EXISTS (SELECT 1 FROM attendance WHERE organisation = $1) AS scans,
  EXISTS (SELECT 1 FROM commitment WHERE organisation = $1) AS commitments,
  (SELECT id FROM event WHERE organisation = $1 ORDER BY id DESC LIMIT 1) AS latest
"""

STEPS = (
    ("events", N_("Make an event"), N_("A title, a zone and two times are enough to begin.")),
    ("institutions", N_("Bring in your institutions"), N_("From the list you already have: CSV or XLSX.")),
    ("invitations", N_("Invite them"), N_("Each gets a personal link; nobody needs an account to answer.")),
    ("scans", N_("Open the door"), N_("A telephone scans the passes and says who is in.")),
    ("commitments", N_("Record the first commitment"), N_("Who promised what, by when, and who checks it.")),
)


@dataclass(frozen=True)
class Step:
    """One thing to do; `href` leads to where it is done."""

    title: str
    text: str
    href: str
    done: bool


async def steps(actor: Actor) -> list[Step]:
    """The steps in order, until the last is done; then none, for the organisation knows its way."""
    there = await fetch_one(THERE, actor.organisation)
    assert there is not None, "looking always gives a row"
    if all(there[name] for name, _title, _text in STEPS):
        return []
    ways = _ways(there["latest"])
    return [Step(gettext(title), gettext(text), ways[name], there[name]) for name, title, text in STEPS]


def _ways(latest: object) -> dict[str, str]:
    """Inviting, the door and commitments belong to an event: the newest, or first of all make one."""
    first = "/events/new"
    return {
        "events": first,
        "institutions": "/imports/people",
        "invitations": f"/events/{latest}/invitations/new" if latest else first,
        "scans": f"/door/{latest}" if latest else first,
        "commitments": f"/events/{latest}/commitments" if latest else first,
    }
