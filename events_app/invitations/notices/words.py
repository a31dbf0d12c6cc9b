"""The sentences of a notice."""

from events_app.events.releases.queries import Release
from events_app.events.releases.words import neutral, sentence
from events_app.events.tables import Event
from events_app.i18n import N_, gettext, using
from events_app.invitations.notices.queries import Notice
from events_app.invitations.notices.tables import NoticeState

STATES = {
    NoticeState.draft: (N_("Not sent yet"), "calm", "edit"),
    NoticeState.sent: (N_("Sent"), "ok", "check"),
    NoticeState.skipped: (N_("Left out"), "calm", "minus"),
    NoticeState.no_address: (N_("No address: tell them yourself"), "warn", "warning"),
}


def lines(release: Release, notice: Notice, event: Event, language: str) -> list[str]:
    """What of the release concerns this person, in their language; a confidential event names nothing."""
    theirs = [release.changes[place] for place in notice.changes]
    with using(language):
        shown = [neutral(one) for one in theirs] if event.confidential else theirs
        said = [sentence(one, event.timezone) for one in shown if one]
        return said or [gettext("The programme has changed.")]


def state_name(state: NoticeState) -> str:
    """`Terkirim`."""
    return gettext(STATES[state][0])
