"""Verbs of wording: keep one's own words, go back to those that come with the product."""

from datetime import datetime

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import atomically, fetch, fetch_one
from events_app.errors import Refusal
from events_app.i18n import N_
from events_app.ids import new_id
from events_app.notifications.wording.checks import must_fit
from events_app.notifications.wording.forms import WordingIn
from events_app.notifications.wording.kinds import Kind

FIRST = """
INSERT INTO message_wording (id, organisation, created_at, kind, language, subject, body, changed_by, changed_at,
  row_version) VALUES ($1, $2, $8, $3, $4, $5, $6, $7, $8, 1)
ON CONFLICT (organisation, kind, language) DO NOTHING RETURNING row_version
"""
AGAIN = """
UPDATE message_wording SET subject = $4, body = $5, changed_by = $6, changed_at = $7, row_version = row_version + 1
WHERE organisation = $1 AND kind = $2 AND language = $3 AND row_version = $8 RETURNING row_version
"""


class WordsChanged(Refusal):
    field = "body"
    message = N_(
        "Somebody else changed these words meanwhile. Yours are still here; open the page anew to see theirs."
    )


@atomically
async def keep(actor: Actor, kind: Kind, language: str, form: WordingIn, now: datetime) -> int:
    """Say it in these words from now on; returns their version. What was written before stays as it was."""
    actor.must(Right.invite)
    must_fit(kind, form.subject, form.body)
    to = (actor.organisation, kind.name, language, form.subject, form.body, actor.user, now)
    if form.row_version:
        row = await fetch_one(AGAIN, *to, form.row_version)
    else:
        row = await fetch_one(FIRST, new_id(), *to)
    if row is None:
        raise WordsChanged()
    after = {"kind": kind.name, "language": language}
    await audit.record(actor, "wording.changed", None, after=after)
    version: int = row["row_version"]
    return version


@atomically
async def reset(actor: Actor, kind: Kind, language: str) -> None:
    """Say it in the product's own words again. Twice is as good as once."""
    actor.must(Right.invite)
    gone = await fetch(
        "DELETE FROM message_wording WHERE organisation = $1 AND kind = $2 AND language = $3 RETURNING id",
        actor.organisation,
        kind.name,
        language,
    )
    if gone:
        after = {"kind": kind.name, "language": language}
        await audit.record(actor, "wording.reset", None, after=after)
