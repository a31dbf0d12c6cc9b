"""The only ways to a letter and to those who sign: your organisation's, or not found."""

from uuid import UUID

from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.invitations.letters import queries
from events_app.invitations.letters.addressees import Addressee
from events_app.invitations.letters.tables import Letter, LetterCopy, Signatory


async def letter_here(event: NamedDependency[Event], letter_id: FromPath[UUID]) -> Letter:
    """A letter of the event that was loaded."""
    row = await Letter.objects().get((Letter.id == letter_id) & (Letter.event == event.id))
    if row is None:
        raise NotFound()
    return row


async def recipient_here(letter: NamedDependency[Letter], recipient_id: FromPath[UUID]) -> Addressee:
    """One to whom the letter went."""
    found = await queries.recipients_of(letter.id, 1, only=recipient_id)
    if not found:
        raise NotFound()
    return found[0]


async def copy_here(letter: NamedDependency[Letter], copy_id: FromPath[UUID]) -> LetterCopy:
    """A signed file beside the letter."""
    row = await LetterCopy.objects().get((LetterCopy.id == copy_id) & (LetterCopy.letter == letter.id))
    if row is None:
        raise NotFound()
    return row


async def signatory_here(request: Asker, signatory_id: FromPath[UUID]) -> Signatory:
    """Somebody who signs for the organisation of the one who asks."""
    mine = (Signatory.id == signatory_id) & (Signatory.organisation == request.user.organisation)
    row = await Signatory.objects().get(mine)
    if row is None:
        raise NotFound()
    return row


ROWS = {
    "letter": Provide(letter_here),
    "recipient": Provide(recipient_here),
    "copy": Provide(copy_here),
    "signatory": Provide(signatory_here),
}
