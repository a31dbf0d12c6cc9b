"""What the owner asks of the chair: that something cannot be done, that the promise be taken back."""

import asyncpg
import pytest

from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.commitments import actions as verbs
from events_app.commitments.actions.evidence import File
from events_app.commitments.asking import actions
from events_app.commitments.asking.forms import InfeasibleRequestIn, WithdrawalRequestIn
from events_app.commitments.asking.tables import InfeasibleRequest
from events_app.commitments.forms import DecisionIn
from events_app.commitments.tables import (
    ActionState,
    AskDecision,
    Commitment,
    FollowUpAction,
    InfeasibleReason,
)
from events_app.database import execute, fetch_one, fetch_value
from events_app.errors import NotAllowed, Refusal
from tests import make_commitments as make
from tests.people import Browser, Cast, Somebody

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
IMPOSSIBLE = {
    "reason_class": "force_majeure",
    "reason": "Banjir bandang.",
    "links": "https://bpbd.example/sk",
}
YES, NO = (
    DecisionIn(decision=AskDecision.approved, note="Ya."),
    DecisionIn(decision=AskDecision.rejected, note="Masih bisa."),
)


async def asked(city: Organisation, row: FollowUpAction) -> InfeasibleRequest:
    said = InfeasibleRequestIn(
        reason_class=InfeasibleReason.legal_process, reason="Sengketa.", links=["https://pn.example/1"]
    )
    return await actions.ask_infeasible(await make.holder_of(row), row, said, (), make.AGREED)


async def promise_of(row: FollowUpAction) -> Commitment:
    found = await Commitment.objects().get(Commitment.id == row.commitment)
    assert found is not None
    return found


async def told(kind: str) -> str | None:
    found: str | None = await fetch_value(
        "SELECT to_address FROM message WHERE kind = $1", f"commitments.{kind}"
    )
    return found


async def test_owner_asks_by_link_with_evidence_and_the_chair_approves_on_the_page(
    city: Organisation, public: Browser, chair: Somebody
) -> None:
    row = await make.opened(city, await make.scene(city))
    path = f"/p/{(await make.link_of(row))[1]}"
    files = {"files": ("sk.pdf", PDF, "application/pdf")}
    sent = {"reason_class": "force_majeure", "reason": "Banjir bandang."}
    answer = await public.post(f"{path}/infeasible-request", sent, files=files)
    assert answer.status_code == 303, answer.text
    assert "Banjir bandang." in (await public.get(path)).text
    assert await told("infeasible_asked") == chair.user.email
    page = await chair.web.get(f"/actions/{row.id}")
    assert "The owner asks whether it can be done at all" in page.text
    assert "sk.pdf" in page.text
    request = await fetch_value("SELECT id FROM infeasible_request")
    bare = await chair.web.post(f"/infeasible-requests/{request}/decision", {"note": "Sudah dilihat"})
    assert bare.status_code == 422
    assert "Sudah dilihat" in bare.text
    done = await chair.web.post(
        f"/infeasible-requests/{request}/decision", {"decision": "approved", "note": "Benar."}
    )
    assert done.status_code == 303
    now = await make.fresh(row)
    assert (now.state, now.infeasible_reason) == ("infeasible", "force_majeure")
    assert await told("infeasible_decided") == "sari@dinsos.example"
    assert "Benar." in (await chair.web.get(f"/actions/{row.id}")).text
    assert "Benar." in (await public.get(path)).text


async def test_faults_stand_beside_their_fields_and_keep_what_was_typed(
    city: Organisation, public: Browser
) -> None:
    row = await make.opened(city, await make.scene(city))
    path = f"/p/{(await make.link_of(row))[1]}/infeasible-request"
    bare = await public.post(path, {"reason_class": "", "reason": "Banjir", "links": ""})
    assert bare.status_code == 422
    assert 'id="f-ask-class-error"' in bare.text
    assert "Banjir" in bare.text
    no_proof = await public.post(
        path, {"reason_class": "org_change", "reason": "Dinas digabung", "links": ""}
    )
    assert 'id="f-ask-files-error"' in no_proof.text
    assert "Dinas digabung" in no_proof.text
    late = await public.post(path, IMPOSSIBLE | {"evidence_date": "2199-01-01"})
    assert 'id="f-ask-evidence_date-error"' in late.text
    assert await fetch_value("SELECT count(*) FROM infeasible_request") == 0


async def test_rejected_work_goes_on_and_may_be_asked_again(city: Organisation) -> None:
    row = await make.opened(city, await make.scene(city))
    first = await asked(city, row)
    with pytest.raises(actions.InfeasiblePending):
        await asked(city, row)
    await actions.decide_infeasible(make.staff(city), first, NO, make.AGREED)
    assert (await make.fresh(row)).state == "open"
    with pytest.raises(Refusal) as again:
        await actions.decide_infeasible(make.staff(city), first, YES, make.AGREED)
    assert again.value.code == "already_decided"
    await asked(city, row)


