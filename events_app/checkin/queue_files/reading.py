"""From bytes to scans, or a refusal that names what is wrong."""

import json
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from events_app.checkin.queue_files import refusals
from events_app.checkin.queue_files.forms import KIND, MOST_SCANS, QueueFile
from events_app.web.faults import field_errors

LARGEST = 10_000_000


def read_queue_file(raw: bytes, event: UUID) -> QueueFile:
    """The file's scans, every one of them in order."""
    if len(raw) > LARGEST:
        raise refusals.QueueFileTooLarge()
    given = _json(raw)
    scans = given.get("scans")
    if given.get("kind") != KIND or not isinstance(scans, list):
        raise refusals.NoQueueFile()
    if not scans and not given.get("walk_ins"):
        raise refusals.NothingQueued()
    if len(scans) > MOST_SCANS:
        raise refusals.QueueFileTooLarge()
    return _of_this_event(_checked(given), event)


def _json(raw: bytes) -> dict[str, Any]:
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError):
        raise refusals.NoQueueFile() from None
    if not isinstance(given, dict):
        raise refusals.NoQueueFile()
    return given


def _checked(given: dict[str, Any]) -> QueueFile:
    try:
        return QueueFile.model_validate(given)
    except ValidationError as wrong:
        first = field_errors(wrong)[0]
    where, _dot, rest = first.field.partition(".")
    number, _dot, name = rest.partition(".")
    if where == "walk_ins" and number:
        raise refusals.DamagedWalkIn(number=int(number) + 1, what=name, why=first.message)
    if where != "scans" or not number:
        raise refusals.NoQueueFile()
    raise refusals.DamagedScan(number=int(number) + 1, what=name, why=first.message)


def _of_this_event(file: QueueFile, event: UUID) -> QueueFile:
    if file.event != event:
        raise refusals.QueueOfAnotherEvent()
    return file
