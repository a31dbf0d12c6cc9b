"""One good call for every operation of the API, by a program's eyes: it makes its own world as it goes.

Bodies are the document's own examples with real ids in them. A writing operation that is new needs a step here;
a reading one is called by itself with the ids that are known.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from events_app.demo.lettering import emblem
from tests.browser import api_door, api_exit, api_papers
from tests.browser.api_board import board
from tests.browser.api_certificates import certificates
from tests.browser.api_hooks import indicators, webhooks
from tests.browser.api_mail import mailbox, whatsapp
from tests.browser.api_minutes import minutes, review
from tests.browser.api_ratifying import ratifying
from tests.browser.api_reminding import reminding
from tests.browser.api_self_checkin import self_checkin
from tests.browser.api_stage import stage_replies
from tests.browser.api_wishes import wishes
from tests.browser.house import Mailbox

METHODS = ("get", "post", "put", "patch", "delete")
FILE = (
    "sk.pdf",
    b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    "application/pdf",
)
ENDINGS = ("/fresh-link", "/cancellation", "/withdrawal", "/closure", "/infeasibility", "/anonymisation")


def at(**later: float) -> str:
    return (datetime.now(UTC) + timedelta(**later)).isoformat()


def operations(document: dict[str, Any]) -> list[str]:
    """`POST /events` and the others, as the document has them, in its order."""
    return [
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    ]


@dataclass
class World:
    """What is known so far: ids by the names that paths and bodies give them, and what was answered."""

    document: dict[str, Any]
    owner: httpx.Client
    verifier: httpx.Client
    mail: Mailbox
    link: str
    dsn: str
    var: Path
    ids: dict[str, str] = field(default_factory=lambda: {"plot": "ageing"})
    spent: dict[str, str] = field(default_factory=dict)
    answered: dict[str, httpx.Response] = field(default_factory=dict)

    def call(self, name: str, change: dict[str, Any], **how: Any) -> Any:
        """Calls an operation with the document's example and these changes; its answer's JSON."""
        method, path = name.split(" ", 1)
        client = self.verifier if how.pop("judge", False) else self.owner
        operation = self.document["paths"][f"/api/v1{path}"][method.lower()]
        if not {"files", "content"} & how.keys() and "requestBody" in operation:
            example = operation["requestBody"]["content"]["application/json"]["example"]
            how.setdefault("json", with_ids(example | change, self.ids))
        answer = client.request(method, path.format(**self.ids).lstrip("/"), **how)
        assert answer.is_success, f"{name}: {answer.status_code} {answer.text[:500]}"
        answer.request = httpx.Request(method, answer.url)  # what was streamed cannot be read again
        self.answered[name] = answer
        return answer.json() if "json" in answer.headers.get("content-type", "") else None

    def path_ids(self, name: str) -> dict[str, str]:
        """Real ids for a path; an ending gets what has ended already, so that the others live on."""
        known = self.ids | self.spent if name.endswith(ENDINGS) else self.ids
        return {one: known[one] for one in re.findall(r"{(\w+)}", name)}


def with_ids(body: Any, ids: dict[str, str], real: Callable[[], bool] = lambda: True) -> Any:
    """The body with real ids wherever it names a row, or where `real` says so."""
    if isinstance(body, list):
        return [with_ids(one, ids, real) for one in body]
    if not isinstance(body, dict):
        return body
    return {name: _value(name, value, ids, real) for name, value in body.items()}


def _value(name: str, value: Any, ids: dict[str, str], real: Callable[[], bool]) -> Any:
    known = next((ids[kind] for kind in ids if kind.endswith("_id") and name.endswith(kind)), None)
    if name == "verifier_institution_id":
        known = ids["judge_id"]
    if known is not None and value is not None and real():
        return known
    return with_ids(value, ids, real)


def walk(world: World) -> None:
    """Every writing operation once, then every reading one that was not called yet."""
    for part in (
        _directory,
        _feed,
        _event,
        stage_replies,
        _seasons,
        _registration,
        _invitations,
        _words,
        _letters,
        _mailings,
        _door,
        self_checkin,
        certificates,
        _promise,
        _captured,
        api_exit.walk,
        _follow_up,
        indicators,
        minutes,
        review,
        ratifying,
        reminding,
        api_papers.made_again,
        board,
        mailbox,
        wishes,
        webhooks,
        _endings,
    ):
        part(world)
    world.ids["message_id"] = world.call("GET /outbox", {})["items"][0]["id"]
    for name in operations(world.document):
        if name.startswith("GET ") and name not in world.answered:
            world.call(name, {})


def _directory(world: World) -> None:
    ids = world.ids
    ids["institution_id"] = world.call("POST /institutions", {"name": "Inspektorat"})["id"]
    ids["judge_id"] = ids["institution_id"]
    ids["institution_id"] = world.call("POST /institutions", {})["id"]
    world.call("PATCH /institutions/{institution_id}", {})
    ids["person_id"] = world.call("POST /people", {"institution_id": ids["institution_id"]})["id"]
    world.call("PATCH /people/{person_id}", {})
    _keeping(world)
    table = ("a.csv", b"Nama;Instansi\nAni Lestari;Dinas Sosial\n", "text/csv")
    world.call("POST /imports/people", {}, files={"file": table})
    for again in (False, True):
        ids["mapping_id"] = world.call("POST /imports/mappings", {})["id"]
        if not again:
            world.call("DELETE /imports/mappings/{mapping_id}", {})
    ids["group_id"] = world.call("POST /groups", {"name": "Sementara"})["id"]
    world.call("DELETE /groups/{group_id}", {})
    ids["group_id"] = world.call("POST /groups", {})["id"]
    world.call("PATCH /groups/{group_id}", {})
    ids["venue_id"] = world.call("POST /venues", {})["id"]
    ids["room_id"] = world.call("POST /rooms", {"venue_id": ids["venue_id"]})["id"]
    _places(world)
    world.call("GET /rooms/free", {}, params={"starts_at": at(days=1), "ends_at": at(days=2)})


def _keeping(world: World) -> None:
    """A post and its holder, a consent, twins that are merged, taken apart, and kept apart."""
    ids = world.ids
    ids["position_id"] = world.call("POST /positions", {})["id"]
    world.call("PATCH /positions/{position_id}", {})
    ids["holding_id"] = world.call("POST /positions/{position_id}/holdings", {})["id"]
    world.call("PATCH /holdings/{holding_id}", {})
    world.call("POST /holdings/{holding_id}/ending", {})
    ids["consent_id"] = world.call("POST /people/{person_id}/consents", {})["id"]
    world.call("POST /consents/{consent_id}/withdrawal", {})
    stays, goes = [world.call("POST /institutions", {"name": name})["id"] for name in ("Dinsos", "DINSOS II")]
    pair = {"loser_id": goes, "survivor_id": stays, "kind": "institution"}
    ids["merge_id"] = world.call("POST /directory/merges", pair)["id"]
    world.call("POST /directory/merges/{merge_id}/undoing", {})
    apart = {"first_id": stays, "second_id": goes, "kind": "institution"}
    ids["distinction_id"] = world.call("POST /directory/distinctions", apart)["id"]
    world.call("GET /directory/duplicates", {}, params={"kind": "person"})


def _agenda(world: World) -> None:
    """Two, since one is taken out again."""
    for _one in range(2):
        world.ids["item_id"] = world.call("POST /events/{event_id}/agenda-items", {})["id"]
        world.call("PATCH /events/{event_id}/agenda-items/{item_id}", {})
        world.call("POST /events/{event_id}/agenda-items/{item_id}/move", {})
        if "DELETE /events/{event_id}/agenda-items/{item_id}" not in world.answered:
            world.call("DELETE /events/{event_id}/agenda-items/{item_id}", {})


def _places(world: World) -> None:
    """Blocks, a room that comes and goes, and a day of one's own; each is left as the rest needs it."""
    ids = world.ids
    world.call("PATCH /venues/{venue_id}", {"row_version": None})
    world.call("PATCH /rooms/{room_id}", {"venue_id": "", "row_version": None, "hours": []})
    for day in (40, 50):
        times = {"starts_at": at(days=day), "ends_at": at(days=day, hours=2)}
        ids["block_id"] = world.call("POST /rooms/{room_id}/blocks", times)["id"]
        if day == 40:
            world.call("DELETE /rooms/{room_id}/blocks/{block_id}", {})
    world.call("DELETE /venues/{venue_id}", {})
    world.call("POST /venues/{venue_id}/restoration", {})
    world.call("POST /rooms/{room_id}/restoration", {})
    kept = ids["room_id"]
    ids["room_id"] = world.call("POST /rooms", {})["id"]
    world.call("DELETE /rooms/{room_id}", {})
    ids["room_id"] = kept
    world.call("POST /holidays/imports", {})
    ids["day"] = world.call("POST /holidays", {"day": "2026-12-25"})["day"]
    world.call("PATCH /holidays/{day}", {"row_version": None})
    world.call("DELETE /holidays/{day}", {})
    world.call("POST /holidays/{day}/restoration", {})


