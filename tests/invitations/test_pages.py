"""The pages: choosing, sending, answering without an account, the pass, the guest list."""

from typing import Any

from events_app.database import counting_queries, fetch, fetch_value
from events_app.invitations import links
from events_app.invitations.tables import Guest, Invitation
from tests import make_events, make_invitations, make_stakeholders
from tests.people import Browser, Somebody


def rsvp(invitation: Invitation) -> str:
    return f"/rsvp/{links.rsvp_token(invitation.id, invitation.link_version)}"


def rows(*people: dict[str, str]) -> dict[str, str]:
    return {f"representatives.{n}.{key}": text for n, one in enumerate(people) for key, text in one.items()}


async def asked(alice: Somebody, *, seats: int = 2, **event: Any) -> Invitation:
    published = await make_events.published(alice.actor.organisation, **event)
    office = await make_stakeholders.institution(alice.actor, "Dinas Sosial", email="dinsos@kota.example")
    return await make_invitations.invitation(published, office, seats=seats, send=True)


async def test_answer_page_asks_only_for_what_there_is(alice: Somebody, public: Browser) -> None:
    invitation = await asked(alice)
    await public.get(rsvp(invitation))
    with counting_queries() as untouched:
        await public.get(rsvp(invitation))
    await public.post(rsvp(invitation), {"answer": "accepted"} | rows({"full_name": "Kartini"}))
    with counting_queries() as answered:
        page = await public.get(rsvp(invitation))
    assert (len(untouched.statements), len(answered.statements)) == (1, 1)
    assert "Kartini" in page.text


async def test_opening_a_link_answers_nothing(alice: Somebody, public: Browser) -> None:
    invitation = await asked(alice)
    before = await fetch("SELECT state, answered_at FROM invitation")
    for _ in range(3):
        assert "Diskusi Tematik" in (await public.get(rsvp(invitation))).text
    await public.client.head(rsvp(invitation))
    assert await fetch("SELECT state, answered_at FROM invitation") == before
    assert await fetch_value("SELECT count(*) FROM invitation_answer") == 0
    assert await fetch_value("SELECT opened_at FROM invitation") is not None


async def test_a_yes_on_the_page_shows_the_passes(alice: Somebody, public: Browser) -> None:
    invitation = await asked(alice)
    people = rows(
        {"full_name": ""}, {"full_name": "Dra. Kartini", "sex": "female", "email": "k@kota.example"}
    )
    answer = await public.post(rsvp(invitation), {"answer": "accepted"} | people)
    assert answer.status_code == 303
    shown = await public.get(answer.headers["location"])
    guest = await Guest.objects().get(Guest.invitation == invitation.id)
    assert guest is not None
    assert "Dra. Kartini" in shown.text
    assert guest.short_code in shown.text
    assert "<svg" in shown.text
    card = await public.get(f"/T/{links.pass_token(guest.id, 1)}")
    assert "Dinas Sosial" in card.text
    assert guest.short_code in card.text
    assert await fetch_value("SELECT count(*) FROM attendance") == 0


async def test_a_faulty_answer_keeps_what_was_typed_beside_its_fault(
    alice: Somebody, public: Browser
) -> None:
    invitation = await asked(alice)
    people = rows({"full_name": ""}, {"full_name": "Kartini", "email": "not an address"})
    answer = await public.post(rsvp(invitation), {"answer": "accepted"} | people)
    assert answer.status_code == 422
    assert "not an address" in answer.text
    assert 'id="f-representatives-0-email-error"' in answer.text
    assert await fetch_value("SELECT count(*) FROM guest") == 0


async def test_the_page_says_when_it_is_full_and_speaks_the_events_language(
    alice: Somebody, public: Browser
) -> None:
    invitation = await asked(alice, capacity=1, language="id")
    full = await public.post(rsvp(invitation), {"answer": "accepted"} | rows({"full_name": "Kartini"}))
    assert full.status_code == 422
    assert '<html lang="id"' in full.text
    public.client.cookies.set("lang", "en")
    english = await public.get(rsvp(invitation))
    assert '<html lang="en"' in english.text


async def test_a_confidential_pass_says_neither_title_nor_theme(alice: Somebody, public: Browser) -> None:
    invitation = await asked(alice, confidential=True, title="Kasus Rahasia", theme="Penyidikan")
    await make_invitations.answered(invitation, "accepted", "Kartini")
    guest = await Guest.objects().get(Guest.invitation == invitation.id)
    assert guest is not None
    card = await public.get(f"/T/{links.pass_token(guest.id, 1)}")
    assert "Kartini" in card.text
    written = await fetch("SELECT subject, text, html, calendar FROM message")
    for text in (card.text, *(str(dict(row)) for row in written)):
        assert "Kasus Rahasia" not in text
        assert "Penyidikan" not in text


