"""How a list that is being imported says no."""

from events_app.errors import Refusal
from events_app.i18n import N_


class ListForgotten(Refusal):
    status_code = 404
    message = N_("This list is no longer kept. Please upload it again.")


class NothingToRead(Refusal):
    status_code = 422
    message = N_("Please paste some cells or choose a file.")
    field = "pasted"


class ListChanged(Refusal):
    message = N_("This list was read anew meanwhile. Please look at it again.")


class ListNotReady(Refusal):
    message = N_("This list is being worked on, or was imported already. Please look at where it stands.")


class NoNameChosen(Refusal):
    status_code = 422
    message = N_("Please say which column holds the names.")
    field = "fields"


class FieldTwice(Refusal):
    status_code = 422
    message = N_("Two columns cannot mean the same. Please leave one of them unused.")
    field = "fields"


class Stopped(Refusal):
    message = N_("The work on this list was stopped.")
