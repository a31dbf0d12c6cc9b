"""Real ids for every door: what stands behind a path's parameters in a demo organisation."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar.routes import HTTPRoute

from events_app import clock, tokens
from events_app.app import App
from events_app.checkin.self_checkin import codes
from events_app.checkin.self_checkin.tables import RoomCode
from events_app.commitments.promising import codes as exit_codes
from events_app.commitments.promising.tables import PromiseExit
from events_app.database import fetch_one, fetch_value

SILENT = {"OPTIONS", "HEAD"}

EVENT = """
SELECT e.id, e.slug FROM event e WHERE e.organisation = $1
ORDER BY (SELECT count(*) FROM commitment c WHERE c.event = e.id) DESC LIMIT 1
"""

OF_EVENT = {
    "session_id": "SELECT id FROM event_session WHERE event = $1 LIMIT 1",
    "invitation_id": "SELECT id FROM invitation WHERE event = $1 ORDER BY id LIMIT 1",
    "answer_id": "SELECT a.id FROM invitation_answer a JOIN invitation i ON i.id = a.invitation"
    " WHERE i.event = $1 ORDER BY i.id, a.id LIMIT 1",
    "guest_id": "SELECT g.id FROM guest g WHERE g.event = $1 ORDER BY EXISTS (SELECT FROM checkin_signature s"
    " WHERE s.guest = g.id AND s.ended_at IS NULL) DESC LIMIT 1",
    "speaker_id": "SELECT r.person FROM session_role r JOIN event_session s ON s.id = r.session"
    " WHERE s.event = $1 AND s.cancelled_at IS NULL LIMIT 1",
    "badge_file": "SELECT id || '.pdf' FROM guest WHERE event = $1 AND state = 'expected' LIMIT 1",
    "run_id": "SELECT id FROM paper_run WHERE event = $1 ORDER BY id DESC LIMIT 1",
    "batch_id": "SELECT id FROM paper_batch WHERE event = $1 LIMIT 1",
    "scan_id": "SELECT scan_id FROM scan WHERE event = $1 LIMIT 1",
    "room_code_id": "SELECT id FROM room_code WHERE event = $1 ORDER BY session NULLS FIRST LIMIT 1",
    "flag_id": "SELECT id FROM self_flag WHERE event = $1 ORDER BY decision IS NOT NULL, id LIMIT 1",
    "item_id": "SELECT id FROM agenda_item WHERE event = $1 LIMIT 1",
    "text_id": "SELECT id FROM minutes_text WHERE event = $1 LIMIT 1",
    "decision_id": "SELECT id FROM minutes_decision WHERE event = $1 LIMIT 1",
    "reply_id": "SELECT id FROM calendar_reply WHERE event = $1 ORDER BY state = 'waiting' DESC LIMIT 1",
    "quota_id": "SELECT id FROM invitation_quota WHERE event = $1 ORDER BY id LIMIT 1",
    "rule_id": "SELECT id FROM quorum_rule WHERE event = $1 ORDER BY id LIMIT 1",
    "line_id": "SELECT l.line FROM captured_line l JOIN commitment c ON c.id = l.commitment WHERE l.event = $1"
    " AND NOT l.of_action AND l.undone_at IS NULL AND c.state = 'draft'"
    " ORDER BY EXISTS (SELECT FROM follow_up_action a WHERE a.commitment = c.id) DESC, l.id LIMIT 1",
    "doing_id": "SELECT a.id FROM captured_line l JOIN commitment c ON c.id = l.commitment JOIN follow_up_action a"
    " ON a.commitment = c.id WHERE l.event = $1 AND NOT l.of_action AND l.undone_at IS NULL AND c.state = 'draft'"
    " ORDER BY l.id LIMIT 1",
    "promise_id": "SELECT id FROM exit_promise WHERE event = $1 AND guest IS NOT NULL"
    " ORDER BY state = 'waiting' DESC, id LIMIT 1",
    "sheet_id": "SELECT id FROM imported_sheet WHERE event = $1 ORDER BY id LIMIT 1",
    "wall_id": "SELECT id FROM capture_screen WHERE event = $1 LIMIT 1",
    "screen_id": "SELECT id FROM board_screen WHERE event = $1 LIMIT 1",
    "round_id": "SELECT id FROM invitation_round WHERE event = $1 ORDER BY id DESC LIMIT 1",
    "mailing_id": "SELECT id FROM mailing WHERE event = $1 ORDER BY state = 'draft' DESC, id LIMIT 1",
    "release_id": "SELECT id FROM schedule_release WHERE event = $1 ORDER BY number DESC LIMIT 1",
    "letter_id": "SELECT c.letter FROM letter_copy c JOIN letter l ON l.id = c.letter WHERE l.event = $1 LIMIT 1",
    "recipient_id": "SELECT c.recipient FROM letter_copy c JOIN letter l ON l.id = c.letter WHERE l.event = $1 LIMIT 1",
    "copy_id": "SELECT c.id FROM letter_copy c JOIN letter l ON l.id = c.letter WHERE l.event = $1 LIMIT 1",
    "conflict_id": "SELECT id FROM scan_conflict WHERE event = $1 ORDER BY open DESC, id LIMIT 1",
    "device_id": "SELECT id FROM door_device WHERE event = $1 ORDER BY revoked_at NULLS FIRST, paired_at LIMIT 1",
    "version_id": "SELECT v.id FROM material_version v JOIN material m ON m.id = v.material"
    " WHERE m.event = $1 ORDER BY m.visibility = 'public' LIMIT 1",
    "photo_id": "SELECT id FROM event_photo WHERE event = $1 AND removed_at IS NULL ORDER BY id LIMIT 1",
    "certificate_id": "SELECT id FROM certificate WHERE event = $1 AND revoked_at IS NULL ORDER BY version DESC, id LIMIT 1",
    "material_id": "SELECT id FROM material WHERE event = $1 ORDER BY visibility = 'public' LIMIT 1",
}
OF_ORGANISATION = {
    "action_id": "SELECT id FROM follow_up_action WHERE organisation = $1 AND state = 'submitted' LIMIT 1",
    "infeasible_request_id": "SELECT id FROM infeasible_request WHERE organisation = $1 LIMIT 1",
    "withdrawal_request_id": "SELECT id FROM withdrawal_request WHERE organisation = $1 LIMIT 1",
    "digest_id": "SELECT id FROM reminder_digest WHERE organisation = $1 ORDER BY created_at LIMIT 1",
    "leader_id": "SELECT id FROM leadership_address WHERE organisation = $1 LIMIT 1",
    "mute_id": "SELECT id FROM reminder_mute WHERE organisation = $1 LIMIT 1",
    "reminder_letter_id": "SELECT id FROM reminder_letter WHERE organisation = $1 LIMIT 1",
    "view_id": "SELECT id FROM board_view WHERE organisation = $1 AND shared ORDER BY deleted_at NULLS FIRST, id LIMIT 1",
    "bulk_id": "SELECT id FROM board_change WHERE organisation = $1 ORDER BY id LIMIT 1",
    "block_id": "SELECT k.id FROM room_block k JOIN room r ON r.id = k.room WHERE r.organisation = $1"
    " ORDER BY r.id LIMIT 1",
    "change_id": "SELECT id FROM due_change WHERE organisation = $1 LIMIT 1",
    "commitment_id": "SELECT id FROM commitment WHERE organisation = $1 AND state = 'agreed'"
    " ORDER BY visibility = 'public' DESC, id LIMIT 1",
    "consent_id": "SELECT c.id FROM consent_record c LEFT JOIN consent_withdrawal w ON w.consent = c.id"
    " WHERE c.organisation = $1 ORDER BY w.id NULLS FIRST LIMIT 1",
    "distinction_id": "SELECT id FROM directory_distinct WHERE organisation = $1 LIMIT 1",
    "holding_id": "SELECT id FROM position_holding WHERE organisation = $1 ORDER BY id LIMIT 1",
    "merge_id": "SELECT id FROM directory_merge WHERE organisation = $1 LIMIT 1",
    "position_id": "SELECT h.position FROM position_holding h WHERE h.organisation = $1 LIMIT 1",
    "day": "SELECT day FROM holiday WHERE organisation = $1 AND kind = 'local' ORDER BY day LIMIT 1",
    "draft_id": "SELECT id FROM import_draft WHERE organisation = $1 LIMIT 1",
    "evidence_id": "SELECT id FROM evidence WHERE organisation = $1 AND document IS NOT NULL LIMIT 1",
    "feed_id": "SELECT id FROM calendar_feed WHERE organisation = $1 LIMIT 1",
    "group_id": "SELECT id FROM stakeholder_group WHERE organisation = $1 ORDER BY id LIMIT 1",
    "mapping_id": "SELECT id FROM column_mapping WHERE organisation = $1 ORDER BY id LIMIT 1",
    "institution_id": "SELECT id FROM institution WHERE organisation = $1 AND successor IS NULL LIMIT 1",
    "mail_id": "SELECT id FROM inbound_mail WHERE organisation = $1 ORDER BY state = 'waiting' DESC LIMIT 1",
    "address_id": "SELECT id FROM bad_address WHERE organisation = $1 LIMIT 1",
    "message_id": "SELECT id FROM message WHERE organisation = $1 LIMIT 1",
    "person_id": "SELECT id FROM person WHERE organisation = $1 AND successor IS NULL LIMIT 1",
    "room_id": "SELECT id FROM room WHERE organisation = $1 ORDER BY id LIMIT 1",
    "series_id": "SELECT id FROM series WHERE organisation = $1 LIMIT 1",
    "signatory_id": "SELECT id FROM signatory WHERE organisation = $1 ORDER BY id LIMIT 1",
    "time_id": "SELECT id FROM person_availability WHERE organisation = $1 LIMIT 1",
    "submission_id": "SELECT id FROM submission WHERE organisation = $1 LIMIT 1",
    "template_id": "SELECT id FROM event_template WHERE organisation = $1 ORDER BY id DESC LIMIT 1",
    "token_id": "SELECT id FROM api_token WHERE organisation = $1 AND revoked_at IS NULL LIMIT 1",
    "update_id": "SELECT id FROM progress_update WHERE organisation = $1 LIMIT 1",
    "user_id": "SELECT id FROM app_user WHERE organisation = $1 ORDER BY id DESC LIMIT 1",
    "indicator_id": "SELECT indicator FROM commitment_indicator WHERE organisation = $1 ORDER BY id LIMIT 1",
    "webhook_id": "SELECT id FROM webhook_endpoint WHERE organisation = $1 ORDER BY id LIMIT 1",
    "delivery_id": "SELECT id FROM webhook_delivery WHERE organisation = $1 ORDER BY endpoint, id LIMIT 1",
    "venue_id": "SELECT id FROM venue WHERE organisation = $1 ORDER BY id LIMIT 1",
    "verification_id": "SELECT id FROM verification WHERE organisation = $1 LIMIT 1",
}
A_PAPER = """
UPDATE paper_run SET created_by = (
  SELECT id FROM app_user WHERE organisation = $1 AND 'owner' = ANY(roles) ORDER BY id DESC LIMIT 1)
