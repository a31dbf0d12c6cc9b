"""Why a list cannot be read, each by its name."""

from events_app.errors import Refusal
from events_app.i18n import N_


class UnreadableList(Refusal):
    """The family: the file as a whole cannot be used."""

    status_code = 422
    message = N_("This file is neither a CSV list nor an XLSX workbook, or it is damaged.")
    field = "file"


class ListTooLarge(UnreadableList):
    status_code = 413
    message = N_("The list is larger than 5 MB. Please split it.")


class WorkbookTooLarge(UnreadableList):
    message = N_("This workbook unpacks to far more than a list needs. Please copy the list into a new one.")


class WorkbookEncrypted(UnreadableList):
    message = N_("This workbook is protected by a password. Please save it without one.")


class OldWorkbook(UnreadableList):
    message = N_("This is a workbook of the old kind. Please save it as XLSX.")


class TooManyLines(UnreadableList):
    message = N_("The list has more than %(most)s lines. Please split it.")


class NothingInList(UnreadableList):
    message = N_("This list is empty: no cell of it holds anything.")


class NoNameColumn(UnreadableList):
    message = N_("No heading such as “Nama” or “Name” was found, so it is not clear where the names stand.")


class EmptyList(UnreadableList):
    message = N_("There are no lines below the headings.")
