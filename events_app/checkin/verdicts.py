"""What the door answers, as values: made from a row of the statement, ready to be JSON or a page."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from events_app import neutral
from events_app.checkin.words import ADVICE, GUARDIAN, HONOUR, NEEDS, VIP
from events_app.i18n import gettext


class Note(msgspec.Struct, frozen=True):
    """Something the door should know of a guest. kind: vip, minor, needs."""

    kind: str
    text: str


class Somebody(msgspec.Struct, frozen=True):
    """The guest whom a scan was about: in whose place they come, and what the door should know of them.

    `note` is what was prepared for them, `notes` that and the rest.
    """

    id: UUID
    display_name: str
    institution: str | None
    position: str
    in_place_of: str | None = None
    note: str | None = None
    notes: Sequence[Note] = ()


class Verdict(msgspec.Struct, frozen=True):
    """The answer to one scan; the same whenever its id is asked again.

    outcome: admitted, already, left, refused. A refusal has a reason and advice what to do next; who was here
    before has `first_in_at`, the device that let them in and the user who held it.
    """

    id: UUID
    outcome: str
    reason: str | None = None
    guest: Somebody | None = None
    first_in_at: datetime | None = None
    first_in_device: str | None = None
    first_in_by: str | None = None
    advice: str | None = None


def of_row(row: Mapping[str, Any]) -> Verdict:
    """The verdict in a row of `statement.record` that has an outcome."""
    reason = row["reason"]
    return Verdict(
        row["scan_id"],
        row["outcome"],
        reason,
        None if row["guest"] is None else _somebody(row),
        row["first_in_at"],
        row["first_device"] or None,
        row["first_by"],
        None if reason is None else gettext(ADVICE[reason]),
    )


def notes_of(row: Mapping[str, Any]) -> Sequence[Note]:
    """Protocol first, then a child's guardian, then needs; of most guests there is nothing to know."""
    if not (row["vip"] or row["is_minor"] or row["needs"]):
        return ()
    notes = [Note("vip", _honour(row["protocol_note"]))] if row["vip"] else []
    if row["is_minor"]:
        notes.append(Note("minor", gettext(GUARDIAN) % {"name": row["guardian_name"]}))
    if row["needs"]:
        notes.append(Note("needs", gettext(NEEDS) % {"needs": row["needs"]}))
    return notes


def _honour(note: str) -> str:
    return gettext(HONOUR) % {"note": note} if note else gettext(VIP)


def _somebody(row: Mapping[str, Any]) -> Somebody:
    name, note = display_name(row), row["needs"] or None
    told = (row["institution"], row["position"], row["in_place_of"], note, notes_of(row))
    return Somebody(row["guest"], name, *told)


def display_name(row: Mapping[str, Any]) -> str:
    """Prefix, name and suffix as they are written."""
    front = f"{row['title_prefix']} {neutral.person(row['full_name'])}".strip()
    return f"{front}, {row['title_suffix']}" if row["title_suffix"] else front
