"""Real ids for every door: what stands behind a path's parameters in a demo organisation."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar.routes import HTTPRoute

from events_app import tokens
from events_app.app import App
from events_app.database import fetch_one, fetch_value

SILENT = {"OPTIONS", "HEAD"}

EVENT = """
SELECT e.id, e.slug FROM event e WHERE e.organisation = $1
ORDER BY (SELECT count(*) FROM commitment c WHERE c.event = e.id) DESC LIMIT 1
"""

OF_EVENT = {
    "session_id": "SELECT id FROM event_session WHERE event = $1 LIMIT 1",
    "invitation_id": "SELECT id FROM invitation WHERE event = $1 LIMIT 1",
    "guest_id": "SELECT id FROM guest WHERE event = $1 LIMIT 1",
    "speaker_id": "SELECT r.person FROM session_role r JOIN event_session s ON s.id = r.session"
    " WHERE s.event = $1 AND s.cancelled_at IS NULL LIMIT 1",
    "scan_id": "SELECT scan_id FROM scan WHERE event = $1 LIMIT 1",
    "item_id": "SELECT id FROM agenda_item WHERE event = $1 LIMIT 1",
    "reply_id": "SELECT id FROM calendar_reply WHERE event = $1 ORDER BY state = 'waiting' DESC LIMIT 1",
    "release_id": "SELECT id FROM schedule_release WHERE event = $1 ORDER BY number DESC LIMIT 1",
    "version_id": "SELECT v.id FROM material_version v JOIN material m ON m.id = v.material"
    " WHERE m.event = $1 ORDER BY m.visibility = 'public' LIMIT 1",
    "material_id": "SELECT id FROM material WHERE event = $1 ORDER BY visibility = 'public' LIMIT 1",
}
OF_ORGANISATION = {
    "action_id": "SELECT id FROM follow_up_action WHERE organisation = $1 AND state = 'submitted' LIMIT 1",
    "block_id": "SELECT k.id FROM room_block k JOIN room r ON r.id = k.room WHERE r.organisation = $1"
    " ORDER BY r.id LIMIT 1",
    "change_id": "SELECT id FROM due_change WHERE organisation = $1 LIMIT 1",
    "commitment_id": "SELECT id FROM commitment WHERE organisation = $1 AND state = 'agreed' LIMIT 1",
    "day": "SELECT day FROM holiday WHERE organisation = $1 AND kind = 'local' ORDER BY day LIMIT 1",
    "draft_id": "SELECT id FROM import_draft WHERE organisation = $1 LIMIT 1",
    "evidence_id": "SELECT id FROM evidence WHERE organisation = $1 AND document IS NOT NULL LIMIT 1",
    "feed_id": "SELECT id FROM calendar_feed WHERE organisation = $1 LIMIT 1",
    "institution_id": "SELECT id FROM institution WHERE organisation = $1 LIMIT 1",
    "message_id": "SELECT id FROM message WHERE organisation = $1 LIMIT 1",
    "person_id": "SELECT id FROM person WHERE organisation = $1 LIMIT 1",
    "room_id": "SELECT id FROM room WHERE organisation = $1 ORDER BY id LIMIT 1",
    "series_id": "SELECT id FROM series WHERE organisation = $1 LIMIT 1",
    "time_id": "SELECT id FROM person_availability WHERE organisation = $1 LIMIT 1",
    "submission_id": "SELECT id FROM submission WHERE organisation = $1 LIMIT 1",
    "template_id": "SELECT id FROM event_template WHERE organisation = $1 ORDER BY id DESC LIMIT 1",
    "token_id": "SELECT id FROM api_token WHERE organisation = $1 AND revoked_at IS NULL LIMIT 1",
    "update_id": "SELECT id FROM progress_update WHERE organisation = $1 LIMIT 1",
    "user_id": "SELECT id FROM app_user WHERE organisation = $1 ORDER BY id DESC LIMIT 1",
    "venue_id": "SELECT id FROM venue WHERE organisation = $1 ORDER BY id LIMIT 1",
    "verification_id": "SELECT id FROM verification WHERE organisation = $1 LIMIT 1",
}
A_DRAFT = "SELECT id FROM commitment WHERE organisation = $1 AND state = 'draft' LIMIT 1"

LINK = """
SELECT t.id, t.version, e.id AS evidence FROM access_token t JOIN submission s ON s.action = t.action
JOIN evidence e ON e.submission = s.id AND e.document IS NOT NULL
WHERE t.organisation = $1 AND t.revoked_at IS NULL ORDER BY t.id LIMIT 1
"""

TOKENS = {
    "/p/": ("progress", LINK),
    "/rsvp/": (
        "rsvp",
        "SELECT id, link_version FROM invitation WHERE organisation = $1 ORDER BY id DESC LIMIT 1",
    ),
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
    "/calendar/": ("feed", "SELECT id, version FROM calendar_feed WHERE organisation = $1 LIMIT 1"),
    "/T/": (
        "pass",
        "SELECT id, pass_version FROM guest WHERE organisation = $1 AND state = 'expected' LIMIT 1",
    ),
}


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
    known: dict[str, Any] = {"event_id": event["id"], "slug": event["slug"]}
    if door.template.startswith("/o/"):
        known["slug"] = await fetch_value("SELECT slug FROM organisation WHERE id = $1", organisation)
    for name in door.parameters:
        if name not in known:
            known[name] = await _value(organisation, event["id"], door, name)
            assert known[name] is not None, f"the demo has no {name} for {door}"
    return known


async def _value(organisation: UUID, event: UUID, door: Door, name: str) -> Any:
    if name in ("token", "link"):
        return await _token(organisation, door.template)
    if name == "session_id" and door.template.startswith("/account/"):
        return await fetch_value("SELECT id FROM login_session WHERE organisation = $1 LIMIT 1", organisation)
    if name == "evidence_id" and door.template.startswith("/p/"):
        link = await fetch_one(LINK, organisation)
        return link["evidence"] if link else None
    if name == "commitment_id" and door.template.endswith("/edit"):
        return await fetch_value(A_DRAFT, organisation)
    if name == "material_id" and door.public:
        sql = "SELECT id FROM material WHERE event = $1 AND visibility = 'public' LIMIT 1"
        return await fetch_value(sql, event)
    if name in OF_EVENT:
        return await fetch_value(OF_EVENT[name], event)
    return await fetch_value(OF_ORGANISATION[name], organisation)


async def _token(organisation: UUID, template: str) -> str:
    for prefix, (purpose, sql) in TOKENS.items():
        if prefix in template:
            row = await fetch_one(sql, organisation)
            assert row is not None
            return tokens.derive(purpose, row[0], row[1])
    raise KeyError(template)
