"""The rows of representatives on a form, whose numbers have gaps where a row was left blank."""

from typing import Any

from events_app.invitations.lists import GuestView
from events_app.invitations.refusals import TooManyRepresentatives
from events_app.web.forms import Form

NAME = "representatives"
FIELDS = ("full_name", "position", "sex", "email", "phone", "needs")
SPARE = 20
"""So many rows too many are shown again: somebody may have counted wrongly."""


def without_gaps(form: Form[Any], seats: int) -> Form[Any]:
    """Number the filled rows from nought, as the page draws them, each with its faults beside it.

    Far more rows than the invitation has seats are refused for that alone, and no more than `SPARE` too many are
    kept: whoever holds the link may send thousands.
    """
    told = {row: [form.values.get(f"{NAME}.{row}.{name}", "") for name in FIELDS] for row in form.rows(NAME)}
    filled = [row for row, texts in told.items() if any(text.strip() for text in texts)]
    kept = {name: value for name, value in form.values.items() if not name.startswith(f"{NAME}.")}
    drawn = filled[: seats + SPARE]
    form.values = kept | typed([dict(zip(FIELDS, told[row], strict=True)) for row in drawn])
    if len(drawn) < len(filled):
        form.errors = {}
        return form.refuse(TooManyRepresentatives(seats=seats, named=len(filled)))
    places = {str(row): place for place, row in enumerate(filled)}
    form.errors = {_renumbered(name, places): text for name, text in form.errors.items()}
    return form


def _renumbered(name: str, places: dict[str, int]) -> str:
    head, _dot, rest = name.partition(".")
    row, _dot, column = rest.partition(".")
    if head != NAME or row not in places:
        return name
    return f"{NAME}.{places[row]}.{column}"


def typed(rows: list[dict[str, str]]) -> dict[str, str]:
    """Rows as the flat names of inputs."""
    return {f"{NAME}.{number}.{name}": row[name] for number, row in enumerate(rows) for name in FIELDS}


def of_guests(guests: list[GuestView]) -> dict[str, str]:
    """Those who come so far, as rows to be changed. What was once told of them is not shown again."""
    names = [
        {"full_name": one.display_name, "position": one.position, "sex": one.sex or ""} for one in guests
    ]
    rows = typed([one | {"email": "", "phone": "", "needs": ""} for one in names])
    return {name: text for name, text in rows.items() if text}