WHERE organisation = $1 AND event IS NULL RETURNING id
"""
"""A paper across events is seen by who asked for it alone: here that is always the owner who looks."""
OF_ORGANISATION["own_run_id"] = A_PAPER

POSTER = """
SELECT c.id FROM room_code c JOIN event e ON e.id = c.event
WHERE c.organisation = $1 AND c.open AND c.mode = 'static' AND now() BETWEEN e.starts_at AND e.ends_at LIMIT 1
"""
A_REVIEW = "SELECT event AS event_id, action AS action_id FROM meeting_review WHERE organisation = $1 LIMIT 1"
AN_EXIT = """
SELECT x.id FROM promise_exit x JOIN event e ON e.id = x.event
WHERE x.organisation = $1 AND x.open AND now() BETWEEN e.starts_at AND e.ends_at LIMIT 1
"""
MY_CONSENTS = """
SELECT r.id, 1 AS version, c.id AS consent FROM consent_record c JOIN guest g ON g.person = c.person
JOIN registration r ON r.guest = g.id LEFT JOIN consent_withdrawal w ON w.consent = c.id
WHERE c.organisation = $1 ORDER BY w.id NULLS FIRST, r.id, c.id LIMIT 1
"""
"""The registration of somebody who agreed, and to what."""

ENDINGS = {
    (
        "commitment_id",
        "edit",
    ): "SELECT id FROM commitment WHERE organisation = $1 AND state = 'draft' LIMIT 1",
    ("commitment_id", "letter"): "SELECT commitment FROM ratification WHERE organisation = $1"
    " AND letter IS NOT NULL LIMIT 1",
    ("consent_id", "taken-back"): f"SELECT consent FROM ({MY_CONSENTS}) mine",
    ("consent_id", "withdrawal"): f"SELECT consent FROM ({MY_CONSENTS}) mine",
    ("action_id", "waiver"): "SELECT action FROM verification_waiver WHERE organisation = $1 LIMIT 1",
}
"""Doors that open only to rows of a certain standing."""

LINK = """
SELECT t.id, t.version, e.id AS evidence FROM access_token t JOIN submission s ON s.action = t.action
JOIN evidence e ON e.submission = s.id AND e.document IS NOT NULL
WHERE t.organisation = $1 AND t.revoked_at IS NULL ORDER BY t.id LIMIT 1
"""

EVERYTHING = """
SELECT t.id, t.version, a.id AS action, e.id AS evidence
FROM access_token t JOIN follow_up_action a ON a.responsible_person = t.person
JOIN submission s ON s.action = a.id JOIN evidence e ON e.submission = s.id AND e.document IS NOT NULL
WHERE t.organisation = $1 AND t.scope = 'digest' AND t.revoked_at IS NULL ORDER BY t.id LIMIT 1
"""
"""A link to all that somebody owes, and an action with evidence among it."""

TOKENS = {
    "/p/{token:str}/items/": ("progress", EVERYTHING),
    "/p/": ("progress", LINK),
    "/screens/": (
        "screen",
        "SELECT id, screen_version FROM room_code WHERE organisation = $1 AND screen_hash IS NOT NULL LIMIT 1",
    ),
    "/rsvp/": (
        "rsvp",
        "SELECT id, link_version FROM invitation v WHERE organisation = $1 ORDER BY EXISTS (SELECT 1 FROM letter_recipient r"
        " JOIN letter l ON l.id = r.letter WHERE r.invitation = v.id AND l.state = 'issued') DESC, id DESC LIMIT 1",
    ),
    "/verify/list/": (
        "attendance-list",
        "SELECT id, 1 FROM attendance_list_print WHERE organisation = $1 LIMIT 1",
    ),
    "/verify/certificate/": (
        "certificate-check",
        "SELECT id, 1 FROM certificate WHERE organisation = $1 AND revoked_at IS NULL LIMIT 1",
    ),
    "/certificate/{": (
        "certificate",
        "SELECT id, 1 FROM certificate WHERE organisation = $1 AND revoked_at IS NULL LIMIT 1",
    ),
    "/T/{token:str}/certificate": (
        "pass",
        "SELECT g.id, g.pass_version FROM guest g JOIN certificate x ON x.guest = g.id"
        " WHERE g.organisation = $1 AND x.revoked_at IS NULL LIMIT 1",
    ),
    "/verify/minutes/": ("minutes", "SELECT id, 1 FROM minutes_version WHERE organisation = $1 LIMIT 1"),
    "/verify/": ("letter", "SELECT id, 1 FROM letter WHERE organisation = $1 AND state = 'issued' LIMIT 1"),
    "/registrations/": (
        "registration",
        "SELECT id, 1 FROM registration WHERE organisation = $1 ORDER BY confirmed_at NULLS FIRST LIMIT 1",
    ),
    "/speakers/": (
        "speaker",
        "SELECT d.id, d.link_version FROM event_speaker d JOIN event_session s ON s.event = d.event"
        " JOIN session_role r ON r.session = s.id AND r.person = d.person"
        " WHERE d.organisation = $1 ORDER BY (SELECT count(*) FROM event_speaking g WHERE g.speaker = d.id) DESC LIMIT 1",
    ),
    "/exit-screen/": (
        "exit-screen",
        "SELECT id, screen_version FROM promise_exit WHERE organisation = $1 AND screen_hash IS NOT NULL LIMIT 1",
    ),
    "/ratify/": (
        "ratify",
        "SELECT t.id, t.version FROM access_token t JOIN commitment c ON c.id = t.commitment"
        " WHERE t.organisation = $1 AND t.scope = 'ratification' AND t.revoked_at IS NULL AND c.ratification = 'pending'"
        " LIMIT 1",
    ),
    "/wall/": ("promise-wall", "SELECT id, 1 FROM capture_screen WHERE organisation = $1 LIMIT 1"),
    "/my-consents/": ("registration", MY_CONSENTS),
    "/screen/": ("screen", "SELECT id, 1 FROM board_screen WHERE organisation = $1 LIMIT 1"),
    "/calendar/": ("feed", "SELECT id, version FROM calendar_feed WHERE organisation = $1 LIMIT 1"),
    "/unsubscribe/": (
        "unsubscribe",
        "SELECT id, 1 FROM mail_wish WHERE organisation = $1 ORDER BY id LIMIT 1",
    ),
    "/T/": (
        "pass",
        "SELECT id, pass_version FROM guest WHERE organisation = $1 AND state = 'expected' LIMIT 1",
    ),
}


A_CODE = """
UPDATE door_device SET code_until = now() + interval '1 day' WHERE id = (
  SELECT id FROM door_device WHERE organisation = $1 AND paired_at IS NULL AND revoked_at IS NULL ORDER BY id LIMIT 1)
