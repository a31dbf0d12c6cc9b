"""Which rows are about somebody, and which of their columns go: each room's own, from the left to the right.

In a condition `t` is the row, $1 the ids of the person with all rows that were merged into theirs, $2 the addresses
(mail in small letters, phone) that are theirs alone, $3 the ids of shut accounts that had such an address.
$4 is the organisation, $5 the label, $6 its day and $7 the moment.
`goes` maps a column to the SQL of what stands there afterwards. Rows of a trace with `drops` go as a whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from events_app.i18n import N_

GONE = "'***'"
"""What is written where a text may not be empty."""

ALONE = "'***' || substr(md5(random()::text), 1, 10)"
"""The same where no two may be alike; it follows from nothing that was known."""

FRESH = "sha256(gen_random_uuid()::text::bytea)"
"""The digest of nothing: a link that led here leads nowhere."""

NOBODY = """t.recipient || jsonb_build_object('name', $5::text, 'office', '', 'address', '')"""
"""Of a frozen recipient; what is written to others of the same round is still read in this shape."""

GUESTS = "(SELECT id FROM guest WHERE person = ANY($1))"
ASKED = "(SELECT id FROM invitation WHERE person = ANY($1))"
MESSAGES = """(SELECT id FROM message WHERE organisation = $4 AND (lower(to_address) = ANY($2)
  OR subject_row IN (SELECT id FROM guest WHERE person = ANY($1) UNION ALL SELECT id FROM invitation WHERE person = ANY($1)
    UNION ALL SELECT id FROM certificate WHERE person = ANY($1))))"""


@dataclass(frozen=True)
class Trace:
    """The rows of one table that are about somebody; `name` is what the page and the person's copy call them."""

    table: str
    name: str
    belongs: str
    goes: Mapping[str, str] = field(default_factory=dict)
    drops: bool = False


def empty(*columns: str) -> dict[str, str]:
    """Texts of which nothing stays."""
    return dict.fromkeys(columns, "''")


def struck(*columns: str) -> dict[str, str]:
    """Texts of which only stays that there was one."""
    return {one: f"CASE WHEN t.{one} = '' THEN '' ELSE {GONE} END" for one in columns}


PERSON = "t.person = ANY($1)"
GUEST = f"t.guest IN {GUESTS}"
OF_MESSAGE = f"t.message IN {MESSAGES}"

