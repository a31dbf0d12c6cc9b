"""What minutes say on paper: head, what was left open, what was spoken of, decided and promised, who signs.

Made of the rows as they stand, in the language of the moment. A version keeps it in both languages.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.carrying import queries as carrying
from events_app.commitments.carrying import words as review_words
from events_app.commitments.kinds import Ratified
from events_app.commitments.minutes import queries
from events_app.commitments.minutes.queries import Desk, Named, Topic
from events_app.commitments.queries import ACTIONS, name_of
from events_app.commitments.words import ACTION_STATES, COMMITMENT_STATES, RATIFIED
from events_app.database import fetch, fetch_one
from events_app.events.tables import Event, StageRole
from events_app.formats import date_short, date_text
from events_app.i18n import gettext as _
from events_app.i18n import ngettext
from events_app.invitations.letters.content import TO_FILL, kop, occasion_of
from events_app.invitations.letters.words import nip

Facts = dict[str, Any]

CAME = """
SELECT count(*)::int AS people, count(*) FILTER (WHERE p.sex = 'female')::int AS female,
  count(*) FILTER (WHERE p.sex = 'male')::int AS male, count(DISTINCT g.institution)::int AS institutions
FROM guest g JOIN person p ON p.id = g.person
WHERE g.event = $1 AND EXISTS (SELECT 1 FROM attendance t WHERE t.guest = g.id)
"""
STAGE = f"""
SELECT DISTINCT {name_of("p")} AS name FROM session_role r JOIN event_session s ON s.id = r.session
JOIN person p ON p.id = r.person WHERE s.event = $1 AND s.cancelled_at IS NULL AND r.role = 'speaker' ORDER BY name
"""
STATEMENTS = "SELECT id, statement, expected_result, ratification FROM commitment WHERE event = $1"
OF_EVENT = f"{ACTIONS} WHERE c.event = $2 AND c.state <> 'withdrawn' ORDER BY c.ref, a.seq"


async def of(event: Event, now: datetime) -> Facts:
    """Everything the paper says, without version and code."""
    desk = await queries.desk(event, _("General discussion"))
    named = await queries.people(event)
    chair, taker = named[StageRole.chair], named[StageRole.minute_taker]
    said = {row["id"]: row for row in await fetch(STATEMENTS, event.id)}
    written = date_text(now.astimezone(ZoneInfo(event.timezone)).date())
    letterhead = await kop(event.organisation)
    place = f"{letterhead['town']}, {written}" if letterhead["town"] else written
    return {
        "title": _("Minutes of the meeting"),
        "letterhead": letterhead,
        "occasion": [*await _head(event, chair, taker)],
        "carried": await _carried(event, now),
        "opening": _section(_("Opening"), desk.opening.content),
        "discussion": {"heading": _("Discussion"), "topics": _topics(desk, said)},
        "conclusions": _section(_("Conclusions"), desk.conclusions.content),
        "follow_up": {
            "heading": _("Follow-up plan"),
            "headers": _headers(),
            "rows": await _follow_up(event, now),
        },
        "closing": _section(_("Closing"), desk.closing.content),
        "nothing": _("Nothing has been recorded."),
        "labels": {"decisions": _("Decisions"), "promises": _("Commitments")},
        "signatures": [
            _signs(place, _("Chair of the meeting,"), chair),
            _signs(place, _("Minute-taker,"), taker),
        ],
    }


def lines(facts: Facts) -> list[str]:
    """The same as plain lines, to compare two versions."""
    said = [f"{label}: {value}" for label, value in facts["occasion"]]
    said += [facts["carried"]["heading"], *(" · ".join(row[1:]) for row in facts["carried"]["rows"])]
    for name in ("opening", "discussion", "conclusions", "closing"):
        part = facts[name]
        said += [part["heading"], *part.get("text", "").split("\n")]
        for topic in part.get("topics", ()):
            said += [topic["title"], *topic["text"].split("\n"), *topic["decisions"], *topic["promises"]]
    said += [facts["follow_up"]["heading"], *(" · ".join(row[1:]) for row in facts["follow_up"]["rows"])]
    said += [" ".join((one["office"], one["name"], one["detail"])) for one in facts["signatures"]]
    return [line for line in said if line.strip()]


async def _head(event: Event, chair: Named | None, taker: Named | None) -> list[list[str]]:
    speakers = ", ".join(row["name"] for row in await fetch(STAGE, event.id))
    return [
        *await occasion_of(event),
        [_("Theme"), "" if event.confidential else event.theme or "–"],
        [_("Chair"), chair.name if chair else TO_FILL],
        [_("Minute-taker"), taker.name if taker else TO_FILL],
        [_("Speakers"), speakers or "–"],
        [_("Participants"), await _came(event)],
    ]


async def _came(event: Event) -> str:
    came = await fetch_one(CAME, event.id)
    assert came is not None, "a count has one row"
    present = _("%(num)s present", num=came["people"])
    sexes = _("%(women)s women, %(men)s men", women=came["female"], men=came["male"])
    offices = ngettext("%(num)s institution", "%(num)s institutions", came["institutions"])
    return f"{present} ({sexes}; {offices})"


async def _carried(event: Event, now: datetime) -> Facts:
    """As the whole organisation may know it: the paper of an open meeting names nothing of a confidential one."""
    rights = frozenset({Right.read_confidential} if event.confidential else ())
    rows = await carrying.carried(Actor(organisation=event.organisation, rights=rights), event, now)
    return {
        "heading": _("Follow-up of the last meeting"),
        "headers": [
            _("No."),
            _("Follow-up action"),
            _("Person in charge"),
            _("Due date"),
            _("State"),
            _("Review"),
        ],
        "rows": [_reviewed(number, row) for number, row in enumerate(rows, 1)],
        "none": _("Earlier meetings left nothing open."),
    }


def _reviewed(number: int, row: Any) -> list[str]:
    said = review_words.decision_name(row["decision"] or "")
    return [
        str(number),
        f"{row['title']}\n{row['ref']}",
        "\n".join(part for part in (row["responsible_name"], row["person_name"]) if part),
        date_short(row["due"]) if row["due"] else "",
        _state(row),
        "\n".join(part for part in (said, row["note"]) if part),
    ]


def _topics(desk: Desk, said: dict[Any, Any]) -> list[Facts]:
    return [_topic(topic, said) for topic in desk.topics if _says(topic)]


def _says(topic: Topic) -> bool:
    return bool(topic.item or topic.note.content or topic.decisions or topic.promises)


def _topic(topic: Topic, said: dict[Any, Any]) -> Facts:
    presenter = topic.line.line.presenter if topic.line else ""
    return {
        "title": f"{topic.title} ({presenter})" if presenter else topic.title,
        "text": topic.note.content.strip(),
        "decisions": [one["content"] for one in topic.decisions],
        "promises": [_promise(one, said[one["id"]]) for one in topic.promises],
    }


def _promise(row: Any, said: Any) -> str:
    state = row["state"]
    word = ", ".join(part for part in (_(COMMITMENT_STATES[state]), _unratified(said)) if part)
    result = (
        _("Expected result: %(result)s", result=said["expected_result"]) if said["expected_result"] else ""
    )
    head = f"{row['title']} ({row['ref']}, {word})"
    words = "" if _bare(said["statement"]) == _bare(row["title"]) else said["statement"]
    return "\n".join(part for part in (head, row["institution"], words, result) if part)


def _bare(text: str) -> str:
    """For comparing: what was captured in one line has its words as title, too, and is not printed twice."""
    return text.strip().rstrip(".").casefold()


def _unratified(row: Any) -> str:
    """What the paper says of a promise whose absent head has not stood by it, or does not."""
    stands = row["ratification"]
    return str(_(RATIFIED[stands])) if stands in (Ratified.pending, Ratified.declined) else ""


async def _follow_up(event: Event, now: datetime) -> list[list[str]]:
    rows = await fetch(OF_EVENT, now, event.id)
    return [_action(number, row) for number, row in enumerate(rows, 1)]


def _headers() -> list[str]:
    names = (
        _("No."),
        _("Commitment"),
        _("Follow-up action"),
        _("Output"),
        _("Person in charge"),
        _("Verifier"),
    )
    return [*names, _("Due date"), _("State")]


def _action(number: int, row: Any) -> list[str]:
    return [
        str(number),
        "\n".join(
            part for part in (row["commitment_ref"], row["commitment_title"], _unratified(row)) if part
        ),
        row["title"],
        row["deliverable"],
        "\n".join(part for part in (row["responsible_name"], row["person_name"]) if part),
        row["verifier_name"] or _("Any other institution"),
        date_short(row["due"]) if row["due"] else "",
        _state(row),
    ]


def _state(row: Any) -> str:
    state = row["state"]
    word = _(ACTION_STATES[state])
    late = ngettext("%(num)s day late", "%(num)s days late", row["days_late"]) if row["overdue"] else ""
    return f"{word}\n{late}" if late else word


def _section(heading: str, text: str) -> Facts:
    return {"heading": heading, "text": text.strip()}


def _signs(place_date: str, office: str, who: Named | None) -> dict[str, str]:
    known = f"NIP {nip(who.nip)}" if who and who.nip else _("Employee number: %(dots)s", dots=TO_FILL)
    return {"place_date": place_date, "office": office, "name": who.name if who else TO_FILL, "detail": known}
