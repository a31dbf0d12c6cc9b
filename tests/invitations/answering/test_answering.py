"""Answering from both sides: names, needs, notices, answers noted by staff, taken back, and fresh links."""

from datetime import timedelta
from typing import Any

import httpx

from events_app import clock
from events_app.database import fetch, fetch_value
from events_app.events.tables import Event
from events_app.invitations import links
from events_app.invitations.forms import Representative
from events_app.invitations.tables import Guest, Invitation
from tests import make_checkin, make_events, make_invitations, make_stakeholders
from tests.people import Browser, Somebody

HEARD = {"said_by": "Kartini, sekretaris", "said_at": "2026-01-05T09:30:00+07:00"}


def token(invitation: Invitation, version: int = 1) -> str:
    return links.rsvp_token(invitation.id, version)


def yes(*names: str, **more: Any) -> dict[str, Any]:
    return {"answer": "accepted", "representatives": [{"full_name": name} | more for name in names]}


async def asked(
    alice: Somebody, *, email: str = "dinsos@kota.example", head: str = "kepala@kota.example", **event: Any
) -> Invitation:
    """A department of two seats whose head is Pak Hasan."""
    published = await make_events.published(alice.actor.organisation, **event)
    office = await make_stakeholders.institution(alice.actor, "Dinas Sosial", email=email)
    await make_stakeholders.person(
        alice.actor,
        "Hasan Basri",
        institution_id=office.id,
        position="Kepala Dinas",
        is_head=True,
        email=head,
    )
    return await make_invitations.invitation(published, office, seats=2, send=True)


def staff(invitation: Invitation) -> str:
    return f"/events/{invitation.event}/invitations/{invitation.id}"


async def notices() -> list[Any]:
    return await fetch(
        "SELECT to_address, text FROM message WHERE kind = 'invitations.representatives_named' ORDER BY id"
    )


async def test_needs_are_read_by_the_office_alone_and_kept_until_said_anew(
    alice: Somebody, dewi: Somebody, bob: Somebody, public: Browser, client: httpx.AsyncClient
) -> None:
    invitation = await asked(alice)
    await make_events.door_staff(await _event(invitation), bob.user.id)
    path = f"/api/v1/rsvp/{token(invitation)}"
    assert "Kursi roda" not in (await client.put(path, json=yes("Sari", needs="Kursi roda"))).text
    assert "Kursi roda" not in (await client.get(path)).text
    assert "Kursi roda" not in (await public.get(f"/rsvp/{token(invitation)}")).text
    guests = f"/events/{invitation.event}/guests"
    assert (await alice.api.get(guests)).json()["items"][0]["needs"] == "Kursi roda"
    assert (await dewi.api.get(guests)).json()["items"][0]["needs"] is None
    assert (await bob.api.get(guests)).json()["items"][0]["needs"] is None
    assert "Kursi roda" in (await alice.web.get(guests)).text
    assert "Kursi roda" in (await alice.web.get(staff(invitation))).text
    assert "Kursi roda" not in (await dewi.web.get(staff(invitation))).text
    assert "Kursi roda" not in str(await fetch("SELECT before, after FROM audit_entry"))
    await client.put(path, json=yes("Sari"))
    assert await fetch_value("SELECT needs FROM guest") == "Kursi roda"
    await client.put(path, json=yes("Sari", needs=""))
    assert await fetch_value("SELECT needs FROM guest") == ""


