"""The doors: the head's page by its link alone, and what staff see, ask, end and hand in, by pages and by the API."""

import re
from datetime import timedelta

import pytest

from events_app import clock, i18n
from events_app.accounts.tables import Organisation
from events_app.commitments import actions
from events_app.commitments.minutes import content
from events_app.commitments.ratifying import answering, asking
from events_app.database import counting_queries, execute, fetch_value
from tests import make_commitments as make
from tests.commitments.ratifying.waiting import (
    NO,
    PDF,
    YES,
    Waiting,
    before,
    comer,
    hand_over,
    letter,
    path,
    stands,
    waiting,
)
from tests.people import Browser, Cast, Somebody


@pytest.fixture
async def public(public: Browser) -> Browser:
    """A visitor who reads English; who chose nothing reads in their own language."""
    public.client.cookies.set("lang", "en")
    return public


@pytest.mark.parametrize("language", sorted(i18n.LOCALES))
async def test_head_reads_who_promised_what_in_their_place(
    language: str, city: Organisation, public: Browser
) -> None:
    it = await waiting(city)
    public.client.cookies.set("lang", language)
    page = (await public.get(await path(it.promise))).text
    for said in ("Budi Santoso", "Kepala Dinas Sosial", "Kami membuka posko", "Buka posko pengaduan"):
        assert said in page
    assert ("I stand by it" if language == "en" else "Saya mengesahkan") in page
    assert await stands(it.promise.id) == "pending"


async def test_page_speaks_the_heads_language_to_who_chose_none(city: Organisation, cast: Cast) -> None:
    it = await waiting(city)
    await execute("UPDATE person SET language = 'en' WHERE id = $1", it.head.id)
    assert "I stand by it" in (await (await cast.client()).get(await path(it.promise))).text


async def test_one_tap_answers_and_twice_is_once(city: Organisation, public: Browser) -> None:
    it = await waiting(city)
    page = await path(it.promise)
    for _one in range(2):
        answer = await public.post(page, {"outcome": "ratified"})
        assert answer.status_code == 303
    assert await fetch_value("SELECT count(*) FROM ratification") == 1
    shown = (await public.get(page)).text
    assert "You stand by it" in shown
    assert 'name="outcome"' not in shown
    assert "Take my answer back" in shown


async def test_no_needs_a_reason_and_keeps_what_was_chosen(city: Organisation, public: Browser) -> None:
    it = await waiting(city)
    page = await path(it.promise)
    bare = await public.post(page, {"outcome": "declined"})
    assert bare.status_code == 422
    assert "Please say why it is not stood by." in bare.text
    assert 'id="f-note-error"' in bare.text
    long = await public.post(page, {"outcome": "declined", "note": "x" * 4001})
    assert long.status_code == 422
    assert "x" * 4000 in long.text
    assert (await public.post(page, {"outcome": "maybe"})).status_code == 422
    assert await stands(it.promise.id) == "pending"
    assert (await public.post(page, {"outcome": "declined", "note": "Belum ada."})).status_code == 303
    assert "Belum ada." in (await public.get(page)).text


async def test_other_answer_meets_409_and_what_happened(city: Organisation, public: Browser) -> None:
    it = await waiting(city)
    await answering.answer(await comer(it), it.promise.id, NO, clock.now())
    answer = await public.post(await path(it.promise), {"outcome": "ratified"})
    assert answer.status_code == 409
    assert "has been answered already" in answer.text
    assert "Anggaran belum ada." in answer.text


async def test_letter_handed_in_meanwhile_is_told_at_the_link(
    city: Organisation, dewi: Somebody, public: Browser
) -> None:
    it = await waiting(city)
    await answering.hand_in(dewi.actor, it.promise, letter(it), "surat.pdf", PDF, clock.now())
    page = await public.get(await path(it.promise))
    assert "A signed letter stands by it" in page.text
    answer = await public.post(await path(it.promise), {"outcome": "declined", "note": "Tidak."})
    assert answer.status_code == 409


