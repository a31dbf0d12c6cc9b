"""The words of a list's stored values; called at each use, so that they are said in the reader's language."""

from events_app.i18n import N_, gettext
from events_app.stakeholders.sheets import faults

_FIELDS = {
    "full_name": N_("Name"),
    "title_prefix": N_("Titles before the name"),
    "title_suffix": N_("Titles after the name"),
    "sex": N_("Sex"),
    "position": N_("Position"),
    "institution": N_("Institution"),
    "phone": N_("Phone"),
    "email": N_("Mail address"),
    "nip": N_("Employee number (NIP)"),
}
_PROBLEMS = {
    fault.code: fault.message
    for fault in (
        faults.UnreadableList,
        faults.WorkbookTooLarge,
        faults.WorkbookEncrypted,
        faults.OldWorkbook,
        faults.NothingInList,
        faults.NoNameColumn,
        faults.EmptyList,
    )
} | {
    "too_many_lines": N_("The list has more than 20,000 lines. Please split it."),
    "list_forgotten": N_("This list is no longer kept. Please upload it again."),
}
_UNEXPECTED = N_("Something went wrong on our side. Please try it again.")


def field_name(field: str) -> str:
    """What a field of a list is called."""
    return gettext(_FIELDS[field])


def problem(code: str) -> str:
    """Why a list could not be worked on."""
    return gettext(_PROBLEMS.get(code, _UNEXPECTED))