@pytest.mark.parametrize("state", [ActionState.submitted, ActionState.verified, ActionState.cancelled])
async def test_what_is_not_owed_cannot_be_asked_or_approved(state: ActionState, city: Organisation) -> None:
    here = await make.scene(city)
    row = await make.in_state(city, here, state)
    with pytest.raises(verbs.moves.WrongState):
        await asked(city, row)
    other = await make.opened(city, here)
    request = await asked(city, other)
    await verbs.cancel_action(make.staff(city), other, "Sudah tidak perlu.", make.AGREED)
    with pytest.raises(verbs.moves.WrongState):
        await actions.decide_infeasible(make.staff(city), request, YES, make.AGREED)
    await actions.decide_infeasible(make.staff(city), request, NO, make.AGREED)


async def test_institution_asks_its_promise_back_by_link_and_the_chair_decides(
    city: Organisation, public: Browser, chair: Somebody, dewi: Somebody
) -> None:
    row = await make.opened(city, await make.scene(city))
    path = f"/p/{(await make.link_of(row))[1]}"
    bare = await public.post(f"{path}/take-back", {"reason": ""})
    assert bare.status_code == 422
    assert (await public.post(f"{path}/take-back", {"reason": "Program pindah."})).status_code == 303
    twice = await public.post(f"{path}/take-back", {"reason": "Sekali lagi"})
    assert twice.status_code in (409, 422)
    assert await told("withdrawal_asked") == chair.user.email
    request = await fetch_value("SELECT id FROM withdrawal_request")
    page = await chair.web.get(f"/commitments/{row.commitment}")
    assert f"/withdrawal-requests/{request}/decision" in page.text
    assert (
        f"/withdrawal-requests/{request}/decision"
        not in (await dewi.web.get(f"/commitments/{row.commitment}")).text
    )
    assert (await chair.web.post(f"/withdrawal-requests/{request}/decision", {})).status_code == 303
    assert await fetch_value("SELECT decision FROM withdrawal_request") == "pending"
    denied = await dewi.web.post(f"/withdrawal-requests/{request}/decision", {"decision": "approved"})
    assert denied.status_code == 403
    sent = {"decision": "approved", "note": "Disetujui."}
    assert (await chair.web.post(f"/withdrawal-requests/{request}/decision", sent)).status_code == 303
    promise = await promise_of(row)
    assert (promise.state, promise.withdrawal_reason) == ("withdrawn", "Program pindah.")
    assert (await make.fresh(row)).state == "cancelled"
    assert await told("withdrawal_decided") == "sari@dinsos.example"
    assert "Disetujui." in (await public.get(path)).text


async def test_only_the_promising_institution_asks_its_promise_back(
    city: Organisation, public: Browser
) -> None:
    here = await make.scene(city)
    row = await make.opened(city, here, responsible_institution_id=here.other.id, responsible_person_id=None)
    path = f"/p/{(await make.link_of(row))[1]}"
    assert "take-back" not in (await public.get(path)).text
    assert (await public.post(f"{path}/take-back", {"reason": "Bukan milik kami"})).status_code == 403
    with pytest.raises(NotAllowed):
        await actions.ask_withdrawal(
            await make.holder_of(row), await promise_of(row), WithdrawalRequestIn(reason="x"), make.AGREED
        )


async def test_link_of_one_promise_takes_no_other_back(city: Organisation) -> None:
    here = await make.scene(city)
    mine, other = await make.opened(city, here), await make.opened(city, here)
    with pytest.raises(NotAllowed):
        await actions.ask_withdrawal(
            await make.holder_of(mine),
            await promise_of(other),
            WithdrawalRequestIn(reason="x"),
            make.AGREED,
            mine.id,
        )


async def test_ended_promise_is_not_asked_back_nor_given_back_twice(city: Organisation) -> None:
    row = await make.opened(city, await make.scene(city))
    promise, staff = await promise_of(row), make.staff(city)
    request = await actions.ask_withdrawal(staff, promise, WithdrawalRequestIn(reason="Pindah."), make.AGREED)
    await verbs.withdraw(staff, promise, "Ditarik langsung.", make.AGREED)
    with pytest.raises(Refusal) as ended:
        await actions.decide_withdrawal(staff, request, YES, make.AGREED)
    assert ended.value.code == "already_ended"
    await actions.decide_withdrawal(staff, request, NO, make.AGREED)
    with pytest.raises(Refusal):
        await actions.ask_withdrawal(staff, promise, WithdrawalRequestIn(reason="Lagi."), make.AGREED)