async def test_the_calendar_of_a_link_names_nobody_else(alice: Somebody, public: Browser) -> None:
    invitation = await asked(alice)
    file = await public.get(f"{rsvp(invitation)}/calendar.ics")
    assert file.headers["content-type"].startswith("text/calendar")
    assert "METHOD:REQUEST" in file.text
    assert file.text.replace("\r\n ", "").count("ATTENDEE") == 1


async def test_staff_record_an_answer_with_a_note_of_who_said_so(alice: Somebody) -> None:
    invitation = await asked(alice)
    base = f"/events/{invitation.event}/invitations/{invitation.id}"
    bare = await alice.web.post(f"{base}/answer", {"answer": "accepted"} | rows({"full_name": "Kartini"}))
    assert bare.status_code == 422
    heard = {"said_by": "Sekretaris", "said_at": "2026-01-05T09:30", "timezone": "Asia/Jakarta"}
    note = {"answer": "accepted", "note": "Ditelepon sekretaris"} | heard | rows({"full_name": "Kartini"})
    assert (await alice.web.post(f"{base}/answer", note)).headers["location"] == base
    shown = await alice.web.get(base)
    assert "Ditelepon sekretaris" in shown.text
    assert "/rsvp/" in shown.text
    assert await fetch_value("SELECT answered_by FROM invitation") == "staff"


async def test_a_new_pass_revokes_the_old_one(alice: Somebody, public: Browser) -> None:
    invitation = await asked(alice)
    await make_invitations.answered(invitation, "accepted", "Kartini")
    guest = await Guest.objects().get(Guest.invitation == invitation.id)
    assert guest is not None
    base = f"/events/{invitation.event}/guests"
    assert (await alice.web.post(f"{base}/{guest.id}/pass")).status_code == 303
    assert (await public.get(f"/T/{links.pass_token(guest.id, 1)}")).status_code == 404
    assert "Kartini" in (await public.get(f"/T/{links.pass_token(guest.id, 2)}")).text
    await alice.web.post(f"{base}/{guest.id}/cancel")
    public.client.cookies.set("lang", "en")
    assert "no longer valid" in (await public.get(f"/T/{links.pass_token(guest.id, 2)}")).text


async def test_a_participant_is_added_by_hand_once(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    form = {"full_name": "Budi Santoso", "institution_name": "Yayasan Baru", "email": "budi@kota.example"}
    base = f"/events/{event.id}/guests"
    assert (await alice.web.post(base, form)).status_code == 303
    again = await alice.web.post(base, form)
    assert again.status_code == 422
    assert "already on the guest list" in again.text
    assert "Yayasan Baru" in (await alice.web.get(base)).text
    assert await fetch_value("SELECT count(*) FROM message WHERE kind = 'invitations.pass'") == 1


async def test_strangers_find_none_of_it(alice: Somebody, charlie: Somebody, dewi: Somebody) -> None:
    invitation = await asked(alice)
    base = f"/events/{invitation.event}"
    for path in (f"{base}/invitations", f"{base}/invitations/new", f"{base}/guests"):
        assert (await charlie.web.get(path)).status_code == 404
    assert (await charlie.web.post(f"{base}/invitations/{invitation.id}/withdraw")).status_code == 404
    assert (await dewi.web.get(f"{base}/invitations/new")).status_code == 403
    assert "/rsvp/" not in (await dewi.web.get(f"{base}/invitations/{invitation.id}")).text


async def test_long_lists_ask_no_more_questions_than_short_ones(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    counts = []
    for size in (10, 40):
        for n in range(size):
            office = await make_stakeholders.institution(alice.actor, f"Kelurahan {size} {n}")
            one = await make_invitations.invitation(event, office)
            await make_invitations.answered(one, "accepted", "Kartini")
        spent = []
        for path in ("invitations", "guests"):
            with counting_queries() as pages:
                assert "Kartini" in (await alice.web.get(f"/events/{event.id}/{path}")).text
            with counting_queries() as doors:
                assert len((await alice.api.get(f"/events/{event.id}/{path}")).json()["items"]) >= size
            spent.append((len(pages.statements), len(doors.statements)))
        counts.append(spent)
    assert counts[0] == counts[1]


async def test_thousands_of_wrong_rows_are_refused_by_their_number_alone(
    alice: Somebody, public: Browser
) -> None:
    invitation = await asked(alice)
    public.client.cookies.set("lang", "en")
    many = rows(*({"full_name": f"Orang {n}", "email": "salah"} for n in range(5_000)))
    refused = await public.post(rsvp(invitation), {"answer": "accepted"} | many)
    assert refused.status_code == 422
    assert "This invitation has 2 seats; you named 5000 people." in refused.text
    assert refused.text.count(" data-fault>") == 1
    assert ("Orang 21" in refused.text, "Orang 22" in refused.text) == (True, False)
    spoken = await public.post(f"{rsvp(invitation)}/language", {"language": "id"} | many)
    assert ("Orang 21" in spoken.text, "Orang 22" in spoken.text) == (True, False)
