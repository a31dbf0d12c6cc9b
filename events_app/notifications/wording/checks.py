"""What is wrong with words before they are kept: every fault by name, beside its field."""

from events_app.errors import FieldError, Invalid
from events_app.i18n import N_, gettext
from events_app.notifications.wording.formatter import Fault, faults, slots
from events_app.notifications.wording.kinds import Kind

SENTENCES = {
    "unknown_placeholder": N_("There is no placeholder {%(name)s}."),
    "meant": N_("There is no placeholder {%(name)s}. Did you mean {%(nearest)s}?"),
    "stray_brace": N_("A brace %(name)s stands alone. Write it twice if you mean the sign itself."),
    "missing_placeholder": N_("The placeholder {%(name)s} is missing: without it nobody can answer."),
    "misplaced_placeholder": N_("The placeholder {%(name)s} belongs into the text, not into the subject."),
}


def must_fit(kind: Kind, subject: str, body: str, *, prefix: str = "") -> None:
    """Refuses with Invalid, naming every placeholder that is unknown, missing or in the wrong place."""
    wrong = [*found(kind, subject, body, prefix=prefix)]
    if wrong:
        raise Invalid(wrong)


def found(kind: Kind, subject: str, body: str, *, prefix: str = "") -> list[FieldError]:
    """The faults; `prefix` goes before the fields' names."""
    known = kind.placeholders.keys()
    in_subject = [_error(f"{prefix}subject", one) for one in faults(subject, known)]
    misplaced = [Fault("misplaced_placeholder", name) for name in sorted(slots(subject) & kind.blocks)]
    in_body = [_error(f"{prefix}body", one) for one in faults(body, known)]
    missing = [Fault("missing_placeholder", name) for name in sorted(kind.needed - slots(body))]
    return [
        *in_subject,
        *(_error(f"{prefix}subject", one) for one in misplaced),
        *in_body,
        *(_error(f"{prefix}body", one) for one in missing),
    ]


def _error(field: str, fault: Fault) -> FieldError:
    sentence = SENTENCES["meant" if fault.nearest else fault.code]
    return FieldError(field, fault.code, gettext(sentence, name=fault.name, nearest=fault.nearest))