@pytest.mark.parametrize("spoil", ["revoked", "expired", "left"])
async def test_ended_link_says_so_plainly(spoil: str, city: Organisation, public: Browser) -> None:
    it = await waiting(city)
    page = await path(it.promise)
    if spoil == "revoked":
        await asking.end_link(it.staff, it.promise, clock.now())
    elif spoil == "expired":
        await execute("UPDATE access_token SET expires_at = now() - interval '1 second'")
    else:
        await hand_over(it)
    for answer in (await public.get(page), await public.post(page, {"outcome": "ratified"})):
        assert answer.status_code == 410
        assert "This link no longer works" in answer.text
        assert "Kami membuka posko" not in answer.text
    told = await public.client.get(f"/api/v1{page}")
    assert (told.status_code, told.json()["code"]) == (410, "ratify_link_ended")


async def test_unknown_links_are_nothing_and_other_links_are_none(
    city: Organisation, public: Browser
) -> None:
    it = await waiting(city)
    _token, owner = await make.link_of(await make.only_action(it.promise))
    for bare in (owner, "0" * 26, "x"):
        assert (await public.get(f"/ratify/{bare}")).status_code == 404
    ratify = (await path(it.promise)).rsplit("/", 1)[1]
    assert (await public.get(f"/p/{ratify}")).status_code == 404


async def test_withdrawn_promise_is_told_at_the_link(city: Organisation, public: Browser) -> None:
    it = await waiting(city)
    await actions.withdraw(it.staff, it.promise, "Diganti.", clock.now())
    page = await public.get(await path(it.promise))
    assert "no answer is needed any more" in page.text
    assert (await public.post(await path(it.promise), {"outcome": "ratified"})).status_code == 409


async def test_secretariat_finds_what_waits_from_the_list_of_commitments(
    city: Organisation, dewi: Somebody, alice: Somebody
) -> None:
    assert "Nothing waits to be ratified" in (await dewi.web.get("/ratifications")).text
    it = await waiting(city)
    assert 'href="/ratifications"' in (await dewi.web.get("/commitments")).text
    page = (await dewi.web.get("/ratifications")).text
    assert it.promise.ref in page
    assert "Hasan Basri" in page
    assert "Asked, the link works" in page
    assert (await alice.web.get("/ratifications")).status_code == 403
    await answering.answer(await comer(it), it.promise.id, YES, clock.now())
    assert it.promise.ref not in (await dewi.web.get("/ratifications")).text
    assert it.promise.ref in (await dewi.web.get("/ratifications?standing=ratified")).text
    assert "Nothing found" in (await dewi.web.get("/ratifications?standing=declined")).text
    assert it.promise.ref in (await dewi.web.get("/ratifications?standing=nonsense&cursor=x")).text


async def test_promise_action_and_lists_show_that_it_is_not_ratified(
    city: Organisation, dewi: Somebody
) -> None:
    it = await waiting(city)
    row = await make.only_action(it.promise)
    _token, owner = await make.link_of(row)
    pages = (
        f"/commitments/{it.promise.id}",
        f"/actions/{row.id}",
        "/actions",
        "/commitments?ratified=pending",
        f"/events/{it.here.event.id}/commitments",
        f"/events/{it.here.event.id}/minutes",
        f"/p/{owner}",
    )
    for page in pages:
        assert "Awaiting ratification" in (await dewi.web.get(page)).text, page
    assert "Nothing found" in (await dewi.web.get("/commitments?ratified=ratified")).text
    await answering.answer(await comer(it), it.promise.id, NO, clock.now())
    for page in (p for p in pages if "?" not in p):
        assert "Ratification refused" in (await dewi.web.get(page)).text, page
    for page in (f"/actions/{row.id}", f"/p/{owner}"):
        assert "The head does not stand by this promise" in (await dewi.web.get(page)).text
    assert "The chair decides" in (await dewi.web.get(f"/commitments/{it.promise.id}")).text


async def test_minutes_mark_what_is_not_yet_ratified(city: Organisation) -> None:
    it = await waiting(city)
    with i18n.using("id"):
        facts = await content.of(it.here.event, clock.now())
        assert "Belum disahkan" in "\n".join(content.lines(facts))
        assert any("Belum disahkan" in cell for row in facts["follow_up"]["rows"] for cell in row)
        await answering.answer(await comer(it), it.promise.id, YES, clock.now())
        facts = await content.of(it.here.event, clock.now())
        assert "Belum disahkan" not in "\n".join(content.lines(facts))


