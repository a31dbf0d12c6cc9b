"""The pages: staff record, agree, judge and decide; the owner's page works by its link alone."""

import re
from datetime import timedelta

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments.access import TRIES
from events_app.commitments.tables import ActionState
from events_app.database import counting_queries, execute, fetch_one, fetch_value
from events_app.web.limits import SEVERAL_FILES
from tests import make_commitments as make
from tests.make_commitments import Scene
from tests.people import Browser, Somebody

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def typed(here: Scene, **more: str) -> dict[str, str]:
    return {
        "institution_id": str(here.promiser.id),
        "title": "Posko di setiap kecamatan",
        "statement": "Kami membuka posko.",
        "expected_result": "Warga dapat melapor.",
        "visibility": "internal",
        "actions.0.title": "Buka posko",
        "actions.0.deliverable": "SK dan foto",
        "actions.0.due": "2027-03-31",
        "actions.2.title": "Latih petugas",
        "actions.2.deliverable": "Daftar hadir",
        "actions.2.due": "2027-04-30",
    } | more


async def test_form_records_a_promise_with_gaps_between_rows(city: Organisation, dewi: Somebody) -> None:
    here = await make.scene(city)
    blank = await dewi.web.get(f"/events/{here.event.id}/commitments/new")
    assert "Dinas Sosial" in blank.text
    answer = await dewi.web.post(f"/events/{here.event.id}/commitments", typed(here))
    assert answer.status_code == 303, answer.text
    page = await dewi.web.get(answer.headers["location"])
    assert "Buka posko" in page.text
    assert "Latih petugas" in page.text
    row = await fetch_one("SELECT responsible_institution FROM follow_up_action LIMIT 1")
    assert row is not None
    assert row["responsible_institution"] == here.promiser.id


async def test_form_keeps_all_that_was_typed_and_says_what_is_wrong_where(
    city: Organisation, dewi: Somebody
) -> None:
    here = await make.scene(city)
    sent = typed(
        here,
        **{
            "title": "",
            "actions.2.due": "kapan-kapan",
            "actions.2.verifier_institution_id": str(here.promiser.id),
        },
    )
    answer = await dewi.web.post(f"/events/{here.event.id}/commitments", sent)
    assert answer.status_code == 422
    assert "Kami membuka posko." in answer.text
    assert 'name="actions.1.title"' in answer.text  # renumbered without the gap
    assert "Latih petugas" in answer.text
    assert 'id="f-actions-1-due-error"' in answer.text
    assert 'id="f-actions-1-verifier_institution_id-error"' in answer.text
    assert await fetch_value("SELECT count(*) FROM commitment") == 0


async def test_draft_is_corrected_and_then_agreed(
    city: Organisation, dewi: Somebody, chair: Somebody
) -> None:
    here = await make.scene(city)
    draft = await make.draft(city, here)
    shown = await dewi.web.get(f"/commitments/{draft.id}/edit")
    assert "Buka posko pengaduan" in shown.text
    saved = await dewi.web.post(f"/commitments/{draft.id}/edit", typed(here, title="Lebih jelas"))
    assert saved.status_code == 303
    assert (await dewi.web.post(f"/commitments/{draft.id}/agree")).status_code == 403
    page = await chair.web.get(f"/commitments/{draft.id}")
    assert "Agree and open the actions" in page.text
    assert (await chair.web.post(f"/commitments/{draft.id}/agree")).status_code == 303
    assert await fetch_value("SELECT count(*) FROM follow_up_action WHERE state = 'open'") == 2
    assert (await dewi.web.get(f"/commitments/{draft.id}/edit")).status_code == 409


async def test_lists_show_filter_and_say_when_nothing_fits(city: Organisation, dewi: Somebody) -> None:
    here = await make.scene(city)
    for path in ("/commitments", "/actions"):
        assert "empty" in (await dewi.web.get(path)).text
    now = clock.now()
    await make.opened(city, here, now, title="Terlambat sekali", due=now.date() - timedelta(days=5))
    await make.opened(city, here, title="Masih lama")
    late = (await dewi.web.get("/actions?late=1")).text
    assert "Terlambat sekali" in late
    assert "Masih lama" not in late
    assert "Masih lama" in (await dewi.web.get("/actions?q=masih+LAMA")).text
    assert "Nothing found" in (await dewi.web.get("/actions?standing=verified")).text
    assert "Posko di setiap kecamatan" in (await dewi.web.get("/commitments?late=1&standing=agreed")).text
    assert "Nothing found" in (await dewi.web.get("/commitments?q=xyzzy")).text
    assert "Posko" in (await dewi.web.get(f"/events/{here.event.id}/commitments")).text
    assert "Masih lama" in (await dewi.web.get("/actions?standing=nonsense&cursor=x&institution_id=y")).text