async def test_api_asks_lists_and_decides(
    city: Organisation, dewi: Somebody, chair: Somebody, charlie: Somebody
) -> None:
    row = await make.opened(city, await make.scene(city))
    body = {"reason_class": "org_change", "reason": "Digabung.", "links": ["https://jdih.example/1"]}
    made = await dewi.api.post(f"/actions/{row.id}/infeasible-requests", json=body)
    assert made.status_code == 201, made.text
    one = made.json()
    assert one["evidence"][0]["infeasible_request_id"] == one["id"]
    assert (await dewi.api.get(f"/actions/{row.id}/infeasible-requests")).json()["items"] == [one]
    assert (await dewi.api.get(f"/infeasible-requests/{one['id']}")).json() == one
    assert (await dewi.api.get(f"/evidence/{one['evidence'][0]['id']}")).json() == one["evidence"][0]
    again = await dewi.api.post(f"/actions/{row.id}/infeasible-requests", json=body)
    assert (again.status_code, again.json()["code"]) == (409, "infeasible_pending")
    bare = await dewi.api.post(f"/actions/{row.id}/infeasible-requests", json=body | {"links": []})
    assert bare.json()["errors"][0]["code"] == "evidence_missing"
    path = f"/infeasible-requests/{one['id']}/decision"
    assert (await dewi.api.post(path, json={"decision": "approved"})).status_code == 403
    assert (await charlie.api.post(path, json={"decision": "approved"})).status_code == 404
    decided = (await chair.api.post(path, json={"decision": "rejected", "note": "Bisa."})).json()
    assert (decided["decision"], decided["note"], decided["decided_by"]) == (
        "rejected",
        "Bisa.",
        chair.user.name,
    )
    asked_back = await dewi.api.post(
        f"/commitments/{row.commitment}/withdrawal-requests", json={"reason": "Pindah."}
    )
    known = asked_back.json()
    assert (await dewi.api.get(f"/commitments/{row.commitment}/withdrawal-requests")).json()["items"] == [
        known
    ]
    assert (await charlie.api.get(f"/withdrawal-requests/{known['id']}")).status_code == 404
    decided = await chair.api.post(
        f"/withdrawal-requests/{known['id']}/decision", json={"decision": "approved"}
    )
    assert decided.json()["decision"] == "approved"
    assert (await promise_of(row)).state == "withdrawn"


async def test_users_of_the_institution_ask_and_others_do_not(city: Organisation, cast: Cast) -> None:
    here = await make.scene(city)
    row = await make.opened(city, here)
    own = await cast.somebody(city, "Oki", Role.viewer, institution=here.promiser.id)
    other = await cast.somebody(city, "Putu", Role.viewer, institution=here.other.id)
    path = f"/commitments/{row.commitment}/withdrawal-requests"
    assert (await other.api.post(path, json={"reason": "x"})).status_code == 403
    assert (await own.api.post(path, json={"reason": "x"})).status_code == 201
    body = {"reason_class": "org_change", "reason": "y", "links": ["https://jdih.example/1"]}
    assert (await other.api.post(f"/actions/{row.id}/infeasible-requests", json=body)).status_code == 403


async def test_database_itself_keeps_what_was_asked_and_decided(city: Organisation) -> None:
    row = await make.opened(city, await make.scene(city))
    request = await asked(city, row)
    for change in ("SET reason = 'lain'", "SET person = NULL"):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await execute(f"UPDATE infeasible_request {change}")
    await actions.decide_infeasible(make.staff(city), request, NO, make.AGREED)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await execute("UPDATE infeasible_request SET decision = 'approved'")
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await execute("DELETE FROM infeasible_request")
    with pytest.raises(asyncpg.CheckViolationError):
        await execute(
            "INSERT INTO evidence SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(),"
            " 'infeasible_request', NULL))).* FROM evidence e"
        )


async def test_mailbox_of_an_office_hears_what_it_asked(city: Organisation) -> None:
    here = await make.scene(city)
    row = await make.opened(city, here, responsible_person_id=None)
    holder = await make.holder_of(row)
    said = WithdrawalRequestIn(reason="Pindah.")
    request = await actions.ask_withdrawal(holder, await promise_of(row), said, make.AGREED, row.id)
    await actions.decide_withdrawal(make.staff(city), request, NO, make.AGREED)
    assert await told("withdrawal_decided") == "dinsos@kota.example"


async def test_file_that_is_not_what_it_says_is_named_and_nothing_is_kept(city: Organisation) -> None:
    row = await make.opened(city, await make.scene(city))
    said = InfeasibleRequestIn(reason_class=InfeasibleReason.org_change, reason="x")
    for file, code in ((File("a.pdf", b""), "file_empty"), (File("a.pdf", b"<html>"), "file_kind_refused")):
        with pytest.raises(Refusal) as no:
            await actions.ask_infeasible(make.staff(city), row, said, [file], make.AGREED)
        assert [one.code for one in no.value.errors] == [code]  # type: ignore[attr-defined]
    assert await fetch_one("SELECT 1 FROM infeasible_request") is None
