"""The JSON doors as outside programs use them, and who gets in."""

from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from events_app import clock
from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.commitments.tables import ActionState
from events_app.database import counting_queries, fetch_value
from tests import make_commitments as make
from tests.people import Cast, Somebody

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


async def test_journey_from_promise_to_verdict(
    city: Organisation, dewi: Somebody, chair: Somebody, eko: Somebody
) -> None:
    here = await make.scene(city)
    made = await dewi.api.post(f"/events/{here.event.id}/commitments", json=make.body(here))
    assert made.status_code == 201, made.text
    promise = made.json()
    assert (promise["state"], promise["actions"][0]["state"]) == ("draft", "draft")
    assert promise["actions"][0]["ref"] == promise["ref"] + "/1"

    agreed = await chair.api.post(f"/commitments/{promise['id']}/agreement")
    assert (agreed.status_code, agreed.json()["state"]) == (200, "agreed")
    action = agreed.json()["actions"][0]
    assert (action["state"], action["original_due"]) == ("open", "2027-03-31")

    update = await dewi.api.post(
        f"/actions/{action['id']}/updates", json={"percent": 40, "narrative": "Lima dari dua belas."}
    )
    assert (update.status_code, update.json()["obstacle"]) == (201, "none")
    assert update.json()["reported_for"] == str(clock.today("Asia/Jakarta"))

    submission = await dewi.api.post(
        f"/actions/{action['id']}/submissions",
        data={"statement": "Selesai."},
        files=[
            ("files[]", ("sk.pdf", PDF, "application/pdf")),
            ("files[]", ("daftar.txt", b"posko", "text/plain")),
        ],
    )
    assert submission.status_code == 201, submission.text
    assert [one["media_type"] for one in submission.json()["evidence"]] == ["application/pdf", "text/plain"]

    own = await dewi.api.post(
        f"/submissions/{submission.json()['id']}/verification", json={"verdict": "accepted"}
    )
    assert (own.status_code, own.json()["code"]) == (403, "own_work")

    back = await eko.api.post(
        f"/submissions/{submission.json()['id']}/verification",
        json={"verdict": "returned", "reason": "Kurang."},
    )
    assert (back.status_code, back.json()["verdict"]) == (201, "returned")

    again = await dewi.api.post(
        f"/actions/{action['id']}/submissions",
        json={"statement": "Lengkap.", "links": ["https://posko.example/"]},
    )
    verdict = await eko.api.post(
        f"/submissions/{again.json()['id']}/verification", json={"verdict": "accepted"}
    )
    assert verdict.status_code == 201
    done = (await dewi.api.get(f"/actions/{action['id']}")).json()
    assert (done["state"], done["percent"], done["overdue"]) == ("verified", 100, False)
    assert done["done_on"] == str(clock.today("Asia/Jakarta"))


