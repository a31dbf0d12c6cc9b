"""What proves something: files looked at before they are believed, links to the web, each with its day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from events_app.accounts.actor import Actor
from events_app.commitments.asking.tables import InfeasibleRequest
from events_app.commitments.forms import ProofIn
from events_app.commitments.tables import Evidence, EvidenceKind, Submission
from events_app.documents.actions import keep
from events_app.documents.sniff import examine
from events_app.errors import FieldError, Invalid, Refusal
from events_app.i18n import N_, gettext

MOST_FILES = 20

MISSING = N_("Please attach at least one file, or give a link.")
IN_FUTURE = N_("This day is yet to come.")
TOO_MANY = N_("At most %(most)s files at once, please.")


@dataclass(frozen=True)
class File:
    """A file as somebody sent it."""

    filename: str
    data: bytes


def check(data: ProofIn, files: Sequence[File], today: date) -> None:
    """Raises Invalid with every fault: no evidence at all, a day to come, a file that is not taken."""
    faults = [fault for file in files if (fault := _fault_of(file)) is not None]
    if not files and not data.links:
        faults.append(FieldError("files", "evidence_missing", gettext(MISSING)))
    if len(files) > MOST_FILES:
        faults.append(FieldError("files", "too_many", gettext(TOO_MANY, most=MOST_FILES)))
    if data.evidence_date is not None and data.evidence_date > today:
        faults.append(FieldError("evidence_date", "in_future", gettext(IN_FUTURE)))
    if faults:
        raise Invalid(faults)


async def keep_all(
    actor: Actor, of: Submission | InfeasibleRequest, data: ProofIn, files: Sequence[File], day: date
) -> list[Evidence]:
    """Keep the files and links that prove something, in the order given."""
    rows = [await _of_file(actor, of, file, day) for file in files]
    rows += [_of_link(of, url, day) for url in data.links]
    for row in rows:
        row.contains_personal_data = data.contains_personal_data
    await Evidence.insert(*rows)
    return rows


def _fault_of(file: File) -> FieldError | None:
    try:
        examine(file.filename, file.data)
    except Refusal as no:
        return FieldError("files", no.code, no.text)
    return None


async def _of_file(actor: Actor, of: Submission | InfeasibleRequest, file: File, day: date) -> Evidence:
    document = await keep(actor, file.filename, file.data)
    kind = EvidenceKind.photo if document.media_type.startswith("image/") else EvidenceKind.other
    return _row(of, day, kind=kind.value, title=document.filename, document=document.id)


def _of_link(of: Submission | InfeasibleRequest, url: str, day: date) -> Evidence:
    return _row(of, day, kind=EvidenceKind.link.value, title=urlsplit(url).hostname or url, url=url)


def _row(of: Submission | InfeasibleRequest, day: date, **columns: Any) -> Evidence:
    columns["title"] = columns["title"][:200]
    return Evidence(
        organisation=of.organisation,
        created_at=of.created_at,
        submission=of.id if isinstance(of, Submission) else None,
        infeasible_request=None if isinstance(of, Submission) else of.id,
        evidence_date=day,
        **columns,
    )
