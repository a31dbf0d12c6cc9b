"""How letters say no; each no has its name."""

from events_app.errors import NotFound, Refusal
from events_app.i18n import N_


class LetterIssued(Refusal):
    message = N_("This letter has been issued. It can be cancelled or replaced, and is not changed any more.")


class LetterNotIssued(Refusal):
    message = N_("Only a letter that is issued and valid can be filed, cancelled or replaced.")


class NobodyToWriteTo(Refusal):
    status_code = 422
    message = N_("Nobody is invited whom this letter could be written to.")


class SignatoryMissing(Refusal):
    status_code = 422
    field = "signatory_id"
    message = N_("Please choose who signs the letter.")


class SignatoryUnknown(NotFound):
    code = "not_found"
    message = N_("There is no such signatory.")
    field = "signatory_id"


class NumberTaken(Refusal):
    field = "number"
    message = N_("This number is in this year's register already.")


class NumberTooLong(Refusal):
    status_code = 422
    field = "number"
    message = N_("With this pattern the number would be longer than 60 characters.")


class NotAScan(Refusal):
    status_code = 422
    field = "file"
    message = N_("A signed letter is a PDF, or a picture of it (JPEG, PNG).")


class WhoseCopy(Refusal):
    status_code = 422
    field = "recipient_id"
    message = N_("Each recipient has a letter of their own: choose whose signed copy this is.")


class NotALogo(Refusal):
    status_code = 422
    field = "logo"
    message = N_("A logo is a picture (PNG or JPEG) of at most 4,000 pixels a side.")


class NotAPdf(Refusal):
    status_code = 422
    field = "file"
    message = N_("Please choose the file of the letter, at most 25 MB.")
