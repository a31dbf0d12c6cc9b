"""Takes the demo away and leaves nothing behind: no row, no job, no file that nobody else names."""

from uuid import UUID

from events_app.accounts.tables import Organisation
from events_app.database import atomically, execute, fetch
from events_app.documents.actions import sweep
from events_app.stakeholders.tables import ImportDraft

LAST_FIRST = (
    "event_photo", "activity_report", "paper_columns",
    "webhook_try", "webhook_delivery", "webhook_message", "webhook_endpoint",
    "commitment_indicator", "indicator_ref",
    "whatsapp_send", "bad_address", "bounce", "inbound_mail", "whatsapp_status", "whatsapp_message",
    "minutes_mail", "minutes_mailing", "minutes_version", "imported_sheet", "exit_promise", "promise_exit",
    "late_on_agenda", "meeting_review", "previous_meeting", "captured_line", "capture_screen",
    "ratification_taken_back", "ratification",
    "ratification_notice",
    "duty_change", "duty_objection",
    "verification_waiver", "withdrawal_request", "infeasible_request", "commitment_party",
    "reminder_dispatch", "reminder_letter", "reminder_mute", "due_change", "access_token", "verification",
    "evidence", "submission", "progress_update", "action_event", "board_default", "board_view",
    "board_change_item", "board_change",
    "follow_up_action", "commitment", "board_tally",
    "scan_override", "paper_mark", "paper_batch", "minutes_wording", "minutes_text", "minutes_decision",
    "minutes", "excuse", "event_door", "scan_conflict", "attendance", "checkin_signature", "attendance_list_print", "badge_print",
    "badge_role", "scan",
    "certificate_version", "certificate", "certificate_issuance", "certificate_plan", "session_jp",
    "self_flag", "self_device", "room_code",
    "quorum_rule", "board_screen",
    "letter_print", "letter_copy", "letter_recipient", "letter",
    "stage_entry", "calendar_reply", "release_notice", "schedule_release", "registration", "answer_guest",
    "guest", "invitation_round_sent", "invitation_round", "invitation_quota", "event_inviting",
    "invitation_answer", "invitation", "stakeholder_group_member", "stakeholder_group",
    "consent_withdrawal", "directory_merge_move", "directory_merge", "directory_distinct",
    "mailing_recipient", "mailing",
)  # fmt: skip
"""Rows that others may not outlive go before those they name; the rest follows in any order that works."""

FORGET_JOBS = """
WITH named AS (
  SELECT id, (regexp_matches(convert_from(payload, 'UTF8'), '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'g'))[1]::uuid
    AS what FROM pgqueuer WHERE payload IS NOT NULL
), gone AS (
  DELETE FROM pgqueuer WHERE id IN (SELECT id FROM named WHERE what IN (
    SELECT $1 UNION ALL SELECT id FROM message WHERE organisation = $1
    UNION ALL SELECT id FROM event WHERE organisation = $1
    UNION ALL SELECT id FROM ratification WHERE organisation = $1
    UNION ALL SELECT id FROM paper_run WHERE organisation = $1
    UNION ALL SELECT id FROM duty_objection WHERE organisation = $1
    UNION ALL SELECT id FROM import_draft WHERE organisation = $1)) RETURNING id
)
DELETE FROM pgqueuer_log WHERE job_id IN (SELECT id FROM gone)
"""
"""Jobs name a message, an event, an answer, an objection, a list or the organisation itself; the queue's log names the jobs."""

FILES = """
SELECT sha256 FROM document WHERE organisation = $1 UNION SELECT sha256 FROM import_draft WHERE organisation = $1
"""


async def clear() -> bool:
    """Removes every demo organisation; whether there was one."""
    known = [row.id for row in await Organisation.objects().where(Organisation.demo.eq(True))]
    for organisation in known:
        for digest in await _erase(organisation):
            await _forget(digest)
    return bool(known)


@atomically
async def _erase(organisation: UUID) -> set[str]:
    """Its rows, under a lock that lets nobody add one meanwhile; the digests of its files."""
    await execute("SET LOCAL events_app.erasing = 'on'")
    await execute("SELECT 1 FROM organisation WHERE id = $1 FOR UPDATE", organisation)
    kept = await fetch(FILES, organisation)
    await execute(FORGET_JOBS, organisation)
    for table in LAST_FIRST:
        await execute(f"DELETE FROM {table} WHERE organisation = $1", organisation)
    await execute("DELETE FROM counter WHERE key LIKE $1", f"{organisation}:%")
    await execute(
        "DELETE FROM throttle t USING app_user u WHERE u.organisation = $1"
        " AND t.key = 'login:account:' || left(u.email, 150)",
        organisation,
    )
    await execute(
        "DELETE FROM throttle t USING event e WHERE e.organisation = $1"
        " AND (t.key LIKE 'registration:' || e.id || ':%' OR t.key LIKE 'self:' || e.id || ':%')",
        organisation,
    )
    await execute("DELETE FROM organisation WHERE id = $1", organisation)
    return {row["sha256"] for row in kept}


async def _forget(digest: str) -> None:
    """Bytes are kept once for everybody: a list or file of another organisation keeps them."""
    if not await ImportDraft.exists().where(ImportDraft.sha256 == digest):
        await sweep(digest)