async def test_letter_is_handed_in_on_the_page_and_kept(city: Organisation, dewi: Somebody) -> None:
    it = await waiting(city)
    page = f"/commitments/{it.promise.id}/ratification"
    said = {"outcome": "ratified", "signed_by_id": str(it.head.id), "letter_number": "800/1"}
    bad = await dewi.web.post(f"{page}/letter", said | {"letter_date": "besok"})
    assert bad.status_code == 422
    assert 'value="800/1"' in bad.text
    assert 'id="f-letter_date-error"' in bad.text
    said |= {"letter_date": before(5).date().isoformat()}
    nothing = await dewi.web.post(f"{page}/letter", said)
    assert nothing.status_code == 422
    assert 'id="f-file-error"' in nothing.text
    file = {"file": ("surat.pdf", PDF, "application/pdf")}
    assert (await dewi.web.post(f"{page}/letter", said, files=file)).status_code == 303
    shown = (await dewi.web.get(page)).text
    assert "Drs. Hasan Basri stands by it" in shown
    assert "800/1" in shown
    assert (await dewi.web.get(f"{page}/letter")).content == PDF
    again = await dewi.web.post(f"{page}/letter", said, files=file)
    assert again.status_code == 409
    assert "has been answered already" in again.text


async def test_link_is_sent_anew_and_ended_on_the_page(city: Organisation, dewi: Somebody) -> None:
    it = await waiting(city)
    page, old = f"/commitments/{it.promise.id}/ratification", await path(it.promise)
    assert "/ratify/" not in (await dewi.web.get(page)).text
    assert (await dewi.web.post(f"{page}/request")).status_code == 303
    assert await path(it.promise) != old
    assert (await dewi.web.post(f"{page}/request/end")).status_code == 303
    assert "The link was ended" in (await dewi.web.get(page)).text
    await actions.withdraw(it.staff, it.promise, "Diganti.", clock.now())
    assert (await dewi.web.post(f"{page}/request")).status_code == 409


async def test_readers_see_and_only_the_secretariat_acts(
    city: Organisation, alice: Somebody, chair: Somebody, charlie: Somebody
) -> None:
    it = await waiting(city)
    page = f"/commitments/{it.promise.id}/ratification"
    for somebody in (alice, chair):
        seen = await somebody.web.get(page)
        assert "Hand in a letter" not in seen.text
        assert "Hasan Basri" in seen.text
        for door in ("request", "request/end", "letter"):
            assert (await somebody.web.post(f"{page}/{door}")).status_code == 403
    assert (await charlie.web.get(page)).status_code == 404
    for call in ("request", "letter"):
        answer = await charlie.api.post(f"{page}/{call}")
        assert answer.status_code == 404


async def test_confidential_promise_is_not_there_for_who_may_not_read_it(
    city: Organisation, eko: Somebody, dewi: Somebody
) -> None:
    it = await waiting(city)
    await execute("UPDATE event SET confidential = true")
    assert (await eko.api.get(f"/commitments/{it.promise.id}/ratification")).status_code == 404
    assert (await dewi.api.get(f"/commitments/{it.promise.id}/ratification")).status_code == 200


