"""Whom a letter is written to, and how: an office through its head, a person by title or courtesy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from events_app.database import fetch
from events_app.events.tables import Event
from events_app.i18n import gettext as _
from events_app.invitations.letters.tables import Scope
from events_app.invitations.queries import display_name

TITLES = {
    "lurah": "kelurahan",
    "camat": "kecamatan",
    "kepala desa": "desa",
    "bupati": "kabupaten",
    "wali kota": "kota",
}
"""Offices that say what they head: `Lurah Kenanga`, not `Lurah Kelurahan Kenanga`."""

HEADS = {
    "kepala",
    "pimpinan",
    "ketua",
    "direktur",
    "rektor",
    "dekan",
    "camat",
    "lurah",
    "sekretaris",
    "kapolres",
}
"""Words that are an office only together with what they head."""

MOST = 10_000

INVITED = """
SELECT v.id, v.link_version, v.seats, p.title_prefix, p.full_name, p.title_suffix, p.sex,
  coalesce(i.name, oi.name, pi.name, '') AS institution, coalesce(i.address, oi.address, '') AS address,
  coalesce(asked.title, post.title) AS head,
  coalesce(held.title, '') AS held, got.number, got.recipient
FROM invitation v LEFT JOIN institution i ON i.id = v.institution LEFT JOIN person p ON p.id = v.person
LEFT JOIN institution pi ON pi.id = p.institution
LEFT JOIN position asked ON asked.id = v.position LEFT JOIN institution oi ON oi.id = asked.institution
LEFT JOIN position held ON held.id = p.position
LEFT JOIN LATERAL (SELECT title FROM position WHERE institution = i.id AND is_head ORDER BY id LIMIT 1) post ON true
LEFT JOIN LATERAL (
  SELECT l.number, r.id AS recipient FROM letter_recipient r JOIN letter l ON l.id = r.letter
  WHERE r.invitation = v.id AND l.state = 'issued' ORDER BY l.issued_at DESC, r.id DESC LIMIT 1
) got ON true
WHERE v.event = $1 AND v.state <> 'withdrawn' AND ($2 = 'everybody' OR got.recipient IS NULL)
ORDER BY coalesce(i.name_key, p.name_key, oi.name_key, asked.title_key), v.id LIMIT $3 OFFSET $4
"""


@dataclass(frozen=True)
class Addressee:
    """One to write to: `lines` as they follow `Yth.`, and the letter that they hold already, if any."""

    invitation: UUID
    link_version: int
    lines: list[str]
    institution: str
    seats: int
    number: str = ""
    recipient: UUID | None = None


async def invited(
    event: Event, scope: Scope = Scope.everybody, limit: int = MOST, offset: int = 0
) -> list[Addressee]:
    """Everybody who is invited and was not withdrawn, drafts included. One query; speak the letter's language."""
    return [_addressee(row) for row in await fetch(INVITED, event.id, scope.value, limit, offset)]


def office_lines(head: str, institution: str) -> list[str]:
    """`Kepala Dinas` or `Kepala` of `Dinas Sosial` is one line, `Kepala Dinas Sosial`; what does not join stands in two."""
    kind = TITLES.get(head.casefold())
    if kind and institution.casefold().startswith(f"{kind} "):
        return [f"{head} {institution[len(kind) + 1 :]}"]
    if institution.casefold() in head.casefold():
        return [head]
    if head.casefold() in HEADS:
        return [f"{head} {institution}"]
    *front, last = head.split() or [""]
    if front and institution.casefold().startswith(f"{last.casefold()} "):
        return [f"{' '.join(front)} {institution}"]
    return [head, institution]


def person_line(row: Any) -> str:
    """A title makes Bapak or Ibu one courtesy too many."""
    name = display_name(row)
    if row["title_prefix"]:
        return name
    courtesy = {"female": _("Mrs"), "male": _("Mr")}.get(row["sex"], _("Mr/Mrs"))
    return f"{courtesy} {name}"


def with_place(lines: Sequence[str], address: str) -> list[str]:
    """The address, or the words that stand for it."""
    known = [line.strip() for line in address.splitlines() if line.strip()]
    return [*lines, *(known or [_("in place")])]


def _addressee(row: Any) -> Addressee:
    return Addressee(
        invitation=row["id"],
        link_version=row["link_version"],
        lines=_lines(row),
        institution=row["institution"],
        seats=row["seats"],
        number=row["number"] or "",
        recipient=row["recipient"],
    )


def _lines(row: Any) -> list[str]:
    if row["full_name"] is None:
        lines = (
            office_lines(row["head"], row["institution"]) if row["head"] else [_leader(row["institution"])]
        )
        return with_place(lines, row["address"])
    more = office_lines(row["held"], row["institution"]) if row["held"] and row["institution"] else []
    more = more or [line for line in (row["held"], row["institution"]) if line]
    return with_place([person_line(row), *more], "")


def _leader(institution: str) -> str:
    return " ".join((_("The head of"), institution))
