"""The three journeys of docs/architecture.md by the API alone, as an outside program would walk them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx

from tests.people import Cast, Somebody

NOW = datetime.now(UTC)
EVIDENCE = (
    "sk.pdf",
    b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    "application/pdf",
)


async def _must(call: Any, status: int = 201) -> Any:
    answer: httpx.Response = await call
    assert answer.status_code == status, answer.text
    return answer.json()


async def _event(alice: Somebody) -> dict[str, Any]:
    body = {
        "title": "Diskusi Tematik Pencegahan TPPO",
        "kind": "thematic_discussion",
        "theme": "TPPO",
        "timezone": "Asia/Jakarta",
        "starts_at": (NOW - timedelta(minutes=30)).isoformat(),
        "ends_at": (NOW + timedelta(hours=3)).isoformat(),
    }
    event = await _must(alice.api.post("/events", json=body))
    assert event["state"] == "draft"
    published = await _must(alice.api.post(f"/events/{event['id']}/publication"), 200)
    assert published["state"] == "in_progress"
    return dict(published)


async def _institution(alice: Somebody, name: str, kind: str) -> dict[str, Any]:
    body = {"name": name, "kind": kind, "email": f"{uuid4().hex[:8]}@dinas.example"}
    return dict(await _must(alice.api.post("/institutions", json=body)))


async def _answered(
    alice: Somebody, client: httpx.AsyncClient, event: Any, institution: Any
) -> dict[str, Any]:
    """Invited, and answered by the link without an account."""
    body = {"invitees": [{"institution_id": institution["id"], "seats": 2}], "send": True}
    made = await _must(alice.api.post(f"/events/{event['id']}/invitations", json=body))
    assert (made["created"], made["existing"]) == (1, 0)
    again = await _must(alice.api.post(f"/events/{event['id']}/invitations", json=body))
    assert (again["created"], again["existing"]) == (0, 1)
    rows = await _must(alice.api.get(f"/events/{event['id']}/invitations"), 200)
    link = next(i["rsvp_url"] for i in rows["items"] if i["institution_id"] == institution["id"])
    token = link.rsplit("/", 1)[1]
    reply = {
        "answer": "accepted",
        "representatives": [{"full_name": "Dra. Hj. KARTINI, M.Si.", "sex": "female"}],
    }
    answer = await _must(client.put(f"/api/v1/rsvp/{token}", json=reply), 200)
    assert answer["state"] == "accepted"
    return dict(answer["guests"][0])


async def _scan(bob: Somebody, event: Any, code: str, at: datetime) -> dict[str, Any]:
    scan = {"id": str(uuid4()), "code": code, "method": "camera", "scanned_at": at.isoformat()}
    done = await _must(
        bob.api.post(f"/events/{event['id']}/scans", json={"device": "pintu-1", "scans": [scan]}), 200
    )
    return dict(done["results"][0])


async def _assign(alice: Somebody, bob: Somebody, event: Any) -> None:
    page = await alice.web.post(f"/events/{event['id']}/door-staff", {"user_id": str(bob.user.id)})
    assert page.status_code == 303, page.text[:300]


async def _promise(dewi: Somebody, event: Any, promiser: Any, verifier: Any, guest: str) -> dict[str, Any]:
    action = {
        "title": "Menerbitkan SK gugus tugas",
        "deliverable": "SK yang ditandatangani wali kota",
        "responsible_institution_id": promiser["id"],
        "verifier_institution_id": verifier["id"],
        "due": (NOW + timedelta(days=30)).date().isoformat(),
    }
    body = {
        "institution_id": promiser["id"],
        "attendance_guest_id": guest,
        "title": "Membentuk gugus tugas",
        "statement": "Kami akan membentuk gugus tugas daerah.",
        "expected_result": "Gugus tugas terbentuk",
        "actions": [action],
    }
    made = await _must(dewi.api.post(f"/events/{event['id']}/commitments", json=body))
    assert made["state"] == "draft"
    assert made["actions"][0]["state"] == "draft"
    return dict(made)


async def test_an_invitation_becomes_a_verified_action(
    cast: Cast,
    alice: Somebody,
    bob: Somebody,
    dewi: Somebody,
    eko: Somebody,
    chair: Somebody,
    client: httpx.AsyncClient,
) -> None:
    event = await _event(alice)
    dinas = await _institution(alice, "Dinas Sosial Kota Lembayung", "regional_agency")
    inspektorat = await _institution(alice, "Inspektorat", "regional_agency")

    guest = await _answered(alice, client, event, dinas)
    assert guest["display_name"] == "Dra. Hj. Kartini, M.Si."
    await _assign(alice, bob, event)
    first = await _scan(bob, event, guest["pass_url"], NOW)
    assert (first["outcome"], first["guest"]["display_name"]) == ("admitted", guest["display_name"])
    second = await _scan(bob, event, guest["pass_url"].upper(), NOW + timedelta(minutes=1))
    assert (second["outcome"], second["first_in_at"]) == ("already", first["first_in_at"])
    present = await _must(alice.api.get(f"/events/{event['id']}/attendance"), 200)
    assert (present["present"], present["inside"], present["by_sex"]["female"]) == (1, 1, 1)

    commitment = await _promise(dewi, event, dinas, inspektorat, first["guest"]["id"])
    assert (await dewi.api.post(f"/commitments/{commitment['id']}/agreement")).json()["code"] == "not_allowed"
    agreed = await _must(chair.api.post(f"/commitments/{commitment['id']}/agreement"), 200)
    action = agreed["actions"][0]
    assert (agreed["state"], action["state"]) == ("agreed", "open")

    update = {"percent": 60, "narrative": "Naskah SK di bagian hukum", "obstacle": "regulation"}
    await _must(dewi.api.post(f"/actions/{action['id']}/updates", json=update))
    sent = await _must(
        dewi.api.post(
            f"/actions/{action['id']}/submissions",
            data={"statement": "SK terbit"},
            files={"files[]": EVIDENCE},
        )
    )

    await _nobody_judges_their_own(cast, dewi, chair, dinas, inspektorat, sent)
    judge = await cast.somebody(
        await _city(alice), "Yuni", *_roles("verifier"), institution=inspektorat["id"]
    )
    verdict = await _must(
        judge.api.post(f"/submissions/{sent['id']}/verification", json={"verdict": "accepted"})
    )
    assert verdict["verdict"] == "accepted"
    done = await _must(dewi.api.get(f"/actions/{action['id']}"), 200)
    assert done["state"] == "verified"
    report = await _must(dewi.api.get("/reports/commitments"), 200)
    assert (report["total"], report["verified"], report["completion_rate"]) == (1, 1, None)


async def _nobody_judges_their_own(
    cast: Cast, dewi: Somebody, chair: Somebody, promiser: Any, verifier: Any, sent: Any
) -> None:
    """The submitter, the promising institution, another institution's verifier: each gets its named no."""
    city = await _city(dewi)
    path, body = f"/submissions/{sent['id']}/verification", {"verdict": "accepted"}
    own = await cast.somebody(city, "Pram", *_roles("owner"), institution=promiser["id"])
    other = await cast.somebody(
        city, "Rini", *_roles("verifier"), institution=str(await _institution_of(chair, dewi))
    )
    both = await cast.somebody(city, "Tono", *_roles("owner"))
    assert (await own.api.post(path, json=body)).json()["code"] == "own_work"
    assert (await other.api.post(path, json=body)).json()["code"] == "not_the_verifier"
    assert (await dewi.api.post(path, json=body)).status_code == 403
    missing = await both.api.post(path, json={"verdict": "returned"})
    assert (missing.status_code, missing.json()["errors"][0]["field"]) == (422, "reason")


async def _institution_of(_chair: Somebody, dewi: Somebody) -> Any:
    from events_app.accounts.actor import Actor
    from events_app.stakeholders import actions
    from events_app.stakeholders.forms import InstitutionIn
    from events_app.stakeholders.tables import InstitutionKind

    made = await actions.create_institution(
        Actor.system(dewi.actor.organisation), InstitutionIn(name="Kampus Lain", kind=InstitutionKind.campus)
    )
    return made.id


async def _city(somebody: Somebody) -> Any:
    from events_app.accounts.tables import Organisation

    return await Organisation.objects().get(Organisation.id == somebody.actor.organisation)


def _roles(*names: str) -> list[Any]:
    from events_app.accounts.rights import Role

    return [Role(name) for name in names]