def _event(world: World) -> None:
    times = {"starts_at": at(minutes=-30), "ends_at": at(hours=3)}
    world.ids["event_id"] = world.call("POST /events", times | {"room_id": ""})["id"]
    world.call("PATCH /events/{event_id}", {})
    world.call("POST /events/{event_id}/publication", {})
    people = {"speaker_ids": [world.ids["person_id"]]}
    session = world.call("POST /events/{event_id}/sessions", times | people)
    world.ids["session_id"] = session["id"]
    world.call("PATCH /events/{event_id}/sessions/{session_id}", {})
    world.call("POST /events/{event_id}/sessions/{session_id}/preview", {})
    _agenda(world)
    _speakers(world)
    _moves(world, session["starts_at"])
    _material(world)
    _photo(world)
    _report(world)
    world.ids["release_id"] = world.call("POST /events/{event_id}/releases", {})["id"]
    world.call("POST /events/{event_id}/releases/{release_id}/sending", {})


def _speakers(world: World) -> None:
    """The one on stage, by the id of the person."""
    world.ids["speaker_id"] = world.ids["person_id"]
    person = {"person_ids": [world.ids["person_id"]]}
    for name in ("availability-requests", "requests", "reminders"):
        world.call(f"POST /events/{{event_id}}/speakers/{name}", person)
    world.call("POST /events/{event_id}/speakers/calendars", {})
    world.call("POST /events/{event_id}/speakers/{speaker_id}/answers", {})
    times = "/events/{event_id}/speakers/{speaker_id}/availability"
    world.ids["time_id"] = world.call(f"POST {times}", {})["id"]
    world.call(f"DELETE {times}/{{time_id}}", {})