RETURNING id, code_version
"""
"""Codes for pairing last ten minutes only; whoever looks at every page takes longer."""
TOKENS["/pair/"] = ("pairing", A_CODE)


WORDS = {
    "kind": "invitation",
    "language": "id",
    "step": "submission",
    "number": 2,
    "plot": "ageing",
    "list_name": "kla",
    "listing": "matrix",
}
"""Parts of paths that name no row."""


@dataclass(frozen=True)
class Door:
    """One method at one path template, such as `GET /events/{event_id}`."""

    method: str
    template: str
    public: bool

    @property
    def parameters(self) -> list[str]:
        return [part[1:-1].split(":")[0] for part in self.template.split("/") if part.startswith("{")]

    def path(self, values: dict[str, Any]) -> str:
        """The address with real values in it."""
        parts = self.template.split("/")
        return "/".join(str(values[p[1:-1].split(":")[0]]) if p.startswith("{") else p for p in parts)

    def __str__(self) -> str:
        return f"{self.method} {self.template}"


def doors(app: App) -> Iterator[Door]:
    """Every door that the router knows, static files and the API's own pages excepted."""
    for route in sorted(app.litestar.routes, key=lambda one: one.path):
        if not isinstance(route, HTTPRoute) or route.path.startswith(("/static/", "/api/{")):
            continue
        for handler in route.route_handlers:
            for method in sorted(handler.http_methods - SILENT):
                yield Door(method, route.path, bool(handler.opt.get("public")))


