"""Steps of the API's world at the door: settings, admitting anyway, doubts, devices, the board, paper and papers."""

import io
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from pypdf import PdfReader

from tests.browser import api_papers

if TYPE_CHECKING:
    from tests.browser.api_world import World


def walk(world: "World") -> None:
    """Every operation of the door that writes has answered well once."""
    _anyway(world)
    _scans_to_look_at(world)
    _devices(world)
    _board(world)
    _paper(world)
    _papers(world)
    _lists(world)


def at(**later: float) -> str:
    return (datetime.now(UTC) + timedelta(**later)).isoformat()


def _anyway(world: "World") -> None:
    """A guest of honour comes long before the door opens, and is let in with a reason."""
    world.call("PUT /events/{event_id}/door", {})
    world.call("PUT /events/{event_id}/guests/{guest_id}/protocol", {})
    guest = world.call("POST /events/{event_id}/guests", {"full_name": "Tamu Pagi Buta"})
    early = {"id": str(uuid4()), "code": guest["short_code"], "scanned_at": at(days=-300)}
    world.call("POST /events/{event_id}/scans", {"scans": [early]})
    world.ids["scan_id"] = early["id"]
    world.call("POST /events/{event_id}/scans/{scan_id}/override", {})


def _scans_to_look_at(world: "World") -> None:
    """Two doors let one guest in while neither had a network: settled, opened again, settled otherwise."""
    path = "POST /events/{event_id}/scan-conflicts/{conflict_id}"
    guest = world.call("POST /events/{event_id}/guests", {"full_name": "Tamu Dua Pintu"})
    for minutes, door in ((9, "Pintu utara"), (5, "Pintu selatan")):
        scan = {
            "id": str(uuid4()),
            "code": guest["short_code"],
            "scanned_at": at(minutes=-minutes),
            "offline": True,
        }
        world.call("POST /events/{event_id}/scans", {"device": door, "scans": [scan]})
    world.ids["conflict_id"] = world.call("GET /events/{event_id}/scan-conflicts", {})["items"][0]["id"]
    world.call(f"{path}/decision", {})
    world.call(f"{path}/reopening", {})


def _devices(world: "World") -> None:
    """A phone that is to be paired, named anew, given another code, and a second one that is revoked."""
    ids = world.ids
    ids["device_id"] = world.call("POST /events/{event_id}/devices", {})["id"]
    world.call("POST /events/{event_id}/devices/{device_id}/revocation", {})
    ids["device_id"] = world.call("POST /events/{event_id}/devices", {})["id"]
    world.call("PATCH /events/{event_id}/devices/{device_id}", {"name": "HP 9"})
    world.call("POST /events/{event_id}/devices/{device_id}/code", {})
    world.call("GET /events/{event_id}/devices/{device_id}/code", {})


def _board(world: "World") -> None:
    """Rules and screens; one of each stays."""
    for name, body in (("rule", {"label": "Sementara"}), ("screen", {})):
        path = "/events/{event_id}/" + {"rule": "quorum-rules", "screen": "screens"}[name]
        world.ids[f"{name}_id"] = world.call(f"POST {path}", body)["id"]
        world.call(f"DELETE {path}/{{{name}_id}}", {})
        world.ids[f"{name}_id"] = world.call(f"POST {path}", {})["id"]
    world.call("PUT /events/{event_id}/quorum-rules/{rule_id}", {"row_version": None})


def _paper(world: "World") -> None:
    """A guest who is excused, comes after all by the paper list, and is taken back; and a list of names."""
    guest = world.call("POST /events/{event_id}/guests", {"full_name": "Rina Kertas"})
    world.ids["guest_id"] = guest["id"]
    world.call("PUT /events/{event_id}/guests/{guest_id}/excuse", {})
    world.call("GET /events/{event_id}/guests/{guest_id}/excuse", {})
    world.call("DELETE /events/{event_id}/guests/{guest_id}/excuse", {})
    world.call("PUT /events/{event_id}/guests/{guest_id}/excuse", {})
    marks = [{"guest_id": guest["id"], "at": at(minutes=-1)}]
    done = world.call("POST /events/{event_id}/paper-marks", {"marks": marks})
    world.ids["batch_id"] = done["batch"]["id"]
    world.call("POST /events/{event_id}/paper-marks/{batch_id}/undo", {})
    table = ("hadir.csv", b"Nama\nRina Kertas\n", "text/csv")
    world.call("POST /events/{event_id}/imports/attendance", {}, files={"file": table})


def _papers(world: "World") -> None:
    """A walk-in signs, is taken off and signs again; badges are made by the worker meanwhile."""
    by_name = {"id": str(uuid4()), "full_name": "Nyoman", "scanned_at": at(minutes=-1)}
    world.call("POST /events/{event_id}/walk-ins", by_name)
    world.call("PUT /events/{event_id}/signing", {})
    come = world.call("POST /events/{event_id}/guests", {"full_name": "Wayan", "walk_in": True})
    world.ids["guest_id"] = come["id"]
    signature = "/events/{event_id}/guests/{guest_id}/signature"
    world.call(f"POST {signature}", {})
    world.call(f"DELETE {signature}", {})
    world.call(f"POST {signature}", {})
    world.call("PUT /events/{event_id}/badge-roles", {"guest_ids": [come["id"]]})
    world.ids["run_id"] = world.call("POST /events/{event_id}/paper-runs", {"people": "all"})["id"]
    api_papers.made(world, api_papers.OF_EVENT)


def _lists(world: "World") -> None:
    """The attendance list, and the check of it by the address that is printed on it."""
    made = world.owner.get(f"events/{world.ids['event_id']}/documents/attendance-list.pdf")
    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made.content)).pages)
    found = re.search(r"/verify/list/([0-9A-Z]{26})", re.sub(r"\s", "", printed))
    assert found, printed
    world.ids["list_code"] = found[1]
    file = {"file": ("list.pdf", made.content, "application/pdf")}
    assert world.call("POST /verify/list/{list_code}", {}, files=file)["same"]
