"""How the product says no: by name, in the reader's language, with the field it is about.

::

    Refusal
    ├── NotSignedIn   401   who are you?
    ├── NotAllowed    403   known, but may not
    ├── NotFound      404   does not exist, or belongs to somebody else
    ├── Invalid       422   the input, with all faults at once
    ├── SlowDown      429   too many tries
    └── <named beside its cause, in its room>   409 unless it says otherwise
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from events_app.i18n import N_, _


@dataclass(frozen=True)
class FieldError:
    """One fault of the input: the field's path (``actions.0.due``), a stable word, a sentence."""

    field: str
    code: str
    message: str

    def as_json(self) -> dict[str, str]:
        return {"field": self.field, "code": self.code, "message": self.message}


class Refusal(Exception):
    """A named no. `message` is an English message id; `facts` fill its placeholders."""

    status_code: ClassVar[int] = 409
    code: ClassVar[str] = "refused"
    message: ClassVar[str] = N_("This cannot be done.")
    field: str = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "code" not in cls.__dict__:
            cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def __init__(
        self, *, field: str | None = None, extra: dict[str, Any] | None = None, **facts: Any
    ) -> None:
        super().__init__(self.code)
        self.field = self.field if field is None else field
        self.extra = extra or {}
        self.facts = facts

    @property
    def text(self) -> str:
        """The sentence a person reads, in the locale of the moment."""
        return _(self.message, **self.facts) if self.facts else _(self.message)

    def as_problem(self) -> dict[str, Any]:
        """The members of RFC 9457 problem details, with our stable `code`."""
        problem = {"type": "about:blank", "title": self.text, "status": self.status_code, "code": self.code}
        return problem | self.extra


class NotSignedIn(Refusal):
    status_code = 401
    message = N_("Please sign in first.")


class NotAllowed(Refusal):
    status_code = 403
    message = N_("You may not do this.")


class NotFound(Refusal):
    status_code = 404
    message = N_("There is nothing here.")


class SlowDown(Refusal):
    status_code = 429
    message = N_("Too many tries. Please wait a moment.")

    def __init__(self, retry_after: int = 60, **facts: Any) -> None:
        super().__init__(**facts)
        self.retry_after = retry_after


class Invalid(Refusal):
    """The input is wrong; carries every fault, not only the first."""

    status_code = 422
    message = N_("Some fields need another look.")

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(extra={"errors": [error.as_json() for error in errors]})
        self.errors = tuple(errors)
