"""The paper of certificates: their words as they were when they were issued, and what the print template prints of each."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app import i18n
from events_app.checkin.certificates import links, words
from events_app.checkin.certificates.tables import CertificatePlan
from events_app.documents import pdf, store
from events_app.events.calendars import subject_of
from events_app.events.moments import days_between
from events_app.events.tables import Event
from events_app.formats import date_long, days_text, spoken
from events_app.i18n import gettext as _
from events_app.invitations.letters.codes import drawn
from events_app.invitations.letters.content import kop
from events_app.invitations.letters.signing import block

TEMPLATE = "certificates"
STEP = 100
Facts = dict[str, Any]
Told = Callable[[int, int], Awaitable[None]]


@dataclass(frozen=True)
class Printable:
    """All that differs between two certificates of an event; `facts` are the words they share."""

    id: UUID
    issue: UUID
    name: str
    role: str
    jp: int
    number: str
    version: int
    facts: Mapping[str, Any]


async def nobody(_done: int, _total: int) -> None:
    """For a few, which are made before anybody could look."""


async def facts_of(event: Event, plan: CertificatePlan, day: date) -> Facts:
    """What the certificates of an event say, in its language; a confidential one keeps its neutral name."""
    with i18n.using(event.language):
        head = await kop(event.organisation)
        town = plan.place or head["town"]
        office = _("Organising official,")
        hours = bool(plan.jp) or plan.jp_of == "sessions"
        return {
            "lang": i18n.locale(),
            "title": plan.title or words.usual_title(),
            "given_to": _("given to"),
            "body": plan.body or words.usual_body(hours),
            "event": subject_of(event),
            "dates": dates_of(event),
            "letterhead": head,
            "signature": await block(event.organisation, plan.signatory, head | {"town": town}, day, office),
        }


def dates_of(event: Event) -> str:
    """`Senin, 12 Agustus 2026`, or the days from the first to the last, where it is held."""
    first, last = days_of(event)
    return date_long(event.starts_at, event.timezone) if first == last else days_text(first, last)


def days_of(event: Event) -> tuple[date, date]:
    """The first and last day of an event, where it is held."""
    return days_between(event.starts_at, event.ends_at, event.timezone)


async def pdf_of(many: Sequence[Printable], now: datetime, told: Told = nobody, *, sample: str = "") -> bytes:
    """Certificates, a page each; `told` hears how many codes are drawn. `sample` is written across one that is none."""
    codes: list[dict[str, str]] = []
    for start in range(0, len(many), STEP):
        codes += await asyncio.to_thread(_codes, many[start : start + STEP])
        await told(len(codes), len(many))
    words_of = {one.issue: one.facts for one in many}
    places = {issue: place for place, issue in enumerate(words_of)}
    files = await _logos(list(words_of.values()))
    with i18n.using(many[0].facts["lang"]):
        data = {
            "lang": i18n.locale(),
            "title": f"{many[0].facts['title']}: {many[0].facts['event']}",
            "letterhead": many[0].facts["letterhead"],
            "code_name": _("QR code that proves the certificate of %(name)s", name="{}"),
            "prove": _("Scan or open to check that this certificate is genuine."),
            "sample": sample,
            "issues": [_shared(one, files) for one in words_of.values()],
            "people": [_person(one, code, places) for one, code in zip(many, codes, strict=True)],
        }
    return await pdf.render(TEMPLATE, data, files=files, made_at=now)


def filename_of(ref: str, number: str = "") -> str:
    """A name that tells nothing of a confidential event, nor whose it is."""
    plain = "".join(char if char.isalnum() else "-" for char in number.casefold()).strip("-")
    return f"{ref}-certificate-{plain}.pdf" if number else f"{ref}-certificates.pdf"


def text_of(one: Printable) -> str:
    """What a certificate says below the name, its placeholders filled."""
    role = words.role_name(one.role)
    facts = {"name": one.name, "role": role, "jp": str(one.jp)}
    return words.filled(one.facts["body"], facts | {"event": one.facts["event"], "dates": one.facts["dates"]})


def _codes(many: Sequence[Printable]) -> list[dict[str, str]]:
    return [drawn(links.CHECK.url(one.id)) for one in many]


async def _logos(many: Sequence[Mapping[str, Any]]) -> dict[str, bytes]:
    """The emblems by the names under which the template finds them."""
    digests = {facts["letterhead"]["logo"] for facts in many} - {""}
    return {_logo(digest): await store.get(digest) for digest in digests}


def _logo(digest: str) -> str:
    return f"{digest[:16]}.png"


def _shared(facts: Mapping[str, Any], files: Mapping[str, bytes]) -> Facts:
    head = facts["letterhead"]
    logo = _logo(head["logo"])
    return {name: facts[name] for name in ("title", "given_to", "signature")} | {
        "letterhead": head | {"logo": logo if logo in files else None}
    }


def _person(one: Printable, code: dict[str, str], places: Mapping[UUID, int]) -> Facts:
    number = _("Number: %(number)s", number=one.number)
    if one.version > 1:
        number = _("Number: %(number)s (version %(version)s)", number=one.number, version=one.version)
    return {
        "issue": places[one.issue],
        "name": one.name,
        "number": number,
        "text": text_of(one),
        "svg": code["svg"],
        "url": spoken(code["url"]),
    }