async def test_recording_refuses_with_all_faults_at_once(city: Organisation, dewi: Somebody) -> None:
    here = await make.scene(city)
    body = make.body(here, title="", actions=[{"title": "x", "due": "besok", "colour": "red"}])
    answer = await dewi.api.post(f"/events/{here.event.id}/commitments", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert {fault["field"] for fault in answer.json()["errors"]} >= {
        "title",
        "actions.0.deliverable",
        "actions.0.responsible_institution_id",
        "actions.0.due",
        "actions.0.colour",
    }


async def test_promise_of_an_absent_guest_is_kept_with_a_warning(city: Organisation, dewi: Somebody) -> None:
    from tests import make_invitations

    here = await make.scene(city)
    guest = await make_invitations.guest(here.event, "Budi")
    body = make.body(here, attendance_guest_id=str(guest.id))
    made = await dewi.api.post(f"/events/{here.event.id}/commitments", json=body)
    assert [one["code"] for one in made.json()["warnings"]] == ["guest_not_present"]
    assert made.json()["attendance_guest"] == "Budi"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"statement": "Selesai."}, "files"),
        ({"statement": "", "links": ["https://a.example"]}, "statement"),
        ({"statement": "x", "links": ["javascript:alert(1)"]}, "links.0"),
        ({"statement": "x", "links": ["https://a.example"], "evidence_date": "2199-01-01"}, "evidence_date"),
        ({"statement": "x", "links": ["https://a.example"], "unknown": 1}, "unknown"),
    ],
)
async def test_submission_without_proper_evidence_is_invalid(
    body: dict[str, Any], field: str, city: Organisation, dewi: Somebody
) -> None:
    row = await make.opened(city, await make.scene(city))
    answer = await dewi.api.post(f"/actions/{row.id}/submissions", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert [fault["field"] for fault in answer.json()["errors"]] == [field]
    assert await fetch_value("SELECT count(*) FROM submission") == 0


async def test_submission_of_broken_json_is_invalid(city: Organisation, dewi: Somebody) -> None:
    row = await make.opened(city, await make.scene(city))
    answer = await dewi.api.post(
        f"/actions/{row.id}/submissions", content=b"{", headers={"content-type": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_submission_names_every_bad_file(city: Organisation, dewi: Somebody) -> None:
    row = await make.opened(city, await make.scene(city))
    files = [
        ("files[]", ("a.pdf", b"MZ\x00\x01 not a pdf", "application/pdf")),
        ("files", ("kosong.pdf", b"", "application/pdf")),
    ]
    answer = await dewi.api.post(f"/actions/{row.id}/submissions", data={"statement": "x"}, files=files)
    assert {fault["code"] for fault in answer.json()["errors"]} == {"file_kind_refused", "file_empty"}
    assert await fetch_value("SELECT count(*) FROM document") == 0


async def test_evidence_is_downloaded_never_shown(city: Organisation, dewi: Somebody) -> None:
    row = await make.opened(city, await make.scene(city))
    made = await dewi.api.post(
        f"/actions/{row.id}/submissions", data={"statement": "x"}, files=[("files", ("sk.pdf", PDF))]
    )
    [one] = made.json()["evidence"]
    content = await dewi.api.get(one["content_url"].removeprefix("/api/v1"))
    assert content.content == PDF
    assert content.headers["content-disposition"].startswith("attachment")
    assert content.headers["content-security-policy"].startswith("sandbox")
    assert (await dewi.api.get(f"/evidence/{one['id']}")).json() == one
    listed = await dewi.api.get(f"/submissions/{made.json()['id']}/evidence")
    assert listed.json()["items"] == [one]


async def test_due_change_waits_for_the_chair_and_keeps_the_first_date(
    city: Organisation, dewi: Somebody, chair: Somebody
) -> None:
    row = await make.opened(city, await make.scene(city))
    asked = await dewi.api.post(
        f"/actions/{row.id}/due-changes", json={"due": "2027-06-30", "reason": "Banjir."}
    )
    assert (asked.status_code, asked.json()["decision"]) == (201, "pending")
    twice = await dewi.api.post(
        f"/actions/{row.id}/due-changes", json={"due": "2027-07-30", "reason": "Lagi."}
    )
    assert (twice.status_code, twice.json()["code"]) == (409, "due_change_pending")
    path = f"/due-changes/{asked.json()['id']}/decision"
    assert (await dewi.api.post(path, json={"decision": "approved"})).status_code == 403
    decided = await chair.api.post(path, json={"decision": "approved"})
    assert decided.json()["decided_by"] == "Fitri"
    late = await chair.api.post(path, json={"decision": "rejected"})
    assert (late.status_code, late.json()["code"]) == (409, "already_decided")
    action = (await dewi.api.get(f"/actions/{row.id}")).json()
    assert (action["due"], action["original_due"]) == ("2027-06-30", "2027-03-31")


async def test_rejected_due_change_leaves_the_date(
    city: Organisation, dewi: Somebody, chair: Somebody
) -> None:
    row = await make.opened(city, await make.scene(city))
    asked = await dewi.api.post(
        f"/actions/{row.id}/due-changes", json={"due": "2027-06-30", "reason": "Banjir."}
    )
    await chair.api.post(f"/due-changes/{asked.json()['id']}/decision", json={"decision": "rejected"})
    assert (await dewi.api.get(f"/actions/{row.id}")).json()["due"] == "2027-03-31"
    assert (await dewi.api.get(f"/actions/{row.id}/due-changes")).json()["items"][0]["decision"] == "rejected"


async def test_pending_is_no_decision(city: Organisation, dewi: Somebody, chair: Somebody) -> None:
    row = await make.opened(city, await make.scene(city))
    asked = await dewi.api.post(f"/actions/{row.id}/due-changes", json={"due": "2027-06-30", "reason": "x"})
    answer = await chair.api.post(f"/due-changes/{asked.json()['id']}/decision", json={"decision": "pending"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "decision")


async def test_overdue_is_derived_on_the_events_own_day(city: Organisation, dewi: Somebody) -> None:
    here = await make.scene(city)
    today = clock.today("Asia/Jakarta")
    now = clock.now()
    await make.opened(city, here, now, title="kemarin", due=today - timedelta(days=1))
    await make.opened(city, here, now, title="hari ini", due=today)
    late = (await dewi.api.get("/actions", params={"overdue": "true"})).json()["items"]
    assert [(one["title"], one["days_late"]) for one in late] == [("kemarin", 1)]
    fine = (await dewi.api.get("/actions", params={"overdue": "false"})).json()["items"]
    assert [one["title"] for one in fine] == ["hari ini"]


async def test_actions_are_found_by_state_institution_event_and_words(
    city: Organisation, dewi: Somebody
) -> None:
    here = await make.scene(city)
    first = await make.in_state(city, here, ActionState.in_progress, title="Pelatihan kader")
    await make.opened(city, here, responsible_institution_id=here.other.id, responsible_person_id=None)
    for asked in (
        {"state": "in_progress"},
        {"q": "KADER"},
        {"institution_id": str(here.promiser.id)},
    ):
        found = (await dewi.api.get("/actions", params=asked)).json()["items"]
        assert [one["id"] for one in found] == [str(first.id)], asked
    at_event = (await dewi.api.get("/actions", params={"event_id": str(here.event.id)})).json()["items"]
    assert len(at_event) == 2
    assert (await dewi.api.get("/actions", params={"q": "100%"})).json()["items"] == []
    assert (await dewi.api.get("/actions", params={"state": "sleeping"})).status_code in (400, 422)


async def test_lists_page_by_cursor_without_loss(city: Organisation, dewi: Somebody) -> None:
    here = await make.scene(city)
    for day in (3, 1, 2, 1, 3):
        await make.opened(city, here, due=date(2027, 5, day))
    seen, cursor = [], None
    while True:
        page = (
            await dewi.api.get("/actions", params={"limit": 2} | ({"cursor": cursor} if cursor else {}))
        ).json()
        seen += [one["due"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == sorted(seen)
    assert len(seen) == 5
    first = (await dewi.api.get("/commitments", params={"limit": 3})).json()
    rest = (await dewi.api.get("/commitments", params={"limit": 3, "cursor": first["next"]})).json()
    assert len({one["id"] for one in first["items"] + rest["items"]}) == 5


async def test_withdrawn_submission_can_be_sent_again(
    city: Organisation, dewi: Somebody, eko: Somebody
) -> None:
    row = await make.opened(city, await make.scene(city))
    body = {"statement": "x", "links": ["https://a.example"]}
    first = (await dewi.api.post(f"/actions/{row.id}/submissions", json=body)).json()
    back = await dewi.api.post(f"/submissions/{first['id']}/withdrawal")
    assert back.json()["withdrawn_at"] is not None
    judged = await eko.api.post(f"/submissions/{first['id']}/verification", json={"verdict": "accepted"})
    assert (judged.status_code, judged.json()["code"]) == (409, "already_withdrawn")
    second = (await dewi.api.post(f"/actions/{row.id}/submissions", json=body)).json()
    assert second["no"] == 2


async def test_user_of_the_responsible_institution_works_without_the_right(
    city: Organisation, cast: Cast
) -> None:
    here = await make.scene(city)
    row = await make.opened(city, here)
    inside = await cast.somebody(city, "Hadi", Role.viewer, institution=here.promiser.id)
    outside = await cast.somebody(city, "Ida", Role.viewer, institution=here.other.id)
    body = {"percent": 10, "narrative": "Mulai."}
    assert (await inside.api.post(f"/actions/{row.id}/updates", json=body)).status_code == 201
    refused = await outside.api.post(f"/actions/{row.id}/updates", json=body)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


async def test_queue_shows_what_i_may_judge(
    city: Organisation, dewi: Somebody, eko: Somebody, cast: Cast
) -> None:
    here = await make.scene(city)
    mine = await make.in_state(city, here, ActionState.submitted, verifier_institution_id=here.verifier.id)
    named = await cast.somebody(city, "Joko", Role.verifier, institution=here.verifier.id)
    other = await cast.somebody(city, "Kris", Role.verifier, institution=here.other.id)
    worker = await cast.somebody(city, "Lina", Role.verifier, institution=here.promiser.id)
    for somebody, expected in ((eko, [mine.id]), (named, [mine.id]), (other, []), (worker, [])):
        found = (await somebody.api.get("/verifications")).json()["items"]
        assert [one["id"] for one in found] == [str(one) for one in expected], somebody.user.name
    assert (await dewi.api.get("/verifications")).status_code == 403


WRITES = ("updates", "submissions", "due-changes", "cancellation", "reopening", "infeasibility")


async def test_strangers_find_nothing(city: Organisation, charlie: Somebody, dewi: Somebody) -> None:
    here = await make.scene(city)
    row = await make.in_state(city, here, ActionState.submitted)
    submission = await fetch_value("SELECT id FROM submission")
    evidence = await fetch_value("SELECT id FROM evidence")
    paths = [
        f"/commitments/{row.commitment}",
        f"/commitments/{row.commitment}/actions",
        f"/events/{here.event.id}/commitments",
        f"/actions/{row.id}",
        *(f"/actions/{row.id}/{name}" for name in ("updates", "submissions", "due-changes")),
        f"/submissions/{submission}",
        f"/submissions/{submission}/evidence",
        f"/evidence/{evidence}",
    ]
    for path in paths:
        assert (await dewi.api.get(path)).status_code == 200, path
        stranger = await charlie.api.get(path)
        assert (stranger.status_code, stranger.json()["code"]) == (404, "not_found"), path
    verdict = {"verdict": "accepted"}
    judged = await charlie.api.post(f"/submissions/{submission}/verification", json=verdict)
    assert judged.status_code == 404
    assert (await charlie.api.post(f"/commitments/{row.commitment}/agreement")).status_code == 404
    assert (await charlie.api.get("/actions")).json()["items"] == []
    assert (await charlie.api.get("/commitments")).json()["items"] == []


async def test_confidential_events_are_for_those_who_may(
    city: Organisation, eko: Somebody, dewi: Somebody, bob: Somebody, client: httpx.AsyncClient
) -> None:
    row = await make.opened(city, await make.scene(city, confidential=True))
    assert (await dewi.api.get(f"/actions/{row.id}")).status_code == 200
    for somebody in (eko, bob):
        assert (await somebody.api.get(f"/actions/{row.id}")).status_code in (403, 404)
    assert (await eko.api.get("/actions")).json()["items"] == []
    assert (await eko.api.get("/commitments")).json()["items"] == []
    assert (await client.get(f"/api/v1/actions/{row.id}")).status_code == 401


async def test_roles_agree_and_decide_only_as_chair(
    city: Organisation, alice: Somebody, bob: Somebody, dewi: Somebody, eko: Somebody, chair: Somebody
) -> None:
    here = await make.scene(city)
    draft = await make.draft(city, here)
    for somebody in (alice, bob, dewi, eko):
        answer = await somebody.api.post(f"/commitments/{draft.id}/agreement")
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), somebody.user.name
    assert (await chair.api.post(f"/commitments/{draft.id}/agreement")).status_code == 200
    again = await chair.api.post(f"/commitments/{draft.id}/agreement")
    assert (again.status_code, again.json()["code"]) == (409, "not_a_draft")


@pytest.mark.parametrize("path", ["/actions", "/commitments", "/verifications"])
async def test_lists_cost_the_same_for_many(path: str, city: Organisation, owner: Somebody) -> None:
    here = await make.scene(city)
    counts = []
    for more in (3, 12):
        for _ in range(more):
            await make.in_state(city, here, ActionState.submitted)
        with counting_queries() as count:
            answer = await owner.api.get(path, params={"limit": 100})
        assert len(answer.json()["items"]) >= more
        counts.append(count.count)
    assert counts[0] == counts[1]
