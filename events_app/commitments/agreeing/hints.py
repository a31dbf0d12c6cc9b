"""Hints beside the fields of a draft: is it specific, can it be seen, who, and by when. They never refuse anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from events_app.commitments.agreeing.vocabulary import counts, shows, vague
from events_app.i18n import N_, gettext

SENTENCES = {
    "vague": N_("“%(word)s” says a direction, not an outcome. What will be there that is not there now?"),
    "not_to_see": N_("A verifier needs something to look at or count: a decree, a photo, a list, a number."),
    "no_result": N_("Say what will be different for people."),
    "repeats": N_("This repeats the promise. Say what will be different for people."),
    "no_measure": N_("Say what can be counted, so that everybody sees the same."),
    "no_number": N_("Say how many, or how much."),
    "no_actions": N_("Without a follow-up action it cannot be agreed."),
    "no_date": N_("Without a date it cannot be agreed, and nobody is reminded."),
    "past_date": N_("This day is not ahead: it would be late from the start."),
    "far_date": N_("This is more than two years away. A first step that comes sooner is easier to follow."),
    "nobody": N_("Name a person or a position, so that the reminder reaches somebody."),
    "no_verifier": N_("Without one, any other institution's verifier may judge."),
}
FAR = 731


@dataclass(frozen=True)
class Hint:
    """Something that would make a field clearer: the field's path (`actions.0.due`), a stable word, a sentence."""

    field: str
    code: str
    message: str


def of_draft(promise: Any, today: date) -> list[Hint]:
    """The hints of a draft, at most one a field, in the order of the form; `promise` reads like CommitmentOut."""
    found: dict[str, Hint] = {}
    for field, code, facts in _all(promise, today):
        found.setdefault(field, Hint(field, code, gettext(SENTENCES[code], **facts)))
    return list(found.values())


Found = tuple[str, str, dict[str, Any]]


def _all(promise: Any, today: date) -> Iterator[Found]:
    yield from _vague("title", promise.title)
    yield from _vague("statement", promise.statement)
    yield from _of_result(promise)
    if not promise.indicator and not counts(promise.target):
        yield "indicator", "no_measure", {}
    if promise.target and not counts(promise.target):
        yield "target", "no_number", {}
    if not promise.actions:
        yield "actions", "no_actions", {}
    for number, one in enumerate(promise.actions):
        yield from _of_action(f"actions.{number}.", one, today)


def _of_result(promise: Any) -> Iterator[Found]:
    result = promise.expected_result.strip()
    if not result:
        yield "expected_result", "no_result", {}
    elif result.casefold() in (promise.title.strip().casefold(), promise.statement.strip().casefold()):
        yield "expected_result", "repeats", {}
    yield from _vague("expected_result", result)


def _of_action(start: str, one: Any, today: date) -> Iterator[Found]:
    yield from _vague(f"{start}title", one.title)
    yield from _vague(f"{start}deliverable", one.deliverable)
    if not shows(one.deliverable):
        yield f"{start}deliverable", "not_to_see", {}
    yield from _of_due(f"{start}due", one.due, today)
    if not one.responsible_person_id and not one.responsible_position_id:
        yield f"{start}responsible_person_id", "nobody", {}
    if not one.verifier_institution_id and not one.verifier_position_id:
        yield f"{start}verifier_institution_id", "no_verifier", {}


def _of_due(field: str, due: date | None, today: date) -> Iterator[Found]:
    if due is None:
        yield field, "no_date", {}
    elif due <= today:
        yield field, "past_date", {}
    elif (due - today).days > FAR:
        yield field, "far_date", {}


def _vague(field: str, text: str) -> Iterator[Found]:
    word = vague(text)
    if word:
        yield field, "vague", {"word": word}