def _moves(world: World, starts_at: str) -> None:
    """To where they are already: what comes later needs an event that is under way."""
    for path in ("/events/{event_id}", "/events/{event_id}/sessions/{session_id}"):
        world.call(f"POST {path}/move", {"starts_at": starts_at, "row_version": None})
    today = starts_at[:10]
    world.call("GET /calendar", {}, params={"from": today, "to": today})


def _photo(world: World) -> None:
    """One that is described, taken away and had back."""
    file = {"file": ("foto.png", emblem(), "image/png")}
    made = world.call("POST /events/{event_id}/photos", {}, files=file, data={"caption": "Pembukaan"})
    world.ids["photo_id"] = made["id"]
    one = "/events/{event_id}/photos/{photo_id}"
    world.call(f"GET {one}/thumbnail", {})
    world.call(f"PUT {one}", {"caption": "Pembukaan", "place": 1, "in_report": True})
    world.call(f"DELETE {one}", {})
    world.call(f"POST {one}/restoration", {})


def _report(world: World) -> None:
    """The texts of the activity report, and the report itself."""
    world.call("PUT /events/{event_id}/activity-report", {"basis": "Perwal 12/2025"})
    world.call("POST /events/{event_id}/activity-report/runs", {"form": "docx", "language": "id"})
    world.call("GET /reports/papers", {})
    world.ids["listing"] = "matrix"
    world.call("PUT /reports/papers/columns/{listing}", {"columns": ["action", "due"]})
    world.call("DELETE /reports/papers/columns/{listing}", {})
    world.ids["own_run_id"] = world.call("POST /reports/papers/runs", {"paper": "scorecard"})["id"]
    api_papers.made(world, api_papers.OWN)


