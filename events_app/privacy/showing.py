"""What people read in the copy: moments by the organisation's clock, days, and codes in the words of their own room."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from events_app.checkin.absences.words import EXCUSES
from events_app.checkin.certificates.words import ROLES as CERTIFICATE_ROLES
from events_app.commitments.promising.tables import PromiseState
from events_app.commitments.words import ACTION_STATES, COMMITMENT_STATES, RATIFIED
from events_app.events.feeds.tables import FeedKind
from events_app.events.speakers.words import standing_name
from events_app.events.words import ROLES
from events_app.formats import date_text, datetime_long
from events_app.i18n import N_, gettext
from events_app.invitations.notices.tables import NoticeState
from events_app.invitations.replies.words import STATES as REPLY_STATES
from events_app.invitations.tables import GuestState
from events_app.notifications import words as notifications
from events_app.notifications.mailbox.words import KINDS as MAIL_KINDS
from events_app.notifications.mailbox.words import STATES as MAIL_STATES
from events_app.notifications.tables import MessageState
from events_app.reports.words import INVITATION_STATES, OUTCOMES, REASONS, SEXES
from events_app.stakeholders.consents.words import purpose_name, via_name
from events_app.stakeholders.merging.tables import MergeKind
from events_app.stakeholders.positions.words import kind_name

DAYS = ("starts_on", "ends_on", "until", "due", "done_on")
AN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PROMISED = {
    PromiseState.waiting: N_("Waits for the secretariat"),
    PromiseState.accepted: N_("Accepted"),
    PromiseState.merged: N_("Joined with another"),
    PromiseState.rejected: N_("Rejected"),
    PromiseState.taken_back: N_("Taken back"),
}
EXPECTED = {
    GuestState.expected: N_("Expected"),
    GuestState.waitlisted: N_("Waiting list"),
    GuestState.cancelled: N_("Cancelled"),
}
SENT = {
    MessageState.held: N_("Held"),
    MessageState.queued: N_("Queued"),
    MessageState.sent: N_("Sent"),
    MessageState.failed: N_("Failed"),
}
TOLD = {
    NoticeState.draft: N_("Draft"),
    NoticeState.sent: N_("Sent"),
    NoticeState.skipped: N_("Skipped"),
    NoticeState.no_address: N_("No address"),
}
FEEDS = {
    FeedKind.organisation: N_("Events"),
    FeedKind.room: N_("Room"),
    FeedKind.person: N_("What they are on stage for"),
    FeedKind.due: N_("Due dates"),
    FeedKind.due_office: N_("Due dates"),
    FeedKind.due_person: N_("Due dates"),
}
MERGED = {MergeKind.person: N_("Person"), MergeKind.institution: N_("Institution")}

Say = Callable[[str], str]


def _by(words: Mapping[Any, Any]) -> Say:
    """One word for each code, or a tuple that begins with it; a code without a word stands as it is."""

    def say(code: str) -> str:
        word = words.get(code, code)
        return gettext(word[0] if isinstance(word, tuple) else word)

    return say


SAYS: Mapping[tuple[str, str], Say] = {
    ("calendar_feed", "kind"): _by(FEEDS),
    ("calendar_reply", "state"): _by(REPLY_STATES),
    ("certificate", "role"): _by(CERTIFICATE_ROLES),
    ("commitment", "state"): _by(COMMITMENT_STATES),
    ("consent_record", "purpose"): purpose_name,
    ("consent_record", "via"): via_name,
    ("consent_withdrawal", "via"): via_name,
    ("directory_merge", "kind"): _by(MERGED),
    ("event_speaking", "state"): standing_name,
    ("excuse", "kind"): _by(EXCUSES),
    ("exit_promise", "state"): _by(PROMISED),
    ("follow_up_action", "state"): _by(ACTION_STATES),
    ("guest", "state"): _by(EXPECTED),
    ("inbound_mail", "kind"): _by(MAIL_KINDS),
    ("inbound_mail", "state"): _by(MAIL_STATES),
    ("invitation", "state"): _by(INVITATION_STATES),
    ("invitation_answer", "answer"): _by(INVITATION_STATES),
    ("invitation_answer", "outcome"): _by(INVITATION_STATES),
    ("message", "kind"): notifications.kind_name,
    ("message", "state"): _by(SENT),
    ("person", "sex"): _by(SEXES),
    ("position_holding", "kind"): kind_name,
    ("ratification", "outcome"): _by(RATIFIED),
    ("registration", "sex"): _by(SEXES),
    ("release_notice", "state"): _by(TOLD),
    ("scan", "outcome"): _by(OUTCOMES),
    ("scan", "reason"): _by(REASONS),
    ("session_role", "role"): _by(ROLES),
}
"""How the codes of a table's column are said."""


def said(table: str, column: str, value: Any, zone: str) -> str:
    """A fact as people read it; nothing for an id, which says nothing to them."""
    if (table, column) in SAYS:
        return SAYS[table, column](value)
    if column.endswith("_at"):
        return datetime_long(datetime.fromisoformat(value), zone)
    if column in DAYS:
        return date_text(date.fromisoformat(value))
    if isinstance(value, dict):
        return str(value.get("name") or "")
    return "" if AN_ID.fullmatch(str(value)) else str(value)
