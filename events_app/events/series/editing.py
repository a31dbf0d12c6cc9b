"""What a page says after an event of a series was edited: how many were changed, and which were left."""

from events_app import clock
from events_app.accounts.actor import Actor
from events_app.events.series import scopes
from events_app.events.series.forms import OccurrenceForm
from events_app.events.tables import Event
from events_app.i18n import gettext, ngettext


async def edited(actor: Actor, event: Event, form: OccurrenceForm) -> list[str]:
    """Changes what the form's scope reaches; the sentences to say."""
    done = await scopes.edit(
        actor, event, form.patch(), clock.now(), form.scope, detached_too=form.detached_too
    )
    return [gettext("Saved.")] if form.scope == "this" else told(done.changed, done.left)


def told(changed: int, left: list[scopes.Left]) -> list[str]:
    """How many a change reached, and which it left."""
    sentence = ngettext("%(num)s occurrence is changed.", "%(num)s occurrences are changed.", changed)
    named = ", ".join(one.text for one in left)
    return [sentence] + ([gettext("Left as they were: %(left)s.", left=named)] if named else [])
