"""What proves a submission: files looked at before they are believed, links to the web, each with its day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from events_app.accounts.actor import Actor
from events_app.commitments.forms import SubmissionIn
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


def check(data: SubmissionIn, files: Sequence[File], today: date) -> None:
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
    actor: Actor, submission: Submission, data: SubmissionIn, files: Sequence[File], day: date
) -> list[Evidence]:
    """Keep the files and links of a submission, in the order given."""
    rows = [await _of_file(actor, submission, file, day) for file in files]
    rows += [_of_link(submission, url, day) for url in data.links]
    await Evidence.insert(*rows)
    return rows


def _fault_of(file: File) -> FieldError | None:
    try:
        examine(file.filename, file.data)
    except Refusal as no:
        return FieldError("files", no.code, no.text)
    return None


async def _of_file(actor: Actor, submission: Submission, file: File, day: date) -> Evidence:
    document = await keep(actor, file.filename, file.data)
    kind = EvidenceKind.photo if document.media_type.startswith("image/") else EvidenceKind.other
    return _row(submission, day, kind=kind.value, title=document.filename, document=document.id)


def _of_link(submission: Submission, url: str, day: date) -> Evidence:
    return _row(submission, day, kind=EvidenceKind.link.value, title=urlsplit(url).hostname or url, url=url)


def _row(submission: Submission, day: date, **columns: Any) -> Evidence:
    columns["title"] = columns["title"][:200]
    return Evidence(
        organisation=submission.organisation,
        created_at=submission.created_at,
        submission=submission.id,
        evidence_date=day,
        **columns,
    )