async def values(organisation: UUID, door: Door) -> dict[str, Any]:
    """Real values for a door's parameters; one that this world lacks raises KeyError or AssertionError."""
    event = await fetch_one(EVENT, organisation)
    assert event is not None
    known: dict[str, Any] = {"event_id": event["id"], "slug": event["slug"]} | WORDS
    if "/reviews/" in door.template:
        known |= dict(await fetch_one(A_REVIEW, organisation) or {})
    if door.template.startswith(("/o/", "/embed/o/")):
        known["slug"] = await fetch_value("SELECT slug FROM organisation WHERE id = $1", organisation)
    if "/certificates/people/" in door.template:
        known["person_id"] = await fetch_value(
            "SELECT person FROM guest WHERE event = $1 LIMIT 1", event["id"]
        )
    for name in door.parameters:
        if name not in known:
            known[name] = await _value(organisation, event["id"], door, name)
            assert known[name] is not None, f"the demo has no {name} for {door}"
    return known


PERSONAL = {
    "token",
    "link",
    "own_link",
    "code",
    "head_link",
    "list_code",
    "holder_link",
    "certificate_code",
    "wish_link",
}


async def _value(organisation: UUID, event: UUID, door: Door, name: str) -> Any:
    if name == "exit_ref" or (name == "shown" and door.template.startswith("/X/")):
        return await _exit(organisation, name)
    if name in ("room", "shown"):
        return await _room(organisation, name)
    if name in PERSONAL:
        return await _token(organisation, door.template)
    if name == "session_id" and door.template.startswith("/account/"):
        return await fetch_value("SELECT id FROM login_session WHERE organisation = $1 LIMIT 1", organisation)
    if name in ("evidence_id", "action_id") and door.template.startswith("/p/"):
        link = await fetch_one(EVERYTHING if "/items/" in door.template else LINK, organisation)
        return link[name.removesuffix("_id")] if link else None
    ending = door.template.rsplit("/", 1)[-1]
    if (name, ending) in ENDINGS:
        return await fetch_value(ENDINGS[name, ending], organisation)
    if name == "material_id" and door.public:
        sql = "SELECT id FROM material WHERE event = $1 AND visibility = 'public' LIMIT 1"
        return await fetch_value(sql, event)
    if name == "guest_id" and door.template.endswith("/excuse"):
        return await fetch_value("SELECT guest FROM excuse WHERE event = $1 LIMIT 1", event)
    if name in OF_EVENT:
        return await fetch_value(OF_EVENT[name], event)
    return await fetch_value(OF_ORGANISATION[name], organisation)


async def _room(organisation: UUID, name: str) -> Any:
    """The poster of an event that is under way: its address, or the code that stands on it."""
    found = await fetch_value(POSTER, organisation)
    room = await RoomCode.objects().get(RoomCode.id == found)
    assert room is not None
    return room.ref if name == "room" else codes.shown(room, clock.now())


async def _exit(organisation: UUID, name: str) -> Any:
    """The exit of an event that is under way: its address, or the code that its screen shows now."""
    place = await PromiseExit.objects().get(PromiseExit.id == await fetch_value(AN_EXIT, organisation))
    assert place is not None
    return place.ref if name == "exit_ref" else exit_codes.shown(place, clock.now())


async def _token(organisation: UUID, template: str) -> str:
    for prefix, (purpose, sql) in TOKENS.items():
        if prefix in template:
            row = await fetch_one(sql, organisation)
            assert row is not None
            return tokens.derive(purpose, row[0], row[1])
    raise KeyError(template)