def _material(world: World) -> None:
    """Two, since one is taken away again."""
    file = {"file": ("modul.txt", b"Modul\n", "text/plain")}
    for _one in range(2):
        made = world.call("POST /events/{event_id}/materials", {}, files=file, data={"title": "Modul"})
        world.ids["material_id"] = made["id"]
        world.call("POST /events/{event_id}/materials/{material_id}/versions", {}, files=file)
        if "GET /events/{event_id}/materials/{material_id}/content" not in world.answered:
            world.call("GET /events/{event_id}/materials/{material_id}/content", {})
            world.call("DELETE /events/{event_id}/materials/{material_id}", {})


REPLY = """BEGIN:VCALENDAR
VERSION:2.0
METHOD:REPLY
BEGIN:VEVENT
UID:{uid}
DTSTAMP:20260101T000000Z
ATTENDEE;PARTSTAT={said}:mailto:kartini@kenanga.example
END:VEVENT
END:VCALENDAR
"""


def _replies(world: World, host: str) -> None:
    """Two that nobody can be found for: one is put aside, one is assigned."""
    for said, end in (("DECLINED", "dismissal"), ("TENTATIVE", "assignment")):
        text = REPLY.format(uid=f"{world.ids['event_id']}@{host}", said=said)
        file = {"file": ("reply.ics", text.encode(), "text/calendar")}
        world.ids["reply_id"] = world.call("POST /events/{event_id}/calendar-replies", {}, files=file)["id"]
        world.call(f"POST /events/{{event_id}}/calendar-replies/{{reply_id}}/{end}", {})


def _seasons(world: World) -> None:
    """Copies, a template and a series, far from everything else; then back to the event of before."""
    ids, kept = world.ids, dict(world.ids)
    world.call("POST /events/{event_id}/copies", {"starts_at": at(days=400)})
    ids["template_id"] = world.call("POST /event-templates", {})["id"]
    world.call("DELETE /event-templates/{template_id}", {})
    ids["template_id"] = world.call("POST /event-templates", {})["id"]
    world.call("POST /event-templates/{template_id}/events", {"starts_at": at(days=500)})
    wanted = {"starts_at": at(days=600)}
    world.call("POST /series/preview", wanted)
    made = world.call("POST /series", wanted)
    ids["series_id"] = made["id"]
    world.call("POST /series/{series_id}/extension", {})
    ids["event_id"] = made["occurrences"][0]["id"]
    world.call("POST /series/{series_id}/exceptions", {})
    ids["event_id"] = kept["event_id"]


def _feed(world: World) -> None:
    """Two of a kind each: the last one is ended."""
    for body in ({}, {"kind": "room", "room_id": ""}):
        world.ids["feed_id"] = world.call("POST /calendar-feeds", body)["id"]
        if "POST /calendar-feeds/{feed_id}/rotation" not in world.answered:
            world.call("POST /calendar-feeds/{feed_id}/rotation", {})
            world.call("DELETE /calendar-feeds/{feed_id}", {})


def _registration(world: World) -> None:
    """An event of its own, since one that has begun takes no registrations; its wish is taken back again."""
    kept = world.ids["event_id"]
    times = {"starts_at": at(days=3), "ends_at": at(days=3, hours=2)}
    made = world.call(
        "POST /events", times | {"visibility": "public", "registration": True, "register_by": None}
    )
    world.ids |= {"event_id": made["id"], "slug": made["slug"]}
    world.call("POST /events/{event_id}/publication", {})
    world.call("POST /public/events/{slug}/registrations", {})
    found = world.mail.wait_for("kartini@kenanga.example", r"/registrations/(\w+)")
    world.ids |= {"event_id": kept, "link": found.group(1)}
    world.call("POST /registrations/{link}", {})
    world.call("GET /registrations/{link}", {})
    _own_consents(world)
    world.call("DELETE /registrations/{link}", {})