async def test_who_comes_for_an_absent_head_comes_in_their_place(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    invitation = await asked(alice)
    path = f"/api/v1/rsvp/{token(invitation)}"

    async def places() -> dict[str, str]:
        rows = await fetch(
            "SELECT p.full_name, coalesce(h.title, '') AS title FROM guest g JOIN person p ON p.id = g.person"
            " LEFT JOIN position h ON h.id = g.represents WHERE g.state = 'expected'"
        )
        return {row["full_name"]: row["title"] for row in rows}

    await client.put(path, json=yes("Sari", "Budi"))
    assert await places() == {"Sari": "Kepala Dinas", "Budi": "Kepala Dinas"}
    await client.put(path, json=yes("Sari", "Hasan Basri"))
    assert await places() == {"Sari": "", "Hasan Basri": ""}
    await client.put(path, json=yes("Sari"))
    assert await places() == {"Sari": "Kepala Dinas"}


async def test_the_head_hears_once_who_was_named(alice: Somebody, client: httpx.AsyncClient) -> None:
    invitation = await asked(alice)
    path = f"/api/v1/rsvp/{token(invitation)}"
    await client.put(path, json=yes("Sari") | {"said_by": "Ibu Tata Usaha"})
    await client.put(path, json=yes("SARI"))
    (told,) = await notices()
    assert told["to_address"] == "kepala@kota.example"
    assert "Sari" in told["text"]
    assert "Ibu Tata Usaha" in told["text"]
    assert "/rsvp/" not in told["text"]
    assert "{{" not in told["text"]
    await client.put(path, json=yes("Sari", "Budi"))
    await client.put(path, json=yes("Hasan Basri"))
    assert [("Budi" in one["text"]) for one in await notices()] == [False, True]
    assert await fetch_value("SELECT count(*) FROM message WHERE kind = 'invitations.pass'") == 3


async def test_no_notice_goes_to_the_mailbox_that_answered_unless_staff_did(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    invitation = await asked(alice, email="", head="Kepala@kota.example")
    await client.put(f"/api/v1/rsvp/{token(invitation)}", json=yes("Sari"))
    assert await notices() == []
    body = yes("Sari", "Budi") | HEARD
    assert (await alice.api.post(f"{staff(invitation)}/answers", json=body)).status_code == 201
    assert [one["to_address"].casefold() for one in await notices()] == ["kepala@kota.example"]


async def test_a_representative_gets_the_pass_when_an_address_becomes_known(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    invitation = await asked(alice)
    path = f"/api/v1/rsvp/{token(invitation)}"
    for more in ({}, {"email": "sari@kota.example"}, {"email": "sari@kota.example"}):
        await client.put(path, json=yes("Sari", **more))
    sent = await fetch("SELECT to_address FROM message WHERE kind = 'invitations.pass' ORDER BY id")
    assert [row["to_address"] for row in sent] == ["dinsos@kota.example", "sari@kota.example"]


async def test_staff_note_an_answer_with_who_said_so_and_when(
    alice: Somebody, dewi: Somebody, charlie: Somebody
) -> None:
    invitation = await asked(alice)
    path = f"{staff(invitation)}/answers"
    bare = await alice.api.post(path, json=yes("Sari"))
    assert {fault["field"] for fault in bare.json()["errors"]} == {"said_by", "said_at"}
    later = await alice.api.post(path, json=yes("Sari") | HEARD | {"said_at": "2099-01-01T00:00:00Z"})
    assert (later.status_code, later.json()["code"]) == (422, "said_in_the_future")
    first = await alice.api.post(path, json=yes("Sari") | HEARD)
    assert first.status_code == 201
    second = (await alice.api.post(path, json=yes("Budi") | HEARD | {"note": "Nomor kantor"})).json()
    assert (second["by"], second["staff"], second["said_by"]) == ("staff", "Alice", "Kartini, sekretaris")
    assert (second["named"], second["kept"], second["left"]) == (["Budi"], [], ["Sari"])
    listed = (await alice.api.get(path)).json()["items"]
    assert listed == [second, first.json()]
    assert (await alice.api.get(f"{path}/{second['id']}")).json() == second
    assert (await dewi.api.post(path, json=yes("Sari") | HEARD)).status_code == 403
    assert (await dewi.api.get(path)).status_code == 403
    assert (await charlie.api.post(path, json=yes("Sari") | HEARD)).status_code == 404


async def test_an_answer_is_taken_back_by_link_and_frees_what_it_took(
    alice: Somebody, client: httpx.AsyncClient, public: Browser
) -> None:
    invitation = await asked(alice, capacity=2)
    path = f"/api/v1/rsvp/{token(invitation)}"
    await client.put(path, json=yes("Sari") | {"said_by": "Orang lain"})
    public.client.cookies.set("lang", "en")
    page = await public.get(f"/rsvp/{token(invitation)}")
    assert "Orang lain" in page.text
    assert "by the link" in page.text
    taken = await public.post(f"/rsvp/{token(invitation)}/taken-back")
    assert taken.headers["location"] == f"/rsvp/{token(invitation)}"
    again = await client.delete(path)
    assert (again.status_code, again.json()) == (200, {"state": "sent", "guests": []})
    (row,) = await fetch("SELECT state, answered_at, answered_by FROM invitation")
    assert (row["state"], row["answered_at"], row["answered_by"]) == ("sent", None, None)
    assert await fetch_value("SELECT state FROM guest") == "cancelled"
    told = (await client.get(path)).json()["answers"]
    assert [one["answer"] for one in told] == ["taken_back", "accepted"]
    assert "The answer was taken back" in (await public.get(f"/rsvp/{token(invitation)}")).text
    assert (await client.put(path, json=yes("Sari"))).json()["state"] == "accepted"


async def test_a_fresh_link_goes_to_the_invited_alone_and_kills_the_old_one(
    alice: Somebody, client: httpx.AsyncClient, public: Browser
) -> None:
    invitation = await asked(alice)
    old = f"/rsvp/{token(invitation)}"
    answer = await public.post(f"{old}/fresh-link")
    assert answer.headers["location"] == "/rsvp/renewed"
    shown = await public.get("/rsvp/renewed")
    assert "dinsos" not in shown.text
    assert token(invitation, 2) not in answer.text + shown.text
    assert (await client.put(f"/api/v1{old}", json=yes("Sari"))).status_code == 404
    assert (await client.get(old)).status_code == 404
    (mail,) = await fetch(
        "SELECT to_address, text, calendar FROM message WHERE kind = 'invitations.fresh_link'"
    )
    assert mail["to_address"] == "dinsos@kota.example"
    assert f"{{{{link:rsvp:{invitation.id}:2:" in mail["text"]
    fresh = f"/api/v1/rsvp/{token(invitation, 2)}"
    assert (await client.put(fresh, json=yes("Sari"))).status_code == 200


async def test_a_link_without_an_address_behind_it_stays_alive(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    invitation = await asked(alice, email="", head="")
    path = f"/api/v1/rsvp/{token(invitation)}"
    refused = await client.post(f"{path}/fresh-link")
    assert (refused.status_code, refused.json()["code"]) == (409, "no_address")
    assert (await client.get(path)).status_code == 200
    given = (await alice.api.post(f"{staff(invitation)}/fresh-link")).json()
    assert given["mailed"] is False
    assert given["rsvp_url"].endswith(token(invitation, 2))
    assert (await client.get(path)).status_code == 404
    by_page = await alice.web.post(f"{staff(invitation)}/fresh-link")
    assert by_page.headers["location"] == staff(invitation)
    assert "hand it over another way" in (await alice.web.get(staff(invitation))).text


async def test_links_are_renewed_by_those_who_invite(
    alice: Somebody, dewi: Somebody, charlie: Somebody
) -> None:
    invitation = await asked(alice)
    for who, status in ((dewi, 403), (charlie, 404)):
        assert (await who.api.post(f"{staff(invitation)}/fresh-link")).status_code == status
        assert (await who.web.post(f"{staff(invitation)}/fresh-link")).status_code == status
        assert (await who.api.get(f"{staff(invitation)}/history")).status_code == status


async def test_the_whole_story_is_told_on_one_page(alice: Somebody, public: Browser) -> None:
    invitation = await asked(alice)
    await public.get(f"/rsvp/{token(invitation)}", headers={"user-agent": "Mozilla/5.0 (Android 14)"})
    await make_invitations.answered(invitation, "accepted", "Sari")
    form = {
        "answer": "accepted",
        "timezone": "Asia/Jakarta",
        "said_at": "2026-01-05T09:30",
        "said_by": "Pak RT",
    }
    await alice.web.post(f"{staff(invitation)}/answer", form | {"representatives.0.full_name": "Budi"})
    await alice.web.post(f"{staff(invitation)}/fresh-link")
    items = (await alice.api.get(f"{staff(invitation)}/history")).json()["items"]
    what = [one["what"] for one in items]
    assert {"asked", "opened", "mail_waits", "accepted", "link_renewed"} <= set(what)
    assert next(one["who"] for one in items if one["what"] == "link_renewed") == "Alice"
    page = (await alice.web.get(staff(invitation))).text
    for words in ("before: Sari", "since then: Budi", "said by Pak RT", "5 January 2026", "noted by Alice"):
        assert words in page, words


async def test_machines_that_draw_previews_do_not_count_as_opened(alice: Somebody, public: Browser) -> None:
    invitation = await asked(alice)
    path = f"/rsvp/{token(invitation)}"
    for agent in (
        "WhatsApp/2.23.20.0 A",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "TelegramBot (like TwitterBot)",
        "",
    ):
        assert (await public.get(path, headers={"user-agent": agent})).status_code == 200
    phone = {"user-agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126 Mobile"}
    await public.client.head(path, headers=phone)
    await public.get(path, headers=phone | {"sec-purpose": "prefetch"})
    assert await fetch_value("SELECT opened_at FROM invitation") is None
    await public.get(path, headers=phone)
    assert await fetch_value("SELECT opened_at FROM invitation") is not None


async def test_changing_the_language_keeps_what_was_typed(alice: Somebody, public: Browser) -> None:
    invitation = await asked(alice, language="id")
    typed = {
        "representatives.0.full_name": "Dra. Kartini",
        "representatives.1.full_name": "Budi",
        "representatives.1.needs": "Kursi roda",
        "reason": "Rapat",
        "said_by": "Sekretaris",
        "language": "en",
    }
    path = f"/rsvp/{token(invitation)}"
    shown = await public.post(f"{path}/language", typed)
    assert shown.status_code == 200
    assert '<html lang="en"' in shown.text
    for text in (
        'value="Dra. Kartini"',
        'value="Budi"',
        ">Kursi roda<",
        'value="Rapat"',
        'value="Sekretaris"',
    ):
        assert text in shown.text, text
    assert "field-error" not in shown.text
    assert public.client.cookies["lang"] == "en"
    assert await fetch_value("SELECT count(*) FROM invitation_answer") == 0
    back = await public.post(f"{path}/language", typed | {"language": "id"})
    assert '<html lang="id"' in back.text


async def test_a_link_used_after_the_event_says_so_and_takes_nothing(
    alice: Somebody, client: httpx.AsyncClient, public: Browser
) -> None:
    invitation = await asked(alice)
    past = "UPDATE event SET starts_at = '2026-01-01', ends_at = '2026-01-02' WHERE id = $1"
    await fetch(past, invitation.event)
    path = f"/rsvp/{token(invitation)}"
    public.client.cookies.set("lang", "en")
    page = await public.get(path)
    assert "This event is over" in page.text
    assert '<form method="post" action="/rsvp/' not in page.text
    for ending in ("", "/taken-back", "/fresh-link"):
        assert (await public.post(f"{path}{ending}", {"answer": "accepted"})).status_code == 409
    for answer in (
        await client.put(f"/api/v1{path}", json=yes("Sari")),
        await client.delete(f"/api/v1{path}"),
        await client.post(f"/api/v1{path}/fresh-link"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "event_over")


async def test_the_door_says_in_whose_place_somebody_comes_and_what_they_need(alice: Somebody) -> None:
    now = clock.now()
    invitation = await asked(alice, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=3))
    said = [Representative(full_name="Sari", needs="Kursi roda")]
    await make_invitations.answered(invitation, now=now, representatives=said)
    guest = await Guest.objects().get(Guest.invitation == invitation.id)
    assert guest is not None
    scans = make_checkin.scans(guest.short_code)
    done = await alice.api.post(f"/events/{invitation.event}/scans", json=scans)
    seen = done.json()["results"][0]["guest"]
    assert (seen["in_place_of"], seen["note"]) == ("Kepala Dinas", "Kursi roda")
    (entry,) = (await alice.api.get(f"/events/{invitation.event}/roster")).json()["entries"]
    assert entry["in_place_of"] == "Kepala Dinas"
    page = await alice.web.post(f"/door/{invitation.event}", {"code": guest.short_code})
    assert "in place of: Kepala Dinas" in page.text
    assert "Needs: Kursi roda" in page.text


async def _event(invitation: Invitation) -> Event:
    event = await Event.objects().get(Event.id == invitation.event)
    assert event is not None
    return event
