"""How entries of the audit trail are spoken of: deeds, areas, ways, and what stood before and stands now."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from events_app.formats import date_text, datetime_long
from events_app.i18n import N_, gettext
from events_app.reports.trail import deeds_of_events, deeds_of_people, deeds_of_promises
from events_app.reports.trail.facts import fact_name

DEEDS: Mapping[str, str] = {**deeds_of_people.DEEDS, **deeds_of_events.DEEDS, **deeds_of_promises.DEEDS}
AREAS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "events": (
        N_("Events and programme"),
        (
            "event", "session", "agenda", "series", "template", "venue", "room", "holiday", "holidays", "feed",
            "speaker", "material", "release", "quorum",
        ),
    ),
    "invitations": (
        N_("Invitations and answers"),
        ("invitation", "calendar_reply", "guest", "quota", "letter", "mailing", "letterhead", "signatory"),
    ),
    "door": (
        N_("The door and attendance"),
        (
            "door", "device", "screen", "wall", "room_code", "self_flag", "scan", "conflict", "attendance", "badges",
            "signing", "signature", "photo", "certificate", "certificates",
        ),
    ),
    "promises": (
        N_("Promises and follow-up"),
        (
            "commitment", "action", "evidence", "exit", "exit_promise", "minutes", "board_view", "rtl", "indicator",
            "reminders", "reminder_letter", "leadership", "mail_wish",
        ),
    ),
    "papers": (N_("Papers"), ("activity_report", "paper", "report")),
    "directory": (
        N_("People and institutions"),
        ("person", "people", "institution", "position", "group", "consent", "column_mapping", "retention"),
    ),
    "mail": (N_("Mail and webhooks"), ("message", "inbound_hook", "inbound_mail", "address", "webhook", "wording")),
    "accounts": (N_("Organisation and accounts"), ("organisation", "user", "token", "document")),
}  # fmt: skip
"""What the trail can be narrowed to, each with the beginnings of its deeds' codes."""

VIAS: Mapping[str, str] = {
    "session": N_("signed in"),
    "token": N_("by the interface"),
    "link": N_("by a personal link"),
    "device": N_("from a paired phone"),
    "system": N_("by the system"),
}
A_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*")
A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Subject:
    """What something is called, and where it is read; no path where it has no page of its own."""

    name: str
    path: str


class Difference(NamedTuple):
    """One fact: what it was and what it is, as people read it."""

    name: str
    before: str
    after: str


def deed(verb: str) -> str:
    """What was done; a code that has no words yet stands as it is."""
    return gettext(DEEDS[verb]) if verb in DEEDS else verb


def via(code: str) -> str:
    """By which way somebody came."""
    return gettext(VIAS[code]) if code in VIAS else code


def area_options() -> list[tuple[str, str]]:
    """To choose from."""
    return [(code, gettext(name)) for code, (name, _verbs) in AREAS.items()]


def differences(
    before: Any, after: Any, zone: str, named: Mapping[UUID, Subject] | None = None
) -> list[Difference]:
    """The facts that are not what they were; of what was made or is gone, all of them. Ids by what `named` calls them."""
    was, now = _facts(before), _facts(after)
    called = {str(one): subject.name for one, subject in (named or {}).items()}
    names = [*now, *(name for name in was if name not in now)]
    return [
        Difference(fact_name(name), _said(was.get(name), zone, called), _said(now.get(name), zone, called))
        for name in names
        if was.get(name) != now.get(name)
    ]


def kept(facts: Any) -> Any:
    """What the database keeps of one side of an entry, as plain values."""
    return json.loads(facts) if isinstance(facts, str) else facts


def _facts(side: Any) -> Mapping[str, Any]:
    facts = kept(side)
    return facts if isinstance(facts, Mapping) else {} if facts is None else {"": facts}


def _said(value: Any, zone: str, called: Mapping[str, str]) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, list):
        return ", ".join(_said(one, zone, called) for one in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{fact_name(name)}: {_said(one, zone, called)}" for name, one in value.items())
    return called.get(str(value)) or _in_time(str(value), zone)


def _in_time(text: str, zone: str) -> str:
    """A day or moment as people write it; whatever only looks like one stays as it is."""
    try:
        if A_DAY.fullmatch(text):
            return date_text(date.fromisoformat(text))
        moment = datetime.fromisoformat(text) if A_MOMENT.fullmatch(text) else None
    except ValueError:
        return text
    return datetime_long(moment, zone) if moment and moment.tzinfo else text