async def test_api_tells_asks_ends_and_takes_the_letter(city: Organisation, dewi: Somebody) -> None:
    it = await waiting(city)
    here = f"/commitments/{it.promise.id}/ratification"
    seen = (await dewi.api.get(here)).json()
    assert (seen["ratification"], seen["link"], seen["asked"]) == ("pending", "works", "Drs. Hasan Basri")
    assert "ratify/" not in str(seen)
    assert (await dewi.api.get("/ratifications?ratification=pending")).json()["items"] == [seen]
    assert (await dewi.api.get("/commitments?ratification=pending")).json()["items"][0]["id"] == str(
        it.promise.id
    )
    assert (await dewi.api.get("/commitments?ratification=declined")).json()["items"] == []
    assert (await dewi.api.post(f"{here}/request")).json()["asked_at"] > seen["asked_at"]
    assert (await dewi.api.delete(f"{here}/request")).status_code == 204
    assert (await dewi.api.get(here)).json()["link"] == "ended"
    assert (await dewi.api.get(f"{here}/letter")).status_code == 404
    said = {
        "outcome": "declined",
        "signed_by_id": str(it.head.id),
        "letter_date": before(5).date().isoformat(),
    }
    file = {"file": ("surat.pdf", PDF, "application/pdf")}
    bad = (await dewi.api.post(f"{here}/letter", data=said, files=file)).json()
    assert [one["field"] for one in bad["errors"]] == ["note"]
    made = await dewi.api.post(f"{here}/letter", data=said | {"note": "Tidak sanggup."}, files=file)
    assert made.status_code == 201
    assert made.json()["answer"]["by_id"] == str(it.head.id)
    assert (await dewi.api.get(made.json()["answer"]["letter_url"].removeprefix("/api/v1"))).content == PDF
    again = await dewi.api.post(f"{here}/letter", data=said | {"note": "Tidak."}, files=file)
    assert (again.status_code, again.json()["code"], again.json()["outcome"]) == (
        409,
        "already_answered",
        "declined",
    )
    assert (await dewi.api.post(f"{here}/request")).json()["code"] == "nothing_to_ratify"


async def test_head_answers_by_the_api_without_a_token(city: Organisation, public: Browser) -> None:
    it = await waiting(city)
    door = f"/api/v1{await path(it.promise)}"
    seen = (await public.client.get(door)).json()
    assert (seen["ratification"], seen["spoken_by"], seen["actions"][0]["title"]) == (
        "pending",
        "Budi Santoso",
        "Buka posko pengaduan",
    )
    bad = await public.client.put(door, json={"outcome": "declined"})
    assert [one["field"] for one in bad.json()["errors"]] == ["note"]
    for _one in range(2):
        said = await public.client.put(door, json={"outcome": "ratified"})
        assert (said.status_code, said.json()["outcome"]) == (200, "ratified")
    other = await public.client.put(door, json={"outcome": "declined", "note": "Tidak."})
    assert (other.status_code, other.json()["code"]) == (409, "already_answered")


async def test_list_asks_no_more_of_the_database_for_more_rows(city: Organisation, dewi: Somebody) -> None:
    it = await waiting(city)
    few = await _queries(dewi)
    for _one in range(12):
        promise = await make.draft(city, it.here, before(10), attendance_guest_id=it.speaker.id)
        await actions.agree(it.staff, promise, before(9))
    assert await _queries(dewi) == few
    rows = (await dewi.web.get("/ratifications")).text
    assert len(set(re.findall(r"/commitments/[0-9a-f-]{36}/ratification", rows))) == 13
    assert len((await dewi.api.get("/ratifications?limit=5")).json()["items"]) == 5


async def _queries(dewi: Somebody) -> int:
    with counting_queries() as count:
        assert (await dewi.web.get("/ratifications")).status_code == 200
    return count.count


async def test_cursor_goes_on_where_the_page_ended(city: Organisation, dewi: Somebody) -> None:
    it: Waiting = await waiting(city)
    second = await make.draft(
        city, it.here, before(10) + timedelta(hours=1), attendance_guest_id=it.speaker.id
    )
    await actions.agree(it.staff, second, before(9))
    first = (await dewi.api.get("/ratifications?limit=1")).json()
    rest = (await dewi.api.get(f"/ratifications?limit=1&cursor={first['next']}")).json()
    refs = [one["commitment_ref"] for page in (first, rest) for one in page["items"]]
    assert sorted(refs) == sorted([it.promise.ref, second.ref])
    assert rest["next"] is None


async def test_reports_count_what_is_not_yet_ratified(city: Organisation, dewi: Somebody) -> None:
    it = await waiting(city)
    await make.agreed(city, it.here)
    seen = (await dewi.api.get("/reports/commitments")).json()
    assert (seen["commitments"], seen["not_yet_ratified"]) == (2, 1)
    assert seen["by_institution"][0]["not_yet_ratified"] == 1
    assert "Not yet ratified" in (await dewi.web.get("/reports")).text
    await answering.answer(await comer(it), it.promise.id, YES, clock.now())
    assert (await dewi.api.get("/reports/commitments")).json()["not_yet_ratified"] == 0