async def test_verdict_is_given_on_the_page_and_the_queue_empties(
    city: Organisation, eko: Somebody, dewi: Somebody
) -> None:
    row = await make.in_state(city, await make.scene(city), ActionState.submitted)
    assert "Buka posko pengaduan" in (await eko.web.get("/verifications")).text
    page = await eko.web.get(f"/actions/{row.id}")
    assert "Your verdict" in page.text
    assert "Your verdict" not in (await dewi.web.get(f"/actions/{row.id}")).text
    submission = await fetch_value("SELECT id FROM submission")
    bare = await eko.web.post(f"/submissions/{submission}/verdict", {"verdict": "returned"})
    assert bare.status_code == 422
    assert "Please say what is missing." in bare.text
    given = await eko.web.post(
        f"/submissions/{submission}/verdict", {"verdict": "returned", "reason": "SK kurang."}
    )
    assert given.status_code == 303
    assert "Nothing waits for you" in (await eko.web.get("/verifications")).text
    assert "SK kurang." in (await dewi.web.get(f"/actions/{row.id}")).text


async def test_chair_decides_extension_cancellation_and_reopening(
    city: Organisation, chair: Somebody
) -> None:
    here = await make.scene(city)
    row = await make.opened(city, here)
    token = (await make.link_of(row))[1]
    assert token not in (await chair.web.get(f"/actions/{row.id}")).text
    await execute(
        "INSERT INTO due_change (id, organisation, created_at, action, old_due, new_due, reason, decision, note)"
        " VALUES (gen_random_uuid(), $1, now(), $2, '2027-03-31', '2027-06-30', 'Banjir', 'pending', '')",
        city.id,
        row.id,
    )
    change = await fetch_value("SELECT id FROM due_change")
    assert "An extension awaits your decision" in (await chair.web.get(f"/actions/{row.id}")).text
    await chair.web.post(f"/due-changes/{change}/decision", {"decision": "approved", "note": "Baik."})
    assert str(await fetch_value("SELECT due FROM follow_up_action")) == "2027-06-30"
    bare = await chair.web.post(f"/actions/{row.id}/cancel", {"reason": ""})
    assert bare.status_code == 422
    assert (
        await chair.web.post(f"/actions/{row.id}/cancel", {"reason": "Ganti program."})
    ).status_code == 303
    done = await make.in_state(city, here, ActionState.verified)
    assert (await chair.web.post(f"/actions/{done.id}/reopen", {"reason": "Posko tutup."})).status_code == 303
    hard = await make.opened(city, here)
    sent = {"reason_class": "force_majeure", "reason": "Banjir."}
    assert (await chair.web.post(f"/actions/{hard.id}/infeasible", sent)).status_code == 303
    assert (await make.fresh(hard)).state == "infeasible"


async def test_secretariat_can_hand_over_the_owners_link(
    city: Organisation, dewi: Somebody, eko: Somebody
) -> None:
    row = await make.opened(city, await make.scene(city))
    token = (await make.link_of(row))[1]
    assert f"/p/{token}" in (await dewi.web.get(f"/actions/{row.id}")).text
    assert token not in (await eko.web.get(f"/actions/{row.id}")).text


