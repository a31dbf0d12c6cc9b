"""What there is to choose from in the forms, and what a draft looks like in them."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from events_app.commitments import queries, words
from events_app.commitments.actions import drafts
from events_app.commitments.answers import CommitmentOut
from events_app.commitments.tables import Commitment
from events_app.i18n import _

Options = list[tuple[str, str]]


async def institutions(organisation: UUID) -> Options:
    """Institutions by name."""
    return [(str(row["id"]), row["name"]) for row in await queries.institutions(organisation)]


async def of_form(organisation: UUID, event: UUID, office: UUID | None = None) -> dict[str, Any]:
    """All the choices of the form that records a promise; people of the institution that promises come first."""
    return {
        **await of_duty(organisation, office),
        "guests": [_guest(row) for row in await queries.guests(event)],
        "agenda": [(str(row["id"]), row["title"]) for row in await queries.agenda(event)],
        "roles": words.options(words.PARTY_ROLES),
        "budgets": words.options(words.BUDGET_SOURCES),
        "sessions": [(str(row["id"]), row["title"]) for row in await queries.sessions(event)],
        "visibilities": words.options(words.VISIBILITIES),
    }


async def of_duty(organisation: UUID, office: UUID | None = None) -> dict[str, Options]:
    """Who could answer for an action; people of an office first."""
    return {
        "institutions": await institutions(organisation),
        "people": [_person(row) for row in await queries.people(organisation, office)],
        "posts": [_post(row) for row in await queries.posts(organisation)],
    }


def typed(commitment: Commitment, rows: Sequence[Any], parties: Sequence[Any] = ()) -> dict[str, Any]:
    """A draft as if it had been typed into the form."""
    values: dict[str, Any] = {field: getattr(commitment, column) for column, field in drafts.NAMED.items()}
    said = ("theme", "title", "problem", "statement", "expected_result", "indicator", "baseline", "target")
    values |= {name: getattr(commitment, name) for name in (*said, "visibility")}
    for place, row in enumerate(rows):
        same = ("title", "deliverable", "due", "budget_source", *drafts.SAME)
        values |= {f"actions.{place}.{name}": row[name] for name in same}
        for name in ("institution", "person", "position"):
            values[f"actions.{place}.responsible_{name}_id"] = row[f"responsible_{name}"]
        for name in ("institution", "position"):
            values[f"actions.{place}.verifier_{name}_id"] = row[f"verifier_{name}"]
    for place, one in enumerate(parties):
        values |= {f"parties.{place}.{name}": one[name] for name in ("institution_id", "role")}
    return values


def checks(promise: CommitmentOut, today: date) -> list[dict[str, Any]]:
    """What to look at before agreeing, and whether it is so."""
    named = all(one.responsible_person_id for one in promise.actions)
    ahead = all(one.due is None or one.due > today for one in promise.actions)
    verifiers = all(one.verifier_institution_id for one in promise.actions)
    present = not any(one.code == "guest_not_present" for one in promise.warnings)
    return [
        {"title": _("The expected result is said"), "done": bool(promise.expected_result)},
        {"title": _("At least one follow-up action"), "done": bool(promise.actions)},
        {"title": _("Every action names a responsible person"), "done": named and bool(promise.actions)},
        {"title": _("Every due date lies ahead"), "done": ahead},
        {
            "title": _("Every action names its verifier"),
            "done": verifiers and bool(promise.actions),
            "text": "" if verifiers else _("Without one, any other institution's verifier may judge."),
        },
        {
            "title": _("The person who spoke was checked in"),
            "done": present and bool(promise.attendance_guest_id),
        },
    ]


def _guest(row: Any) -> tuple[str, str]:
    name = f"{row['name']} ({row['institution']})" if row["institution"] else row["name"]
    return str(row["id"]), _("%(name)s, present", name=name) if row["present"] else name


def _post(row: Any) -> tuple[str, str]:
    name = f"{row['title']} ({row['institution']})" if row["institution"] else row["title"]
    return str(row["id"]), name


def _person(row: Any) -> tuple[str, str]:
    name = f"{row['name']} ({row['institution']})" if row["institution"] else row["name"]
    return str(row["id"]), name
