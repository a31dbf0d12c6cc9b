"""Who gets a letter, written down in one statement when it is handed in: nobody comes or goes afterwards."""

from datetime import date
from uuid import UUID

from events_app.database import fetch_one
from events_app.invitations.mailings.tables import MailingAudience
from events_app.invitations.queries import HEAD, HOLDER

STATES = {
    MailingAudience.everyone: [
        "sent",
        "opened",
        "tentative",
        "accepted",
        "declined",
        "waitlisted",
        "expired",
    ],
    MailingAudience.silent: ["sent", "opened", "tentative"],
    MailingAudience.declined: ["declined"],
    MailingAudience.chosen: [
        "draft",
        "sent",
        "opened",
        "tentative",
        "accepted",
        "declined",
        "waitlisted",
        "expired",
    ],
}

INVITED = f"""
SELECT i.id, coalesce(n.name, concat_ws(', ', post.title, pn.name), '') AS office,
  p.title_prefix, p.full_name, p.title_suffix, p.sex,
  coalesce(nullif(n.email, ''), head.email, nullif(p.email, ''), pn.email, '') AS address,
  coalesce(p.language, CASE WHEN n.email = '' THEN head.language END) AS language
FROM invitation i
LEFT JOIN institution n ON n.id = i.institution
LEFT JOIN position post ON post.id = i.position
LEFT JOIN institution pn ON pn.id = post.institution
LEFT JOIN LATERAL ({HOLDER.format(position="i.position", day="$2")}) holder ON i.position IS NOT NULL
LEFT JOIN person p ON p.id = coalesce(i.person, holder.id)
LEFT JOIN LATERAL ({HEAD}) head ON n.email = ''
WHERE i.event = $4 AND i.state = ANY($5::text[]) AND ($6::uuid[] IS NULL OR i.id = ANY($6::uuid[]))
"""

COMING = """
SELECT g.id, coalesce(n.name, '') AS office, p.title_prefix, p.full_name, p.title_suffix, p.sex,
  coalesce(nullif(p.email, ''), nullif(n.email, ''), '') AS address, p.language
FROM guest g JOIN person p ON p.id = g.person LEFT JOIN institution n ON n.id = g.institution
WHERE g.event = $4 AND g.state = 'expected' AND $5::text[] IS NULL AND $6::uuid[] IS NULL
  AND $2::date IS NOT NULL
"""

FREEZE = """
WITH who AS MATERIALIZED ({who}), unconsented AS MATERIALIZED (
  SELECT without_consent($1, ARRAY(SELECT id FROM who)) AS id
), frozen AS (
  INSERT INTO mailing_recipient (id, organisation, created_at, mailing, subject, recipient, problem)
  SELECT gen_random_uuid(), $1, now(), $3, who.id,
    jsonb_build_object(
      'office', who.office, 'sex', who.sex, 'address', who.address, 'language', who.language,
      'titled', coalesce(who.title_prefix, '') <> '',
      'name', coalesce(concat_ws(', ', nullif(concat_ws(' ', nullif(who.title_prefix, ''), who.full_name), ''),
        nullif(who.title_suffix, '')), '')),
    CASE WHEN who.address = '' THEN 'no_address'
      WHEN who.address !~ '^[^@[:space:]]+@[^@[:space:]]+$' THEN 'bad_address'
      WHEN w.wish IN ('no_letters', 'no_mail') THEN 'no_letters'
      WHEN who.id IN (SELECT id FROM unconsented) THEN 'no_consent' END
  FROM who
  LEFT JOIN mail_wish w ON w.organisation = $1 AND w.address = lower(who.address)
  ON CONFLICT DO NOTHING RETURNING problem
)
SELECT count(*)::int AS everybody, count(*) FILTER (WHERE problem IS NULL)::int AS reachable FROM frozen
"""


async def freeze(
    organisation: UUID, mailing: UUID, event: UUID, audience: MailingAudience, chosen: list[UUID], today: date
) -> int:
    """Writes down each one, with what keeps them from being written to; returns how many can be."""
    coming = audience == MailingAudience.coming
    row = await fetch_one(
        FREEZE.replace("{who}", COMING if coming else INVITED),
        organisation,
        today,
        mailing,
        event,
        None if coming else STATES[audience],
        chosen if audience == MailingAudience.chosen else None,
    )
    return row["reachable"] if row else 0