def _invitations(world: World) -> None:
    invitees = [{"institution_id": "", "seats": 2}]
    world.call("POST /events/{event_id}/invitations", {"invitees": invitees, "send": True})
    row = world.call("GET /events/{event_id}/invitations", {})["items"][0]
    world.ids |= {"invitation_id": row["id"], "token": row["rsvp_url"].rsplit("/", 1)[1]}
    whatsapp(world)
    _replies(world, urlsplit(row["rsvp_url"]).hostname or "")
    world.call("PUT /rsvp/{token}", {"representatives": [{"full_name": "Kartini"}]})
    _seating(world)
    _answers(world)


def _own_consents(world: World) -> None:
    """By the link of somebody who registered: what they agreed to by it, and that they no longer do."""
    world.ids["own_link"] = world.ids["link"]
    found = world.call("GET /my-consents/{own_link}", {})["items"]
    world.ids["consent_id"] = next(one["id"] for one in found if one["purpose"] == "registration")
    world.call("POST /my-consents/{own_link}/{consent_id}/withdrawal", {})


def _answers(world: World) -> None:
    """Taken back, noted by the office, and the link renewed twice: the one that is known works at the end."""
    world.call("DELETE /rsvp/{token}", {})
    people = {"representatives": [{"full_name": "Kartini"}], "said_at": at(minutes=-10)}
    noted = world.call("POST /events/{event_id}/invitations/{invitation_id}/answers", people)
    world.ids["answer_id"] = noted["id"]
    world.call("POST /rsvp/{token}/fresh-link", {})
    world.ids["dead_token"] = world.ids["token"]
    row = world.call("POST /events/{event_id}/invitations/{invitation_id}/fresh-link", {})
    world.ids["token"] = row["rsvp_url"].rsplit("/", 1)[1]


def _seating(world: World) -> None:
    """Two quotas, since one is taken away; a deadline, a round, and a second wave of nobody."""
    for label in ("Kelurahan", "Desa"):
        world.ids["quota_id"] = world.call("POST /events/{event_id}/quotas", {"label": label})["id"]
        if label == "Kelurahan":
            world.call("DELETE /events/{event_id}/quotas/{quota_id}", {})
    world.call("PUT /events/{event_id}/quotas/{quota_id}", {})
    world.call("PUT /events/{event_id}/inviting", {"answer_by": at(hours=2)})
    deadline = {"answer_by": at(hours=2)}
    world.call("PUT /events/{event_id}/invitations/{invitation_id}/deadline", deadline)
    world.ids["round_id"] = world.call("POST /events/{event_id}/rounds", {})["id"]
    world.call("POST /events/{event_id}/second-wave", {})


def _letters(world: World) -> None:
    """One that is thrown away, one that is cancelled, and one that stays, with its signed copy."""
    ids = world.ids
    world.call("PUT /letterhead", {"row_version": None, "next_number": None})
    world.call("POST /letterhead/logo", {}, files={"file": ("lambang.png", emblem(), "image/png")})
    world.call("DELETE /letterhead/logo", {})
    for _one in range(2):
        ids["signatory_id"] = world.call("POST /signatories", {})["id"]
        world.call("PUT /signatories/{signatory_id}", {})
        if "DELETE /signatories/{signatory_id}" not in world.answered:
            world.call("DELETE /signatories/{signatory_id}", {})
    letter = "/events/{event_id}/letters/{letter_id}"
    plan = {"row_version": None, "mode": "one", "signatory_id": ids["signatory_id"]}
    for end in ("", "/cancellation", "/replacement"):
        ids["letter_id"] = world.call("POST /events/{event_id}/letters", plan)["id"]
        world.call(f"PUT {letter}", plan)
        if end:
            world.call(f"POST {letter}/issuance", {"row_version": None, "letter_date": None})
        world.call(f"POST {letter}{end}" if end else f"DELETE {letter}", {})
    ids["recipient_id"] = world.call(f"GET {letter}/recipients", {})["items"][0]["id"]
    world.call(f"POST {letter}/paper-runs", {})
    ids["copy_id"] = world.call(f"POST {letter}/copies", {}, files={"file": FILE})["id"]
    ids["code"] = world.call(f"GET {letter}", {})["verify_url"].rsplit("/", 1)[1]
    world.call("POST /verify/{code}", {}, files={"file": FILE})


