"""How letters to guests are refused."""

from events_app.errors import Refusal
from events_app.i18n import N_


class NotADraft(Refusal):
    message = N_("Only a draft can be changed. Take the letter back first.")


class LetterChanged(Refusal):
    message = N_("Somebody else changed this letter meanwhile. Please look at it again.")


class WrongStep(Refusal):
    message = N_("This letter is not at that step any more. Please look at it again.")


class NobodyToWriteTo(Refusal):
    field = "audience"
    message = N_("Nobody of these can be written to.")


class OwnLetter(Refusal):
    status_code = 403
    message = N_(
        "Somebody else approves what you wrote or handed in. A small office may allow its own approval in the settings."
    )