ACCOUNTS = (
    Trace("api_token", N_("API tokens"), 't."user" = ANY($3)', empty("name")),
    Trace("login_session", N_("Signed-in devices"), 't."user" = ANY($3)', drops=True),
    Trace("login_link", N_("Links to sign in"), 't."user" = ANY($3)', drops=True),
    Trace(
        "app_user", N_("Account"), "t.id = ANY($3)", {"name": "$5", "email": ALONE, "password_hash": "NULL"}
    ),
)
NOTIFICATIONS = (
    Trace("delivery", N_("Tries to deliver"), OF_MESSAGE, empty("reply")),
    Trace("whatsapp_status", N_("What the WhatsApp service said"), OF_MESSAGE, empty("said")),
    Trace("whatsapp_message", N_("WhatsApp messages"), OF_MESSAGE, {"parameters": "'[]'"}),
    Trace(
        "bounce",
        N_("Mails that came back"),
        f"{OF_MESSAGE} OR lower(t.address) = ANY($2)",
        empty("address", "said"),
    ),
    Trace(
        "inbound_mail",
        N_("Mails that arrived"),
        f"{OF_MESSAGE} OR lower(t.sender) = ANY($2)",
        empty("sender", "subject", "excerpt"),
    ),
    Trace("bad_address", N_("Addresses that cannot be used"), "t.address = ANY($2)", {"address": ALONE}),
    Trace(
        "duty_objection",
        N_("Why a task is not theirs"),
        "t.wish IN (SELECT id FROM mail_wish WHERE lower(address) = ANY($2))",
        {"note": GONE},
    ),
    Trace(
        "mail_wish",
        N_("Wishes about mail"),
        "lower(t.address) = ANY($2)",
        {"address": ALONE, "link_hash": FRESH},
    ),
    Trace(
        "message",
        N_("Messages"),
        f"t.id IN {MESSAGES}",
        empty("to_address", "subject", "text", "html")
        | {
            "to_name": "$5",
            "attachments": "'[]'",
            "calendar": "NULL",
            "calendar_method": "NULL",
            "last_error": "NULL",
        }
        | {"state": "CASE WHEN t.state IN ('held', 'queued') THEN 'failed' ELSE t.state END"}
        | {"held_because": "NULL", "next_try_at": "NULL"},
    ),
)
STAKEHOLDERS = (
    Trace("consent_withdrawal", N_("Consents taken back"),
          "t.consent IN (SELECT id FROM consent_record WHERE person = ANY($1))", empty("note")),
    Trace("consent_record", N_("Consents"), PERSON, empty("note", "given_by")),
    Trace("position_holding", N_("Positions held"), PERSON,
          empty("note") | {"ends_on": "coalesce(t.ends_on, greatest(t.starts_on, $6::date))"}),
    Trace("import_line", N_("Lines of uploaded lists"), PERSON,
          empty("name_key", "office_key", "email")
          | {"said": "'{}'", "shown": "NULL", "problems": "'[]'", "cells": "'{}'"}),
    Trace("stakeholder_group_member", N_("Groups"), PERSON, drops=True),
    Trace("directory_merge", N_("Merges in the directory"), "t.kind = 'person' AND (t.loser = ANY($1) OR t.survivor = ANY($1))",
          empty("note") | {"filled": "'{}'", "parked": "'{}'"}),
    Trace("retention_postponement", N_("Why they were kept longer"), PERSON, {"reason": GONE}),
    Trace("person", N_("Directory"), "t.id = ANY($1)",
          empty("name_key", "title_prefix", "title_suffix", "nip", "phone", "email", "needs", "search_text")
          | {"full_name": "$5", "position": "NULL", "language": "NULL", "channel": "'none'", "anonymised_at": "$7::timestamptz",
             "guardian_name": "CASE WHEN t.is_minor THEN '***' ELSE '' END", "guardian_allows_phone": "false"}),
)  # fmt: skip
EVENTS = (
    Trace("event_speaking", N_("Answers about sessions"),
          "t.speaker IN (SELECT id FROM event_speaker WHERE person = ANY($1))",
          empty("note") | {"reason": "CASE WHEN t.state = 'declined' THEN '***' ELSE '' END"}),
    Trace("event_speaker", N_("As a speaker"), PERSON,
          empty("biography", "needs") | {"link_hash": FRESH, "link_version": "t.link_version + 1"}),
    Trace("person_availability", N_("Times they can"), PERSON, drops=True),
    Trace("stage_entry", N_("Entries in their calendar"), PERSON, empty("address") | {"reply_hash": FRESH}),
    Trace("session_role", N_("On stage"), PERSON),
    Trace("agenda_item", N_("Items of the programme"), "t.presenter = ANY($1)"),
    Trace("calendar_feed", N_("Calendars about them"),
          "t.kind IN ('person', 'due_person') AND t.subject = ANY($1) OR t.\"user\" = ANY($3)", drops=True),
)  # fmt: skip
INVITATIONS = (
    Trace("invitation_answer", N_("Answers"), f"t.invitation IN {ASKED}", struck("reason", "note", "said_by")),
    Trace("calendar_reply", N_("Replies from their calendar"),
          f"t.invitation IN {ASKED} OR lower(t.attendee) = ANY($2)", empty("attendee", "comment")),
    Trace("letter_recipient", N_("Letters"), f"t.invitation IN {ASKED}", {"lines": "$5"}),
    Trace("mailing_recipient", N_("Letters to guests"),
          f"t.subject IN {ASKED} OR t.subject IN {GUESTS} OR t.subject = ANY($1)", {"recipient": NOBODY}),
    Trace("release_notice", N_("Notices of changes"),
          f"t.subject IN {ASKED} OR t.subject IN {GUESTS} OR t.subject = ANY($1)",
          {"recipient": NOBODY, "state": "CASE WHEN t.state = 'draft' THEN 'no_address' ELSE t.state END"}),
    Trace("registration", N_("Registrations"), f"{GUEST} OR lower(t.email) = ANY($2)",
          empty("institution_name", "position", "phone")
          | {"full_name": "$5", "email": GONE, "link_hash": FRESH, "key_hash": FRESH}),
    Trace("invitation", N_("Invitations"), PERSON,
          empty("decline_reason") | {"link_hash": FRESH, "reply_hash": FRESH, "link_version": "t.link_version + 1"}),
    Trace("answer_guest", N_("Named in answers"), GUEST),
)  # fmt: skip
CHECKIN = (
    Trace("certificate_version", N_("Names on certificates"),
          "t.certificate IN (SELECT id FROM certificate WHERE person = ANY($1))", {"name": "$5"}),
    Trace("certificate", N_("Certificates"), PERSON,
          struck("reason", "revoked_reason") | {"name": "$5", "link_hash": FRESH}),
    Trace("excuse", N_("Excuses"), GUEST, empty("note")),
    Trace("self_flag", N_("Marks looked at"), GUEST, struck("note")),
    Trace("scan_conflict", N_("Scans looked at"), GUEST, empty("note")),
    Trace("checkin_signature", N_("Signatures"), f"{GUEST} AND t.ended_at IS NULL AND NOT t.on_paper",
          empty("strokes") | {"ended_at": "$7::timestamptz", "ended_how": "'removed'"}),
    Trace("scan", N_("Scans"), GUEST, empty("raw_code")),
    Trace("attendance", N_("Attendance"), GUEST),
    Trace("badge_print", N_("Badges printed"), GUEST),
    Trace("exit_promise", N_("Promises from a phone"), GUEST),
    Trace("guest", N_("As a guest"), PERSON,
          empty("position_title", "needs", "protocol_note") | {"pass_hash": FRESH, "pass_version": "t.pass_version + 1"}),
)  # fmt: skip
COMMITMENTS = (
    Trace("access_token", N_("Personal links"), PERSON, {"revoked_at": "coalesce(t.revoked_at, $7::timestamptz)"}),
    Trace("reminder_mute", N_("Silences"), PERSON, {"reason": GONE}),
    Trace("reminder_digest", N_("Reminders of a day"), "t.person = ANY($1) OR lower(t.recipient) = ANY($2)",
          {"name": "$5", "recipient": ALONE}),
    Trace("reminder_dispatch", N_("Reminders"), "lower(t.recipient) = ANY($2)", {"recipient": ALONE}),
    Trace("minutes_mail", N_("Minutes sent"), "lower(t.address) = ANY($2)", {"address": ALONE}),
    Trace("commitment", N_("Promises they spoke"), GUEST),
    Trace("follow_up_action", N_("Follow-up actions"), "t.responsible_person = ANY($1)"),
    Trace("progress_update", N_("Progress"), PERSON),
    Trace("submission", N_("Submissions"), PERSON),
    Trace("due_change", N_("Extensions"), PERSON),
    Trace("infeasible_request", N_("What they asked of the chair"), PERSON),
    Trace("withdrawal_request", N_("Promises they asked back"), PERSON),
    Trace("ratification", N_("Ratifications"), PERSON),
    Trace("minutes", N_("Minutes they chaired or wrote"), "t.chair = ANY($1) OR t.minute_taker = ANY($1)"),
)  # fmt: skip

AUDITED = (
    Trace("audit_entry", N_("Audit trail"), "t.subject = ANY($1) OR t.actor = ANY($1) OR t.actor = ANY($3)"),
)
"""Cleaned by a statement of its own: what stood before and after is JSON of any shape."""

TRACES: Sequence[Trace] = (
    *CHECKIN, *INVITATIONS, *EVENTS, *COMMITMENTS, *NOTIFICATIONS, *STAKEHOLDERS, *ACCOUNTS
)  # fmt: skip
"""Each after those whose condition it would blind: guests name the person, messages name guests by their id."""
