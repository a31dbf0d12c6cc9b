"""Every text of the schema, and whether it may speak of people: a table a line, then its columns.

A test holds these lists against the database, so that a new column must be thought about. JSON and lists of texts
count as texts; digests, moments and numbers do not.
"""

_SPEAKS = """
action_event note
activity_report basis background course evaluation suggestions purpose
agenda_item title
api_token name
attendance device
attendance_list_print session_title
audit_entry actor_name before after
bad_address address
board_change by_name said undone_by_name
board_change_item before after
board_screen name
board_view name name_key filters
booking override_reason
bounce address said
calendar_reply attendee said comment
capture_screen name
certificate name reason revoked_reason
certificate_issuance facts
certificate_plan title body place
certificate_version name
commitment theme title problem statement expected_result indicator baseline target state_reason withdrawal_reason search_text
consent_record given_by wording note
consent_withdrawal note
delivery reply
directory_merge note filled parked
document filename
door_device name gate
due_change reason note
duty_change reason
duty_objection note
event title theme description state_reason search_text
event_photo caption
event_session title join_note
event_speaker biography needs
event_speaking topic reason note
event_template name plan
evidence title url
excuse note
exit_promise text reason
follow_up_action title description deliverable place target_group search_text method
guest position_title needs protocol_note
idempotency_key answer
import_draft filename
import_line name_key office_key email said shown problems cells
imported_sheet columns
inbound_mail sender subject excerpt
infeasible_request reason note
invitation decline_reason
invitation_answer reason note said_by
invitation_quota label
invitation_round text
leadership_address office name email
letter subject opening closing note copies_to ended_reason facts
letter_recipient lines institution
list_reading headings samples
mail_wish address
mailing chosen subject_id body_id subject_en body_en
mailing_recipient recipient
material title
meeting_review note
message to_address to_name subject text html attachments calendar last_error
message_wording subject body
minutes correcting
minutes_decision heading content
minutes_mail address
minutes_text heading content
minutes_version reason chair facts
minutes_wording content
paper_batch source
paper_run asked filename
person guardian_name needs
person_availability said_by
position_holding note
progress_update narrative help_needed
quorum_rule label
ratification note
ratification_taken_back reason
registration full_name institution_name position email phone
release_notice recipient changes
reminder_digest recipient name
reminder_dispatch recipient
reminder_letter reason facts
reminder_mute reason
retention_postponement reason
room name equipment equipment_note
room_block reason
scan raw_code first_device device
scan_conflict note
scan_override reason
schedule_release note snapshot changes
self_device label
self_flag note
series title theme plan
signatory on_behalf_of office name rank nip
stage_entry address
stakeholder_group name name_key note title
submission statement
venue name address
verification reason
verification_waiver reason
webhook_endpoint description
webhook_message facts
webhook_try answer
whatsapp_message parameters
whatsapp_status said
withdrawal_request reason note
"""
"""What people typed or the product wrote about people: searched for whoever is anonymised."""

_SILENT = """
access_token scope
action_event from_state to_state
activity_report number
answer_guest change
app_user email name roles language password_hash
attendance_list_print whom sha256
audit_entry via verb address
badge_choice format
badge_print format
badge_role role
board_change verb
board_change_item refusal undo_refusal
board_tally timezone state
board_view grouping
booking subject_kind
bounce status
calendar_feed kind
calendar_reply state reason
certificate number role
certificate_plan jp_of earned_by number_pattern
checkin_signature ended_how strokes
column_mapping signature headings fields
commitment ref visibility state ratification closing_rating
commitment_party role
consent_record purpose language via
consent_withdrawal via
counter key
delivery outcome
directory_distinct kind
directory_merge kind why
directory_merge_move relation attribute
document media_type sha256
door_device level browser
due_change decision
duty_change duty
event ref slug kind language timezone visibility state attached_mark
event_session kind mode join_url
event_speaking state
evidence kind
excuse kind
exit_promise state
follow_up_action ref budget_source state infeasible_reason
guest state short_code
holiday name kind
idempotency_key key door
import_draft sha256
import_line outcome
inbound_mail source kind state reason
indicator_ref scheme version code label label_en
infeasible_request reason_class decision
institution name name_key short_name kind region_code email phone address search_text
invitation letter_number state answered_by
invitation_answer outcome by answer
invitation_quota kind
invitation_round rule audience
leadership_address language
letter state mode scope classification number
letter_print sha256
letterhead names address phone email website town number_pattern unit
list_reading state fields problem
login_session device address
mail_wish wish
mailbox fault
mailing audience state
mailing_recipient problem
material visibility
meeting_review decision
message channel language kind dedup_key calendar_method state held_because
message_wording kind language
minutes_text part
minutes_version language
organisation slug name office address timezone language
paper_columns paper arranged
paper_run kind language state
person full_name name_key title_prefix title_suffix sex nip phone email language channel search_text
position title title_key
position_holding kind
progress_update obstacle
promise_count counts furthest facts
promise_part counts furthest facts
promise_exit ref
promise_summary audience facts
promise_tally timezone kind
quorum_rule kind counting measure
ratification outcome letter_number
ratification_notice kind
registration sex language
release_notice state
reminder_digest kind channel language
reminder_dispatch rule channel hears
reminder_letter state number
room hours
room_code ref mode
scan direction method outcome reason
scan_conflict kind decision
self_flag way decision reasons
series rule timezone
session_role role
signatory signed_as
stage_entry method
stakeholder_group taking kinds region_code
throttle key
verification verdict
webhook_delivery state
webhook_endpoint url kinds paused_because
webhook_message kind once
webhook_try outcome
whatsapp_message template provider_id
whatsapp_send words
whatsapp_status status
withdrawal_request decision
"""
"""Codes, references, settings and figures, names of places and offices, and what is somebody's own row in the directory."""


def _parsed(lines: str) -> dict[str, tuple[str, ...]]:
    rows = (line.split() for line in lines.strip().splitlines())
    return {table: tuple(columns) for table, *columns in rows}


SPEAKS = _parsed(_SPEAKS)
SILENT = _parsed(_SILENT)
