"""Where the moments of a story are kept, each source a SELECT of the same columns.

`at`, `kind`, `code` (what happened, in the words of `words`), `ref` of the action, `who`, `note`, `extra`, and `about`: the
row that an entry leads to. $1 is the commitment; $2 whether the reader may know who was invited and came; $3 whether
confidential events.
"""

from events_app.commitments.queries import name_of
from events_app.commitments.story import JOIN_WHO, WHO

GROUND = """
this AS (SELECT * FROM commitment WHERE id = $1),
acts AS (SELECT id, ref FROM follow_up_action WHERE commitment = $1),
asked AS (
  SELECT i.* FROM invitation i JOIN this t ON t.event = i.event
  WHERE i.institution = t.institution OR i.id = (SELECT invitation FROM guest WHERE id = t.guest)
    OR i.position IN (SELECT id FROM "position" WHERE institution = t.institution)),
came AS (
  SELECT g.* FROM guest g JOIN this t ON t.event = g.event
  WHERE g.id = t.guest OR t.guest IS NULL AND g.institution = t.institution)
"""

INVITED = (
    'LEFT JOIN institution i ON i.id = x.institution LEFT JOIN "position" o ON o.id = x.position'
    " LEFT JOIN person p ON p.id = x.person"
)
ASKED_NAME = f"coalesce(i.name, o.title, CASE WHEN $2 THEN {name_of('p')} END, '')"
USER = "LEFT JOIN app_user u ON u.id = x.{0}"
NOBODY = "'' AS who, '' AS note, '' AS extra, NULL::uuid AS about"


def _of_actions(table: str, join: str = "") -> str:
    return f"FROM {table} x JOIN acts a ON a.id = x.action {join}"


COMING = (
    f"SELECT x.sent_at AS at, 'invitation' AS kind, 'sent' AS code, '' AS ref, {ASKED_NAME} AS who, '' AS note,"
    f" '' AS extra, NULL::uuid AS about FROM asked x {INVITED} WHERE x.sent_at IS NOT NULL",
    f"SELECT x.opened_at, 'invitation', 'opened', '', {NOBODY} FROM asked x WHERE x.opened_at IS NOT NULL",
    "SELECT x.created_at, 'invitation', x.outcome, '', CASE WHEN $2 THEN x.said_by ELSE '' END,"
    " CASE WHEN $2 THEN x.reason ELSE '' END, '', NULL FROM invitation_answer x JOIN asked a ON a.id = x.invitation",
    f"SELECT x.first_in_at, 'attendance', 'came', '', CASE WHEN $2 THEN {name_of('p')} ELSE '' END,"
    " coalesce(s.title, ''), coalesce(o.title, ''), NULL FROM attendance x JOIN came g ON g.id = x.guest"
    " JOIN person p ON p.id = g.person LEFT JOIN event_session s ON s.id = x.session"
    ' LEFT JOIN "position" o ON o.id = g.represents',
)
PROMISING = (
    f"SELECT x.created_at, 'promise', CASE WHEN EXISTS (SELECT FROM captured_line l WHERE l.commitment = x.id)"
    f" THEN 'captured' ELSE 'recorded' END, '', coalesce(u.name, ''), x.statement, '', NULL FROM this x "
    f" {USER.format('created_by')}",
    f"SELECT x.agreed_at, 'promise', 'agreed', '', coalesce(u.name, ''), '', '', NULL FROM this x"
    f" {USER.format('agreed_by')} WHERE x.agreed_at IS NOT NULL",
    f"SELECT x.created_at, 'promise', 'ratify_' || x.kind, '', {NOBODY} FROM ratification_notice x"
    " JOIN access_token k ON k.id = x.token WHERE k.commitment = $1",
    f"SELECT x.created_at, 'promise', x.outcome, '', coalesce({name_of('p')}, ''), x.note, '', NULL"
    " FROM ratification x LEFT JOIN person p ON p.id = x.person WHERE x.commitment = $1",
    "SELECT b.created_at, 'promise', CASE WHEN b.user IS NULL THEN 'ratify_taken_back' ELSE 'ratify_set_back' END, '',"
    f" CASE WHEN b.user IS NULL THEN coalesce({name_of('p')}, '') ELSE coalesce(u.name, '') END, b.reason, '', NULL"
    " FROM ratification_taken_back b JOIN ratification x ON x.id = b.ratification LEFT JOIN person p ON p.id = x.person"
    " LEFT JOIN app_user u ON u.id = b.user WHERE x.commitment = $1",
    "SELECT x.created_at, 'minutes', 'finalised', '', coalesce(u.name, ''), x.reason, x.number::text, x.event"
    f" FROM minutes_version x JOIN this t ON t.event = x.event {USER.format('created_by')}",
)
WORKING = (
    f"SELECT x.created_at, CASE x.to_state WHEN 'open' THEN 'promise' ELSE 'ending' END, x.to_state, a.ref, {WHO}, x.note,"
    f" '', x.action {_of_actions('action_event', JOIN_WHO)} WHERE x.to_state IN ('open', 'infeasible', 'cancelled')",
    f"SELECT x.created_at, CASE x.from_state WHEN 'verified' THEN 'verdict' ELSE 'submission' END,"
    f" CASE x.from_state WHEN 'verified' THEN 'reopened' ELSE 'taken_back' END, a.ref, {WHO}, x.note, '', x.action"
    f" {_of_actions('action_event', JOIN_WHO)} WHERE x.to_state = 'in_progress' AND x.from_state IN ('verified', 'submitted')",
    f"SELECT x.created_at, CASE x.obstacle WHEN 'none' THEN 'progress' ELSE 'obstacle' END, x.obstacle, a.ref, {WHO},"
    f" concat_ws(' · ', x.narrative, nullif(x.help_needed, '')), x.percent::text, x.action "
    f" {_of_actions('progress_update', JOIN_WHO)}",
    f"SELECT x.created_at, 'submission', 'submitted', a.ref, {WHO}, x.statement, x.no::text, x.action"
    f" {_of_actions('submission', JOIN_WHO)}",
    "SELECT x.created_at, 'evidence', x.kind, a.ref, '', '', '', x.id FROM evidence x"
    " LEFT JOIN submission s ON s.id = x.submission LEFT JOIN infeasible_request q ON q.id = x.infeasible_request"
    " JOIN acts a ON a.id = coalesce(s.action, q.action)",
    "SELECT x.created_at, 'verdict', x.verdict, a.ref, coalesce(u.name, ''), x.reason, s.no::text, a.id FROM verification x"
    f" JOIN submission s ON s.id = x.submission JOIN acts a ON a.id = s.action {USER.format('verifier')}",
    "SELECT x.created_at, 'verdict', 'waived', a.ref, coalesce(u.name, ''), x.reason, '', x.action"
    f" {_of_actions('verification_waiver', USER.format(chr(34) + 'user' + chr(34)))}",
)
UNHUSHED = "CASE WHEN $3 OR m.confidential IS NOT TRUE THEN x.reason ELSE '' END"
PASSED_ON = (
    "SELECT x.created_at, 'duty', x.duty, a.ref, coalesce(u.name, ''),"
    f" {UNHUSHED}, coalesce(i.name, ''), x.action"
    f" {_of_actions('duty_change', USER.format('created_by'))} LEFT JOIN institution i ON i.id = x.after_institution"
    " LEFT JOIN event m ON m.id = x.meeting",
)
DECIDED = (
    "SELECT x.created_at, '{kind}', '{code}_asked', {ref}, {who}, {reason}, {extra}, {about} {source}",
    "SELECT x.decided_at, '{kind}', '{code}_' || x.decision, {ref}, coalesce(d.name, ''), x.note, {extra}, {about} {source}"
    " LEFT JOIN app_user d ON d.id = x.decided_by {where} x.decided_at IS NOT NULL",
)