def _words(world: World) -> None:
    """Kept, looked at, tried out, and given up again."""
    world.ids |= {"kind": "invitation", "language": "id"}
    path = "/message-words/{kind}/{language}"
    world.call(f"PUT {path}", {"row_version": 0})
    shown = {"row_version": 0, "receiver_id": world.ids["invitation_id"]}
    world.call(f"POST {path}/preview", shown)
    world.call(f"POST {path}/test", shown)
    world.call(f"DELETE {path}", {})


def _mailings(world: World) -> None:
    """One that goes all its way, but is stopped between; one that is given up."""
    path, whom = "/events/{event_id}/mailings", {"audience": "everyone", "row_version": 0}
    world.ids["mailing_id"] = world.call(f"POST {path}", whom)["id"]
    world.call(f"PUT {path}/{{mailing_id}}", whom)
    for step in ("submission", "return", "submission", "approval", "sending", "stop", "sending"):
        world.call(f"POST {path}/{{mailing_id}}/{step}", {}, judge=step == "approval")
    world.ids["mailing_id"] = world.call(f"POST {path}", whom)["id"]
    world.call(f"POST {path}/{{mailing_id}}/discarding", {})
    sent = world.call("GET /outbox", {}, params={"kind": "invitations.registration", "state": "sent"})
    world.ids["message_id"] = sent["items"][0]["id"]
    world.call("POST /outbox/{message_id}/resend", {})


def _door(world: World) -> None:
    guest = world.call("POST /events/{event_id}/guests", {})
    world.ids |= {"guest_id": guest["id"], "scan_id": str(uuid4())}
    scan = {"id": world.ids["scan_id"], "code": guest["short_code"], "scanned_at": at()}
    world.call("POST /events/{event_id}/scans", {"scans": [scan]})
    world.call("POST /events/{event_id}/scans/{scan_id}/undo", {})
    api_door.walk(world)


def _promise(world: World) -> None:
    texts = {"title": "Posko", "statement": "Kami membuka posko.", "expected_result": "Posko ada."}
    due = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    action = {"deliverable": "SK", "due": due, "responsible_institution_id": "", "title": "SK"}
    body = texts | {"actions": [action | {"title": f"SK {n}"} for n in range(3)]}
    world.ids["commitment_id"] = world.call("POST /events/{event_id}/commitments", body)["id"]
    world.call("POST /commitments/{commitment_id}/agreement", {})
    world.call("POST /commitments/{commitment_id}/withdrawal", {})
    world.ids["commitment_id"] = world.call("POST /events/{event_id}/commitments", body)["id"]
    world.call("PUT /commitments/{commitment_id}", body)
    world.call("POST /commitments/{commitment_id}/actions", {})
    world.call("POST /events/{event_id}/agreements", {})


def _captured(world: World) -> None:
    """Two lines, since one is taken back; the same for what follows from the one that stays."""
    path, ids = "/events/{event_id}/captured-lines", world.ids
    for _one in range(2):
        ids["line_id"] = world.call(f"POST {path}", {"id": str(uuid4())})["line_id"]
        if f"DELETE {path}/{{line_id}}" not in world.answered:
            world.call(f"PATCH {path}/{{line_id}}", {})
            world.call(f"DELETE {path}/{{line_id}}", {})
    for _one in range(2):
        line = world.call(f"POST {path}/{{line_id}}/actions", {"id": str(uuid4())})
        ids["doing_id"] = line["actions"][0]["id"]
        if f"DELETE {path}/{{line_id}}/actions/{{doing_id}}" not in world.answered:
            world.call(f"PATCH {path}/{{line_id}}/actions/{{doing_id}}", {})
            world.call(f"DELETE {path}/{{line_id}}/actions/{{doing_id}}", {})
    for name in ("Panggung", "Lobi"):
        ids["wall_id"] = world.call("POST /events/{event_id}/promise-walls", {"name": name})["id"]
        if name == "Panggung":
            world.call("DELETE /events/{event_id}/promise-walls/{wall_id}", {})


