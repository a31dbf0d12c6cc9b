"""The mail that brings somebody their certificate: a personal link, which is never stored."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.checkin.certificates import links
from events_app.checkin.certificates.tables import Certificate
from events_app.database import fetch
from events_app.events.tables import Event
from events_app.invitations import mails
from events_app.invitations.mails import Occasion
from events_app.invitations.queries import Recipient, display_name
from events_app.notifications.actions import enqueue_all
from events_app.notifications.mail import Mail, Pattern, is_address
from events_app.notifications.patterns import mark

KIND = "checkin.certificate"
NOBODY = UUID(int=0)
# Who wants no mail, or took back the consent to be written to, gets none; the certificate waits on their pass.
HOLDERS = """
SELECT x.id, x.guest, p.title_prefix, p.full_name, p.title_suffix, p.sex, p.language, p.email AS address
FROM certificate x JOIN person p ON p.id = x.person
LEFT JOIN mail_wish w ON w.organisation = x.organisation AND w.address = lower(p.email)
WHERE x.id = ANY($2::uuid[]) AND p.email <> '' AND w.wish IS DISTINCT FROM 'no_mail'
  AND (x.guest IS NULL OR x.guest NOT IN (SELECT without_consent($1, ARRAY(
    SELECT guest FROM certificate WHERE id = ANY($2::uuid[]) AND guest IS NOT NULL))))
ORDER BY p.name_key, x.id
"""


async def tell(actor: Actor, event: Event, made: Sequence[Certificate]) -> int:
    """Tells the holders, in the transaction of the cause; how many can be told. Once for each version."""
    versions = {row.id: row.version for row in made}
    rows = await fetch(HOLDERS, event.organisation, list(versions))
    told = [row for row in rows if is_address(row["address"])]
    if told:
        about = await mails.occasion(event)
        await enqueue_all(actor, [_mail(about, row, versions[row["id"]]) for row in told])
    return len(told)


def _mail(about: Occasion, row: Any, version: int) -> Mail:
    """All who are addressed alike share one rendering."""
    name, link = display_name(row), links.holder_link(row["id"])
    to = Recipient(
        row["id"],
        version,
        "",
        name,
        row["sex"],
        bool(row["title_prefix"]),
        row["address"],
        row["language"],
    )
    shape = Recipient(NOBODY, 0, "", mark("name"), to.sex, to.titled, "", None)
    facts = about.facts | {"corrected": version > 1}
    return Mail(
        kind=KIND,
        to_address=to.address,
        to_name=name,
        language=to.language or about.event.language,
        template="certificate",
        facts=facts | {"to": to, "link": link},
        event=about.event.id,
        subject_row=row["guest"] or row["id"],
        dedup_key=f"certificate:{row['id']}:{version}",
        pattern=Pattern(facts | {"to": shape, "link": mark("link")}, {"name": name, "link": link}),
        offers_wish=True,
    )
