"""Promises of the same organisation that say nearly the same: by the stems of their words, common ones left out.

PostgreSQL's own Indonesian stemmer and an index of words find them; no extension is needed.
"""

from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.agreeing.vocabulary import COMMON
from events_app.commitments.tables import Commitment, CommitmentState
from events_app.database import fetch, fetch_value

MOST = 5
ALIKE = 0.4
"""From this share of words in common on, two promises are shown beside each other."""

WORDS = "to_tsvector('indonesian'::regconfig, {0}.title || ' ' || {0}.statement)"
"""The same expression as the index `commitment_words`."""

OWN = f"""
SELECT array_agg(w) FROM commitment c, unnest(tsvector_to_array({WORDS.format("c")})) w
WHERE c.id = $1 AND length(w) > 2 AND w <> ALL (tsvector_to_array(to_tsvector('indonesian', $2)))
"""

ALIKES = f"""
SELECT c.id, c.ref, c.title, c.state, c.created_at, i.name AS institution, c.institution AS institution_id,
  c.event AS event_id, e.title AS event_title, e.timezone, round(n.share::numeric, 2)::float AS share
FROM commitment c JOIN event e ON e.id = c.event JOIN institution i ON i.id = c.institution
CROSS JOIN LATERAL (
  SELECT 2.0 * count(*) FILTER (WHERE w = ANY ($4)) / (count(*) + cardinality($4::text[])) AS share
  FROM unnest(tsvector_to_array({WORDS.format("c")})) w
  WHERE length(w) > 2 AND w <> ALL (tsvector_to_array(to_tsvector('indonesian', $6)))) n
WHERE c.organisation = $1 AND ($2 OR NOT e.confidential) AND c.id < $3 AND n.share >= $7
  AND {WORDS.format("c")} @@ (SELECT string_agg('''' || replace(replace(w, '\\', '\\\\'), '''', '''''') || '''', ' | ')::tsquery
                              FROM unnest($4::text[]) w)
ORDER BY n.share DESC, c.id DESC LIMIT $5
"""


async def earlier(actor: Actor, commitment: UUID) -> list[Any]:
    """Earlier promises like this one, the most alike first; two statements."""
    own = await fetch_value(OWN, commitment, COMMON)
    if not own:
        return []
    may = actor.may(Right.read_confidential)
    return await fetch(ALIKES, actor.organisation, may, commitment, own, MOST, COMMON, ALIKE)


async def before_agreeing(actor: Actor, commitment: Commitment | None) -> list[Any]:
    """The same for a draft; what is agreed needs it no more."""
    if commitment is None or commitment.state != CommitmentState.draft:
        return []
    return await earlier(actor, commitment.id)
