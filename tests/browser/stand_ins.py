"""Somebody who comes to a meeting in place of the head of an office, as the API makes it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx


@dataclass(frozen=True)
class StandIn:
    """The office, its head's mailbox, the meeting that is under way, and the guest who came instead."""

    event: str
    office: str
    mailbox: str
    guest: dict[str, Any]


def at(**later: float) -> str:
    return (datetime.now(UTC) + timedelta(**later)).isoformat()


def post(api: httpx.Client, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = api.post(path, json=body)
    assert answer.is_success, f"{path}: {answer.status_code} {answer.text}"
    return dict(answer.json())


def stand_in(api: httpx.Client, head: str) -> StandIn:
    """A meeting to which an office was invited; its head sends Rudi Wakil."""
    office = post(api, "institutions", {"name": f"Dinas {head}", "kind": "regional_agency"})["id"]
    mailbox = f"{head}@wakil.example"
    facts = {"full_name": "Hj. Mutia Rahman", "email": mailbox, "position": "Kepala Dinas"}
    post(api, "people", facts | {"institution_id": office, "is_head": True})
    plan = {"title": "Rapat", "kind": "coordination_meeting", "timezone": "Asia/Jakarta"}
    event = post(api, "events", plan | {"starts_at": at(minutes=-30), "ends_at": at(hours=2)})["id"]
    post(api, f"events/{event}/publication", {})
    post(api, f"events/{event}/invitations", {"invitees": [{"institution_id": office}], "send": False})
    token = _invitation(api, event)["rsvp_url"].rsplit("/", 1)[1]
    people = {"answer": "accepted", "representatives": [{"full_name": "Rudi Wakil"}]}
    assert api.put(f"rsvp/{token}", json=people).is_success
    return StandIn(event, office, mailbox, _invitation(api, event)["guests"][0])


def _invitation(api: httpx.Client, event: str) -> dict[str, Any]:
    [row] = api.get(f"events/{event}/invitations").json()["items"]
    return dict(row)