def _decided(**names: str) -> tuple[str, ...]:
    """What was asked of the chair, and what was decided: two moments of one row."""
    names = {"reason": "x.reason"} | names
    where = names.get("where", "WHERE")
    asked = DECIDED[0].format(**names) + (f" {where.removesuffix(' AND')}" if where != "WHERE" else "")
    return asked, DECIDED[1].format(**names | {"where": where})


_ROW = {"ref": "a.ref", "who": WHO, "about": "x.action"}
DECIDING = (
    *_decided(
        kind="due", code="due", extra="x.new_due::text", reason=UNHUSHED,
        source=_of_actions("due_change", f"{JOIN_WHO} LEFT JOIN event m ON m.id = x.meeting"), **_ROW
    ),
    *_decided(
        kind="ending", code="infeasible", extra="''", source=_of_actions("infeasible_request", JOIN_WHO), **_ROW
    ),
    *_decided(
        kind="ending", code="withdrawal", ref="''", who=WHO, extra="''", about="NULL::uuid",
        source=f"FROM withdrawal_request x JOIN this t ON t.id = x.commitment {JOIN_WHO}",
    ),
)  # fmt: skip
FOLLOWING = (
    "SELECT min(x.created_at), 'reminder', x.rule, min(a.ref), '', '', string_agg(DISTINCT nullif(x.hears, ''), ' '), x.action"
    f" {_of_actions('reminder_dispatch')} WHERE x.aloud GROUP BY x.action, x.rule, x.due_snapshot",
    "SELECT x.issued_at, 'reminder', 'letter', a.ref, '', '', coalesce(x.number, ''), x.action"
    f" {_of_actions('reminder_letter')} WHERE x.issued_at IS NOT NULL",
    "SELECT coalesce(x.reviewed_at, x.created_at), 'meeting', x.decision, a.ref, '', x.note, e.title, x.event"
    f" {_of_actions('meeting_review', 'JOIN event e ON e.id = x.event')} WHERE $3 OR NOT e.confidential",
    "SELECT x.rated_at, 'ending', 'closed', '', coalesce(u.name, ''), x.state_reason, coalesce(x.closing_rating, ''), NULL"
    f" FROM this x {USER.format('rated_by')} WHERE x.rated_at IS NOT NULL",
    "SELECT x.created_at, 'ending', 'withdrawn', '', x.actor_name, t.state_reason, '', NULL FROM audit_entry x"
    " JOIN this t ON t.id = x.subject AND t.organisation = x.organisation WHERE x.verb = 'commitment.withdrawn'",
)
MOMENTS = " UNION ALL ".join((*COMING, *PROMISING, *WORKING, *PASSED_ON, *DECIDING, *FOLLOWING))
