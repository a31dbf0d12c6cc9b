"""What participants see of an event at one moment, as plain data, and how two such moments differ.

Pure: nothing here reads the database. Times are ISO 8601 in UTC, so that a snapshot reads the same for ever.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from events_app.events.programme.kinds import SessionMode
from events_app.events.queries import Part, Place
from events_app.events.tables import Event

Snapshot = dict[str, Any]
Change = dict[str, Any]


class ChangeKind(StrEnum):
    """What can happen to a schedule."""

    event_cancelled = "event_cancelled"
    event_postponed = "event_postponed"
    event_confirmed = "event_confirmed"
    event_moved = "event_moved"
    event_place = "event_place"
    event_renamed = "event_renamed"
    session_added = "session_added"
    session_moved = "session_moved"
    session_place = "session_place"
    session_mode = "session_mode"
    session_people = "session_people"
    session_renamed = "session_renamed"
    session_cancelled = "session_cancelled"


TELLS_EVERYBODY = {
    ChangeKind.event_moved,
    ChangeKind.event_place,
    ChangeKind.session_added,
    ChangeKind.session_moved,
    ChangeKind.session_place,
    ChangeKind.session_mode,
    ChangeKind.session_cancelled,
}
"""Changes for which guests would go to the wrong place or come at the wrong time; a typo is none of them."""

STATES = {
    "cancelled": ChangeKind.event_cancelled,
    "postponed": ChangeKind.event_postponed,
    "published": ChangeKind.event_confirmed,
}


def snapshot(event: Event, place: Place, parts: Sequence[Part]) -> Snapshot:
    """The event and its sessions as they stand; cancelled sessions are not in it."""
    return {
        "title": event.title,
        "state": str(event.state),
        "timezone": event.timezone,
        "starts_at": _iso(event.starts_at),
        "ends_at": _iso(event.ends_at),
        "place": place.line,
        "sessions": [_session(part) for part in parts],
    }


def differences(before: Snapshot, after: Snapshot) -> list[Change]:
    """What changed, the event first, then session by session in the order of the newer schedule."""
    return [*_of_event(before, after), *_of_sessions(before, after)]


def _session(part: Part) -> dict[str, Any]:
    return {
        "id": str(part.session.id),
        "title": part.session.title,
        "starts_at": _iso(part.session.starts_at),
        "ends_at": _iso(part.session.ends_at),
        "place": part.place.line,
        "mode": str(part.session.mode),
        "people": [
            {"id": str(one.person_id), "name": one.name, "role": str(one.role)} for one in part.people
        ],
    }


def _of_event(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    if before["state"] != after["state"]:
        yield {"kind": STATES[after["state"]]}
    if _times(before) != _times(after) or before["timezone"] != after["timezone"]:
        yield {"kind": ChangeKind.event_moved, "before": _times(before), "after": _times(after)}
    if before["place"] != after["place"]:
        yield {"kind": ChangeKind.event_place, "before": before["place"], "after": after["place"]}
    if before["title"] != after["title"]:
        yield {"kind": ChangeKind.event_renamed, "before": before["title"], "after": after["title"]}


def _of_sessions(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    known = {one["id"]: one for one in before["sessions"]}
    for one in after["sessions"]:
        old = known.pop(one["id"], None)
        if old is None:
            yield _change(ChangeKind.session_added, one, one["people"], after=_times(one))
        else:
            yield from _of_session(old, one)
    for gone in known.values():
        yield _change(ChangeKind.session_cancelled, gone, gone["people"], before=_times(gone))


def _of_session(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    if _times(old) != _times(new):
        yield _change(ChangeKind.session_moved, new, new["people"], before=_times(old), after=_times(new))
    if old["place"] != new["place"]:
        yield _change(ChangeKind.session_place, new, new["people"], before=old["place"], after=new["place"])
    if _mode(old) != _mode(new):
        yield _change(ChangeKind.session_mode, new, new["people"], before=_mode(old), after=_mode(new))
    if old["title"] != new["title"]:
        yield _change(ChangeKind.session_renamed, new, [], before=old["title"], after=new["title"])
    joined, left = _missing(new, old), _missing(old, new)
    if joined or left:
        names = {"after": [one["name"] for one in joined], "before": [one["name"] for one in left]}
        yield _change(ChangeKind.session_people, new, [*joined, *left], **names)


def _missing(these: dict[str, Any], those: dict[str, Any]) -> list[dict[str, Any]]:
    """The people of the one who are not, in the same role, in the other."""
    there = {(one["id"], one["role"]) for one in those["people"]}
    return [one for one in these["people"] if (one["id"], one["role"]) not in there]


def _change(kind: ChangeKind, session: dict[str, Any], people: list[dict[str, Any]], **facts: Any) -> Change:
    """`people` are those on stage whom it touches, by id."""
    named = {"session": session["id"], "title": session["title"], "times": _times(session)}
    return {"kind": kind, **named, "people": sorted({one["id"] for one in people}), **facts}


def _mode(session: dict[str, Any]) -> str:
    """Snapshots of earlier days knew no other way to take part."""
    return str(session.get("mode", SessionMode.onsite))


def _times(one: dict[str, Any]) -> list[str]:
    return [one["starts_at"], one["ends_at"]]


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
