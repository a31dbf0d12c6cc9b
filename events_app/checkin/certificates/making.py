"""Certificates as files: one, all of an event in one file, a file each, the list as a workbook, and the sample."""

import asyncio
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from events_app import i18n
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin.certificates import paper, queries, words
from events_app.checkin.certificates.earning import candidates
from events_app.checkin.certificates.forms import Bundle, CertificatePrint
from events_app.checkin.certificates.paper import Printable, Told
from events_app.checkin.certificates.planning import plan_of
from events_app.checkin.certificates.refusals import CertificateRevoked, NoCertificates
from events_app.checkin.certificates.tables import CertificatePlan, CertificateRole
from events_app.documents import sheets
from events_app.events.handing_out import FileToHandOut, note_handed_out
from events_app.events.runs import actions as runs
from events_app.events.runs.kinds import PaperKind, register
from events_app.events.runs.tables import PaperRun
from events_app.events.tables import Event
from events_app.i18n import N_
from events_app.i18n import gettext as _
from events_app.ids import new_id
from events_app.invitations.letters.content import letterhead_of
from events_app.invitations.letters.numbers import written

SHORT = 100
"""So many are set while one waits; more, and one file each, are made in the background."""
PART = 500
LONG_NAME = (
    "Prof. Dr. Ir. Hj. Raden Ayu Siti Nurhaliza Kusumawardhani Soerachmadhiningrat, S.H., M.Si., Ph.D."
)

KIND = register(
    PaperKind(
        name="certificates",
        title=N_("Certificates"),
        rights=(Right.plan_events, Right.invite, Right.keep_commitments, Right.manage),
        back=lambda event, _asked: f"/events/{event}/certificates",
        tab="attendance",
    )
).name


async def one(row: Mapping[str, Any], now: datetime) -> FileToHandOut:
    """One certificate, as it was issued."""
    data = await paper.pdf_of(queries.printables([row]), now)
    return FileToHandOut(paper.filename_of(row["ref"], row["number"]), data)


async def standing(row: Mapping[str, Any], now: datetime) -> FileToHandOut:
    """The paper of one that stands. Raises CertificateRevoked."""
    if row["revoked_at"] is not None:
        raise CertificateRevoked()
    return await one(row, now)


async def all_of(
    event: Event, now: datetime, part: int | None = None, told: Told = paper.nobody
) -> FileToHandOut:
    """Those of an event that stand, in one file by name, or a part of 500 of them. Raises NoCertificates."""
    limits = (PART, (part - 1) * PART) if part else ()
    rows = await queries.valid(event.id, *limits)
    if not rows:
        raise NoCertificates()
    data = await paper.pdf_of(queries.printables(rows), now, told)
    return FileToHandOut(paper.filename_of(event.ref), data)


async def each(event: Event, now: datetime, told: Told = paper.nobody) -> FileToHandOut:
    """Those of an event that stand, a file each in one archive, named by their numbers. Raises NoCertificates."""
    rows = await queries.valid(event.id)
    if not rows:
        raise NoCertificates()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:  # a PDF is small already
        for done, row in enumerate(rows, 1):
            made = await one(row, now)
            archive.writestr(_unlike(made.filename, archive.namelist()), made.data)
            if done % 20 == 0 or done == len(rows):
                await told(done, len(rows))
    return FileToHandOut(f"{event.ref}-certificates.zip", out.getvalue())


def _unlike(name: str, taken: Sequence[str]) -> str:
    """Two years may have the same number; the second file would take the first one's place."""
    stem = name.removesuffix(".pdf")
    numbered = (f"{stem}-{count}.pdf" for count in range(2, len(taken) + 3))
    return name if name not in taken else next(other for other in numbered if other not in taken)


async def print_all(
    actor: Actor, event: Event, ask: CertificatePrint, now: datetime
) -> FileToHandOut | PaperRun:
    """All that stand as a file, or a run that makes them where they are many or a file each. Raises NoCertificates."""
    count = await queries.count_valid(event.id)
    if not count:
        raise NoCertificates()
    if count > SHORT or ask.bundle is Bundle.zip:
        return await runs.begin(actor, event, KIND, ask.model_dump_json(), event.language, count, now)
    made = await all_of(event, now)
    await note_handed_out(actor, event, made.filename)
    return made


async def sample(event: Event, plan: CertificatePlan, now: datetime) -> FileToHandOut:
    """What a certificate would look like, with a long name; it has no number of its own, and its code proves nothing."""
    first, _last = paper.days_of(event)
    day = plan.dated or first
    unit = (await letterhead_of(event.organisation)).unit
    facts = await paper.facts_of(event, plan, day)
    with i18n.using(event.language):
        across = _("SAMPLE")
    shown = Printable(
        id=new_id(),
        issue=new_id(),
        name=LONG_NAME,
        role=CertificateRole.speaker,
        jp=plan.jp,
        number=written(plan.number_pattern, unit, 1, day),
        version=1,
        facts=facts,
    )
    data = await paper.pdf_of([shown], now, sample=across)
    return FileToHandOut(f"{event.ref}-certificate-sample.pdf", data)


async def workbook(event: Event, language: str) -> FileToHandOut:
    """Everybody who could have one: who earned it and why, what was issued, the lesson hours."""
    with i18n.using(language):
        rows = await candidates(event, await plan_of(event))
        headers = [
            _("Name"), _("Institution"), _("Role"), _("Earned"), _("Why"), _("Certificate number"), _("Name as printed"),
            _("Version"), _("JP"), _("State"), _("Reason"),
        ]  # fmt: skip
        lines = [_line(row) for row in rows]
        data = await asyncio.to_thread(sheets.xlsx, [(_("Certificates"), headers, lines)])
    return FileToHandOut(f"{event.ref}-certificates.xlsx", data)


def _line(row: Any) -> list[Any]:
    given = row.certificate is not None
    state = _("Revoked") if row.revoked else _("Issued") if given else _("Not issued")
    return [
        row.name,
        row.institution,
        words.role_name(row.given_role if given else row.role),
        _("Yes") if row.earned else _("No"),
        row.why,
        row.number,
        row.printed,
        row.version if given else None,
        row.given_jp if given else None,
        state,
        row.reason,
    ]
