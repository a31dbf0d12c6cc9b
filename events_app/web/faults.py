"""Sentences for what pydantic found wrong, by its stable error types, in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from events_app.errors import FieldError, Invalid
from events_app.i18n import N_, gettext

M = TypeVar("M", bound=BaseModel)

SENTENCES = {
    "missing": N_("Please fill this in."),
    "extra_forbidden": N_("This field is not known."),
    "string_too_short": N_("Please fill this in."),
    "string_too_long": N_("At most %(max_length)s characters, please."),
    "string_type": N_("This must be text."),
    "string_pattern_mismatch": N_("This is not written as it should be."),
    "int_parsing": N_("This must be a whole number."),
    "int_type": N_("This must be a whole number."),
    "int_from_float": N_("This must be a whole number."),
    "greater_than": N_("This must be more than %(gt)s."),
    "greater_than_equal": N_("This must be at least %(ge)s."),
    "less_than": N_("This must be less than %(lt)s."),
    "less_than_equal": N_("This must be at most %(le)s."),
    "bool_parsing": N_("This must be yes or no."),
    "bool_type": N_("This must be yes or no."),
    "enum": N_("Please choose one of: %(expected)s."),
    "literal_error": N_("Please choose one of: %(expected)s."),
    "uuid_parsing": N_("Please choose one from the list."),
    "uuid_type": N_("Please choose one from the list."),
    "date_from_datetime_parsing": N_("This must be a date, such as 2026-08-17."),
    "date_parsing": N_("This must be a date, such as 2026-08-17."),
    "date_type": N_("This must be a date, such as 2026-08-17."),
    "datetime_from_date_parsing": N_("This must be a date and a time, such as 2026-08-17T09:00+07:00."),
    "datetime_parsing": N_("This must be a date and a time, such as 2026-08-17T09:00+07:00."),
    "datetime_type": N_("This must be a date and a time, such as 2026-08-17T09:00+07:00."),
    "timezone_aware": N_("The time needs its offset, such as +07:00."),
    "too_long": N_("At most %(max_length)s entries, please."),
    "too_short": N_("At least %(min_length)s, please."),
    "list_type": N_("This must be a list."),
    "url_parsing": N_("This must be a web address, such as https://example.org."),
    "url_scheme": N_("This must be a web address, such as https://example.org."),
    "model_type": N_("This must be an object."),
    "dict_type": N_("This must be an object."),
}


def checked(model: type[M], asked: Mapping[str, Any]) -> M:
    """What a program asked for, as its model. Raises Invalid with all faults at once."""
    try:
        return model.model_validate(asked)
    except ValidationError as faults:
        raise Invalid(field_errors(faults)) from None


PLAINLY_MISSING = "Field required"
"""What pydantic itself says of it; a rule of ours that is broken by nothing at all has a sentence of its own."""


def field_errors(error: ValidationError) -> list[FieldError]:
    """All faults of a validation, in order, with the field's dotted path."""
    return [one(fault) for fault in error.errors(include_url=False)]


def one(fault: Mapping[str, Any]) -> FieldError:
    """A pydantic error as a fault with a stable code and a translated sentence."""
    code = str(fault["type"])
    return FieldError(_path(fault["loc"]), code, _sentence(code, fault))


def _path(location: Iterable[int | str]) -> str:
    return ".".join(str(part) for part in location)


def _sentence(code: str, fault: Mapping[str, Any]) -> str:
    facts = _told(fault.get("ctx", {}))
    if code == "too_short" and facts.get("min_length") == 1:
        code = "missing"
    elif code == "too_long" and isinstance(fault.get("input"), str):  # it was tidied before it was measured
        code = "string_too_long"
    elif code == "missing" and fault["msg"] != PLAINLY_MISSING:
        return gettext(str(fault["msg"]))
    if code in SENTENCES and (facts or "%(" not in SENTENCES[code]):  # else a rule's own, under a known word
        text = gettext(SENTENCES[code])
        return text % facts if "%(" in text else text
    return gettext(str(fault["msg"]).removeprefix("Value error, "))


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    """What a sentence is filled with; pydantic joins the choices by an English word."""
    expected = facts.get("expected")
    if not isinstance(expected, str):
        return facts
    word = gettext("or")
    return facts | {"expected": expected.replace("' or '", f"' {word} '")}
