"""Forms with rows: numbered again without gaps, so that a fault stands beside the row it is about."""

from typing import Any, TypeVar

from pydantic import BaseModel

from events_app.web.forms import Form

M = TypeVar("M", bound=BaseModel)


def contiguous(form: Form[M], name: str) -> Form[M]:
    """Rows that were taken out or left blank leave no gap, as the model has counted them."""
    filled = [row for row in form.rows(name) if any(_of_row(form.values, name, row).values())]
    form.values, form.errors = _moved(form.values, name, filled), _moved(form.errors, name, filled)
    return form


def _moved(said: dict[str, Any], name: str, filled: list[int]) -> dict[str, Any]:
    rows = {
        f"{name}.{place}.{key}": value
        for place, row in enumerate(filled)
        for key, value in _of_row(said, name, row).items()
    }
    return {key: value for key, value in said.items() if not key.startswith(f"{name}.")} | rows


def _of_row(said: dict[str, Any], name: str, row: int) -> dict[str, Any]:
    start = f"{name}.{row}."
    return {key.removeprefix(start): value for key, value in said.items() if key.startswith(start)}