async def test_files_that_are_too_large_together_are_named_and_what_was_typed_is_kept(
    city: Organisation, public: Browser
) -> None:
    row = await make.opened(city, await make.scene(city, language="en"))
    path = f"/p/{(await make.link_of(row))[1]}"
    files = [("files", (f"{one}.pdf", PDF + bytes(SEVERAL_FILES // 2), "application/pdf")) for one in "ab"]
    answer = await public.post(f"{path}/submit", {"statement": "Sudah selesai semua."}, files=files)
    assert answer.status_code == 413
    for part in ("Sudah selesai semua.", "too large to be sent at once; at most 40 MB"):
        assert part in answer.text
    assert await fetch_value("SELECT count(*) FROM submission") == 0
    forged = await public.client.post(f"{path}/submit", data={"_csrf": "x"}, files=files)
    assert forged.status_code == 403


async def test_owner_reports_proves_and_is_answered_without_an_account(
    city: Organisation, public: Browser, eko: Somebody
) -> None:
    row = await make.opened(city, await make.scene(city, language="en"))
    path = f"/p/{(await make.link_of(row))[1]}"
    page = await public.get(path)
    assert "SK dan foto 12 posko" in page.text
    assert "Kota Lembayung" in page.text
    assert (await public.get(path.lower().replace("/p/", "/p/"))).status_code == 200
    assert await fetch_value("SELECT count(*) FROM action_event") == 1  # looking changes nothing

    sent = {"percent": "40", "narrative": "Lima posko.", "obstacle": "staff", "help_needed": ""}
    assert (await public.post(f"{path}/progress", sent)).status_code == 303
    assert "Lima posko." in (await public.get(path)).text
    assert (await make.fresh(row)).state == "in_progress"

    bare = await public.post(f"{path}/submit", {"statement": "Sudah selesai semua.", "links": ""})
    assert bare.status_code == 422
    assert "Sudah selesai semua." in bare.text
    proof = {"statement": "Sudah selesai semua.", "links": "https://a.example/1\nhttps://a.example/2"}
    files = [("files", ("sk.pdf", PDF, "application/pdf")), ("files", ("b.txt", b"dua", "text/plain"))]
    assert (await public.post(f"{path}/submit", proof, files=files)).status_code == 303
    assert await fetch_value("SELECT count(*) FROM evidence") == 4
    assert await fetch_value("SELECT person FROM submission") == row.responsible_person

    evidence = await fetch_value("SELECT id FROM evidence WHERE document IS NOT NULL ORDER BY id LIMIT 1")
    file = await public.get(f"{path}/evidence/{evidence}")
    assert (file.content, file.headers["content-disposition"].split(";")[0]) == (PDF, "attachment")

    assert (await public.post(f"{path}/withdraw")).status_code == 303
    assert (await make.fresh(row)).state == "in_progress"
    assert (await public.post(f"{path}/submit", proof)).status_code == 303
    last = await fetch_value("SELECT id FROM submission WHERE no = 2")
    await eko.web.post(f"/submissions/{last}/verdict", {"verdict": "accepted"})
    assert "The verifier found it in order. Thank you." in (await public.get(path)).text
    late = await public.post(f"{path}/progress", sent)
    assert late.status_code in (409, 422)


async def test_owner_asks_for_another_date(city: Organisation, public: Browser) -> None:
    row = await make.opened(city, await make.scene(city))
    path = f"/p/{(await make.link_of(row))[1]}"
    assert (await public.post(f"{path}/due-change", {"due": "", "reason": "Banjir"})).status_code == 422
    sent = {"due": "2027-06-30", "reason": "Banjir besar."}
    assert (await public.post(f"{path}/due-change", sent)).status_code == 303
    assert "Banjir besar." in (await public.get(path)).text
    assert await fetch_value("SELECT person FROM due_change") == row.responsible_person


async def test_link_opens_only_its_own_action(city: Organisation, public: Browser) -> None:
    here = await make.scene(city)
    row, other = await make.opened(city, here), await make.in_state(city, here, ActionState.submitted)
    evidence = await fetch_value("SELECT id FROM evidence")
    path = f"/p/{(await make.link_of(row))[1]}"
    assert (await public.get(f"{path}/evidence/{evidence}")).status_code == 404
    assert (
        await public.get(f"/p/{(await make.link_of(other))[1]}/evidence/{evidence}")
    ).status_code == 404  # a link
    assert (await public.get(f"/evidence/{evidence}")).status_code in (303, 401)


@pytest.mark.parametrize("ended", ["revoked_at = now()", "expires_at = now() - interval '1 day'"])
async def test_ended_link_says_where_to_turn(ended: str, city: Organisation, public: Browser) -> None:
    row = await make.opened(city, await make.scene(city))
    path = f"/p/{(await make.link_of(row))[1]}"
    await execute(f"UPDATE access_token SET {ended}")
    page = await public.get(path)
    assert page.status_code == 410
    assert "secretariat" in page.text
    assert (await public.post(f"{path}/progress", {"percent": "1", "narrative": "x"})).status_code == 410
    assert (await make.fresh(row)).state == "open"


async def test_guessing_is_slowed_but_holders_are_not(city: Organisation, public: Browser) -> None:
    row = await make.opened(city, await make.scene(city))
    for number in range(TRIES):
        assert (await public.get(f"/p/{number:026d}")).status_code == 404
    slow = await public.get("/p/00000000000000000000000099")
    assert slow.status_code == 429
    assert slow.headers["retry-after"]
    assert (await public.get(f"/p/{(await make.link_of(row))[1]}")).status_code == 200


async def test_owner_reads_in_their_own_language(city: Organisation, public: Browser) -> None:
    row = await make.opened(city, await make.scene(city, language="id"))
    page = await public.get(f"/p/{(await make.link_of(row))[1]}")
    assert 'lang="id"' in page.text
    assert "Tenggat" in page.text


async def test_strangers_and_door_staff_see_no_page(
    city: Organisation, charlie: Somebody, bob: Somebody
) -> None:
    here = await make.scene(city)
    row = await make.in_state(city, here, ActionState.submitted)
    submission = await fetch_value("SELECT id FROM submission")
    evidence = await fetch_value("SELECT id FROM evidence")
    for path in (f"/actions/{row.id}", f"/commitments/{row.commitment}", f"/evidence/{evidence}"):
        assert (await charlie.web.get(path)).status_code == 404, path
        assert (await bob.web.get(path)).status_code == 403, path
    judged = await charlie.web.post(f"/submissions/{submission}/verdict", {"verdict": "accepted"})
    assert judged.status_code == 404
    assert (await charlie.web.get(f"/events/{here.event.id}/commitments")).status_code == 404


@pytest.mark.parametrize("path", ["/actions", "/commitments", "/verifications", "/actions/{id}"])
async def test_pages_cost_the_same_for_many(path: str, city: Organisation, owner: Somebody) -> None:
    here = await make.scene(city)
    row = await make.in_state(city, here, ActionState.submitted)
    counts = []
    for more in (2, 10):
        for _ in range(more):
            await make.in_state(city, here, ActionState.submitted)
        with counting_queries() as count:
            answer = await owner.web.get(path.format(id=row.id))
        assert "Buka posko pengaduan" in answer.text or "Posko di setiap" in answer.text
        counts.append(count.count)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("state", list(ActionState))
async def test_action_page_has_no_id_twice_and_every_label_its_field(
    state: ActionState, city: Organisation, owner: Somebody, public: Browser
) -> None:
    row = await make.in_state(city, await make.scene(city), state)
    pages = [await owner.web.get(f"/actions/{row.id}"), await owner.web.get(f"/commitments/{row.commitment}")]
    if state != ActionState.draft:
        pages.append(await public.get(f"/p/{(await make.link_of(row))[1]}"))
    for page in pages:
        assert page.status_code == 200, page.text
        ids = re.findall(r'\sid="([^"]+)"', page.text)
        assert len(ids) == len(set(ids)), [one for one in ids if ids.count(one) > 1]
        assert set(re.findall(r'<label for="([^"]+)"', page.text)) <= set(ids)


@pytest.mark.parametrize(
    ("state", "door", "at"),
    [
        (ActionState.open, "infeasible", "f-infeasible-reason"),
        (ActionState.open, "cancel", "f-cancel-reason"),
        (ActionState.open, "waiver", "f-waiver-reason"),
        (ActionState.verified, "reopen", "f-reopen-reason"),
    ],
)
async def test_a_refused_decision_says_so_above_its_form_and_leads_to_the_field(
    chair: Somebody, city: Organisation, state: ActionState, door: str, at: str
) -> None:
    row = await make.in_state(city, await make.scene(city), state)
    shown = await chair.web.post(f"/actions/{row.id}/{door}", {"reason": ""})
    assert shown.status_code == 422
    assert f'href="#{at}"' in shown.text
    assert f'id="{at}"' in shown.text
    assert shown.text.count('class="notice tone-bad form-errors"') == 1
