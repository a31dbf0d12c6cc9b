"""Everything about one person, from the same traces that anonymising ends: as JSON for programs, as a page for people."""

import asyncio
import io
import json
import zipfile
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import i18n
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.database import atomically, fetch
from events_app.i18n import gettext
from events_app.privacy.needles import needles
from events_app.privacy.showing import said
from events_app.privacy.traces import AUDITED, TRACES, Trace
from events_app.privacy.words import COLUMNS
from events_app.stakeholders.tables import Person
from events_app.templating import environment

NAMED = "SELECT id, title AS name FROM event WHERE id = ANY($1) UNION ALL SELECT id, name FROM institution WHERE id = ANY($1)"
SECRET = (
    "hash",
    "key",
    "secret",
    "password",
    "digest",
    "browser",
    "short_code",
    "search_text",
    "name_key",
    "office_key",
)
MOST = 5_000
"""Of each kind, the newest: more about one person was never seen, and a page must end."""


@atomically
async def copied(actor: Actor, person: Person, now: datetime) -> dict[str, Any]:
    """All rows about somebody, by kind, as plain values; nothing that opens a door. It is audited."""
    actor.must(Right.keep_privacy)
    known = await needles(actor.organisation, person.id)
    asked = [list(known.family), list(known.addresses), list(known.accounts), actor.organisation]
    kinds = {}
    for trace in (*TRACES, *AUDITED):
        rows = [_plain(row["facts"]) for row in await fetch(_rows(trace), *asked)]
        if rows:
            kinds[trace.table] = rows
    organisation = await Organisation.objects().get(Organisation.id == actor.organisation)
    assert organisation is not None, "a foreign key holds it"
    await audit.record(actor, "person.copied", person.id)
    return {
        "person_id": str(person.id),
        "name": person.display_name,
        "made_at": now.isoformat(),
        "organisation": organisation.name,
        "timezone": organisation.timezone,
        "kinds": kinds,
    }


async def archive(copy: dict[str, Any], now: datetime) -> bytes:
    """A ZIP of the copy as JSON and as a page that needs nothing else, in the language of the moment."""
    page = await _page(copy, now)
    return await asyncio.to_thread(_zipped, json.dumps(copy, ensure_ascii=False, indent=1), page)


def _rows(trace: Trace) -> str:
    return f"""WITH known AS (SELECT $1::uuid[] AS a, $2::text[] AS b, $3::uuid[] AS c)
      SELECT to_jsonb(t) AS facts FROM "{trace.table}" t WHERE t.organisation = $4 AND ({trace.belongs})
      ORDER BY t.created_at DESC, t.id DESC LIMIT {MOST}"""


def _plain(facts: Any) -> dict[str, Any]:
    row = json.loads(facts) if isinstance(facts, str) else facts
    secret = ("organisation", "created_by")
    return {
        name: value
        for name, value in row.items()
        if value not in (None, "", [], {}) and name not in secret and not any(part in name for part in SECRET)
    }


async def _page(copy: dict[str, Any], now: datetime) -> str:
    ids = {
        row[name]
        for rows in copy["kinds"].values()
        for row in rows
        for name in ("event", "institution")
        if name in row
    }
    found = await fetch(NAMED, [UUID(one) for one in ids])
    called = {str(row["id"]): row["name"] for row in found}
    parts = [
        (
            gettext(trace.name),
            [_shown(trace, row, called, copy["timezone"]) for row in copy["kinds"][trace.table]],
        )
        for trace in (*TRACES, *AUDITED)
        if trace.table in copy["kinds"]
    ]
    told = {"copy": copy, "parts": parts, "made_at": now, "locale": i18n.locale()}
    return environment().get_template("privacy/copy.html").render(**told)


def _shown(trace: Trace, row: dict[str, Any], called: dict[str, str], zone: str) -> list[tuple[str, str]]:
    """What people can read of a row: facts that have a word, ids by the name of what they mean."""
    facts = (
        (gettext(word), called.get(str(row[name])) or said(trace.table, name, row[name], zone))
        for name, word in COLUMNS.items()
        if name in row
    )
    return [(word, value) for word, value in facts if value]


def _zipped(data: str, page: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archived:
        archived.writestr("everything.json", data)
        archived.writestr("everything.html", page)
    return out.getvalue()
