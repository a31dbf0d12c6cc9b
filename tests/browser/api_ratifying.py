"""Steps of the API's world in ratifying: two promises in place of an absent head, one answered by letter, one by link."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.api_world import World

HEAD = "kepala@bahari.example"
PAPER = ("surat.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "application/pdf")


def ratifying(world: "World") -> None:
    """Asked, ended, asked again, then the letter; and another one by the head's own link."""
    kept = dict(world.ids)
    head = _represented(world)
    here = "/commitments/{commitment_id}/ratification"
    _agreed(world)
    world.call(f"DELETE {here}/request", {})
    world.call(f"POST {here}/request", {})
    said = {"outcome": "ratified", "signed_by_id": head, "letter_date": _today(), "letter_number": "800/7"}
    world.call(f"POST {here}/letter", {}, files={"file": PAPER}, data=said)
    world.call(f"GET {here}", {})
    world.call(f"GET {here}/letter", {})
    world.mail.received.clear()
    _agreed(world)
    link = world.mail.wait_for(HEAD, r"/ratify/(\w+)").group(1)
    world.ids["head_link"] = link
    world.call("GET /ratify/{head_link}", {})
    world.call("PUT /ratify/{head_link}", {})
    world.call("DELETE /ratify/{head_link}", {})
    world.call("PUT /ratify/{head_link}", {})
    world.call(f"POST {here}/set-back", {})
    world.ids["head_link"] = world.mail.wait_for(HEAD, r"/ratify/(\w+)", of="Jawaban diberikan").group(1)
    world.ids = kept | {"head_link": world.ids["head_link"]}


def _represented(world: "World") -> str:
    """An institution whose head stays away, and the guest who comes in that place; the head's id."""
    ids = world.ids
    office = world.call("POST /institutions", {"name": "Dinas Bahari", "short_name": "", "email": ""})
    ids["institution_id"] = office["id"]
    facts = {"full_name": "Bahari Utama", "email": HEAD, "position": "Kepala Dinas", "is_head": True}
    head = world.call("POST /people", facts | {"institution_id": office["id"], "nip": None, "phone": None})[
        "id"
    ]
    invitees = [{"institution_id": "", "seats": 1}]
    world.call("POST /events/{event_id}/invitations", {"invitees": invitees, "send": False})
    rows = world.call("GET /events/{event_id}/invitations", {}, params={"limit": 500})["items"]
    [mine] = [row for row in rows if row["institution_id"] == office["id"]]
    ids["token"] = mine["rsvp_url"].rsplit("/", 1)[1]
    world.call("PUT /rsvp/{token}", {"representatives": [{"full_name": "Wakil Bahari"}]})
    rows = world.call("GET /events/{event_id}/invitations", {}, params={"limit": 500})["items"]
    [mine] = [row for row in rows if row["institution_id"] == office["id"]]
    ids["guest_id"] = mine["guests"][0]["id"]
    return str(head)


def _agreed(world: "World") -> None:
    texts = {"title": "Patroli laut", "statement": "Kami berpatroli.", "expected_result": "Ada patroli."}
    due = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    action = {"deliverable": "Jadwal", "due": due, "responsible_institution_id": "", "title": "Jadwal"}
    body = texts | {"actions": [action], "attendance_guest_id": "", "position_id": None}
    made = world.call("POST /events/{event_id}/commitments", body)
    assert made["ratification"] == "pending", made
    world.ids["commitment_id"] = made["id"]
    world.call("POST /commitments/{commitment_id}/agreement", {})


def _today() -> str:
    """The day it is in Jakarta."""
    return (datetime.now(UTC) + timedelta(hours=7)).date().isoformat()