def _follow_up(world: World) -> None:
    rows = world.call("GET /commitments/{commitment_id}/actions", {})["items"]
    judged, infeasible, cancelled, owed = [row["id"] for row in rows]
    for name, action in (("infeasibility", infeasible), ("cancellation", cancelled)):
        world.ids["action_id"] = action
        world.call(f"POST /actions/{{action_id}}/{name}", {})
    world.call("PUT /actions/{action_id}/successor", {})
    world.ids["action_id"] = owed
    world.call("POST /actions/{action_id}/owner-link", {})
    world.call("POST /actions/{action_id}/reassignment", {"responsible_person_id": ""})
    world.call("POST /actions/{action_id}/verifier", {"verifier_position_id": None})
    world.call("POST /actions/{action_id}/waiver", {})
    asked = world.call("POST /actions/{action_id}/infeasible-requests", {})
    world.ids["infeasible_request_id"] = asked["id"]
    world.call("POST /infeasible-requests/{infeasible_request_id}/decision", {"decision": "rejected"})
    asked = world.call("POST /commitments/{commitment_id}/withdrawal-requests", {})
    world.ids["withdrawal_request_id"] = asked["id"]
    world.call("POST /withdrawal-requests/{withdrawal_request_id}/decision", {"decision": "rejected"})
    world.ids["change_id"] = world.call("POST /actions/{action_id}/due-changes", {})["id"]
    world.call("POST /due-changes/{change_id}/decision", {})
    world.ids["update_id"] = world.call("POST /actions/{action_id}/updates", {})["id"]
    world.ids["submission_id"] = world.call("POST /actions/{action_id}/submissions", {})["id"]
    world.call("POST /submissions/{submission_id}/withdrawal", {})
    world.ids["action_id"] = judged
    files = {"files[]": FILE}
    sent = world.call("POST /actions/{action_id}/submissions", {}, files=files, data={"statement": "Ada"})
    world.ids |= {"submission_id": sent["id"], "evidence_id": sent["evidence"][0]["id"]}
    world.call("PUT /evidence/{evidence_id}/personal-data", {})
    verdict = {"verdict": "accepted", "reason": ""}
    world.call("POST /submissions/{submission_id}/verification", verdict, judge=True)
    world.call("POST /actions/{action_id}/reopening", {})
    world.ids["action_id"] = owed


def _personal_data(world: World) -> None:
    """Somebody of its own is kept longer, copied and anonymised."""
    alone = {"full_name": "Orang Lama Sekali", "institution_id": None, "position": "", "is_head": False}
    world.ids["person_id"] = world.call("POST /people", alone | {"email": "lama@x.example"})["id"]
    world.call("PUT /retention", {})
    world.call("POST /people/{person_id}/postponement", {})
    world.call("GET /people/{person_id}/copy", {})
    world.call("POST /people/{person_id}/anonymisation", {})


def _endings(world: World) -> None:
    """What ends things is tried on things of its own."""
    kept = dict(world.ids)
    times = {"starts_at": at(days=9), "ends_at": at(days=9, hours=3)}
    world.ids["event_id"] = world.call("POST /events", times)["id"]
    session = world.call("POST /events/{event_id}/sessions", times)
    world.ids["session_id"] = session["id"]
    world.call("DELETE /events/{event_id}/sessions/{session_id}", {})
    later = {"starts_at": at(days=19), "ends_at": at(days=19, hours=3)}
    world.call("POST /events/{event_id}/publication", {})
    world.call("POST /events/{event_id}/postponement", later)
    world.call("POST /events/{event_id}/cancellation", {})
    texts = {"title": "Janji", "statement": "Kami berjanji.", "expected_result": "Ada."}
    due = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    action = {"deliverable": "SK", "due": due, "responsible_institution_id": "", "title": "SK"}
    made = world.call("POST /events/{event_id}/commitments", texts | {"actions": [action]})
    world.ids["commitment_id"] = made["id"]
    world.call("POST /commitments/{commitment_id}/agreement", {})
    world.ids["action_id"] = made["actions"][0]["id"]
    world.call("POST /actions/{action_id}/cancellation", {})
    world.call("POST /commitments/{commitment_id}/closure", {})
    _personal_data(world)
    world.spent, world.ids = world.ids | {"token": kept["dead_token"]}, kept
