"""Reports, papers, exports and the outbox."""

import csv
import io
import zipfile

from tests.contract.calls import day, event, faults, institution, must, ok
from tests.contract.promises import agreed, submitted
from tests.people import Cast, Somebody

PAPERS = ["invitation-letters", "attendance-list", "badges", "minutes", "follow-up-matrix"]
EXPORTS = ["invitations", "attendance", "scans", "actions"]


async def test_a_report_counts_actions_and_hides_rates_of_few(owner: Somebody, eko: Somebody) -> None:
    made = await event(owner.api, theme="TPPO")
    kept = [await agreed(owner, made, due=day(-5 if n == 0 else 30)) for n in range(6)]
    for one in kept[1:3]:
        sent = await submitted(owner, one.action)
        verdict = {"verdict": "accepted"}
        await must(eko.api.post(f"/submissions/{sent['id']}/verification", json=verdict))
    report = await ok(owner.api.get("/reports/commitments"))
    assert report.keys() >= {
        *("commitments", "total", "verified", "infeasible", "cancelled", "overdue", "completion_rate"),
        *("on_time_rate", "median_days_late", "by_institution", "ageing"),
    }
    assert (report["commitments"], report["total"], report["verified"], report["overdue"]) == (6, 6, 2, 1)
    assert abs(report["completion_rate"] - 2 / 6) < 0.001
    assert report["on_time_rate"] is None
    assert len(report["by_institution"]) == 6
    assert isinstance(report["ageing"], dict)
    few = await ok(owner.api.get("/reports/commitments", params={"institution_id": kept[0].promiser["id"]}))
    assert (few["total"], few["completion_rate"]) == (1, None)
    for params, total in (
        ({"theme": "TPPO"}, 6),
        ({"theme": "lain"}, 0),
        ({"from": day(-1), "to": day(1)}, 6),
        ({"from": day(2)}, 0),
        ({"to": day(-2)}, 0),
    ):
        assert (await ok(owner.api.get("/reports/commitments", params=params)))["total"] == total, params
    for path in ("/reports/commitments", "/reports/plots/funnel"):
        found = await faults(owner.api.get(path, params={"from": "x", "institution_id": "y"}))
        assert found.keys() == {"from", "institution_id"}


async def test_papers_are_pdf_and_exports_open(owner: Somebody) -> None:
    kept = await agreed(owner)
    root = f"/events/{kept.event['id']}"
    body = {"full_name": "Ani Lestari", "walk_in": True, "institution_id": kept.promiser["id"]}
    await must(owner.api.post(f"{root}/guests", json=body))
    invitees = {"invitees": [{"institution_id": kept.promiser["id"]}], "send": False}
    await must(owner.api.post(f"{root}/invitations", json=invitees))
    for name in PAPERS:
        answer = await owner.api.get(f"{root}/documents/{name}.pdf")
        assert answer.status_code == 200, (name, answer.text[:300])
        assert answer.headers["content-type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF"), name
    for name in EXPORTS:
        table = await owner.api.get(f"{root}/exports/{name}.csv")
        assert table.headers["content-type"].startswith("text/csv"), name
        rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
        assert len(rows) == 2, (name, rows)
        book = await owner.api.get(f"{root}/exports/{name}.xlsx")
        assert "spreadsheetml" in book.headers["content-type"]
        assert zipfile.ZipFile(io.BytesIO(book.content)).testzip() is None
    for path in ("documents/other.pdf", "exports/other.csv", "exports/scans.pdf"):
        answer = await owner.api.get(f"{root}/{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_papers_are_for_those_who_may_read(owner: Somebody, charlie: Somebody, cast: Cast) -> None:
    made = await event(owner.api)
    nobody = await cast.client("/api/v1")
    for path in ("documents/badges.pdf", "exports/scans.csv"):
        assert (await charlie.api.get(f"/events/{made['id']}/{path}")).status_code == 404
        assert (await nobody.get(f"/events/{made['id']}/{path}")).status_code == 401


async def test_held_invitations_show_their_link_to_organisers_only(alice: Somebody, owner: Somebody) -> None:
    made, office = await event(alice.api), await institution(alice.api, email="dinas@kota.example")
    body = {"invitees": [{"institution_id": office["id"]}], "send": True}
    await must(alice.api.post(f"/events/{made['id']}/invitations", json=body))
    link = (await ok(alice.api.get(f"/events/{made['id']}/invitations")))["items"][0]["rsvp_url"]
    page = await ok(alice.api.get("/outbox", params={"event_id": made["id"], "state": "held"}))
    message = page["items"][0]
    assert message.keys() >= {"id", "to", "subject", "state", "attempts", "last_error", "text"}
    facts = (message["to"], message["state"], message["attempts"], message["last_error"])
    assert facts == ("dinas@kota.example", "held", 0, None)
    assert link in message["text"]
    assert await ok(alice.api.get(f"/outbox/{message['id']}")) == message
    assert (await ok(alice.api.get("/outbox", params={"state": "sent"})))["items"] == []
    assert (await faults(alice.api.get("/outbox", params={"state": "x", "event_id": "y"}))).keys() == {
        "state",
        "event_id",
    }


async def test_account_links_are_shown_to_nobody(owner: Somebody) -> None:
    data = {"name": "Hadi", "email": "hadi@kota.example", "roles": "viewer", "language": "en"}
    page = await owner.web.post("/settings/users", data)
    assert page.status_code in (200, 303), page.text[:300]
    for message in (await ok(owner.api.get("/outbox")))["items"]:
        assert "/login/" not in message["text"]
        assert "/setup/" not in message["text"]
