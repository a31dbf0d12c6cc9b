"""Recording, correcting, agreeing, withdrawing and closing a promise."""

import asyncio
from datetime import UTC, datetime

import pytest

from events_app.accounts.tables import Organisation
from events_app.commitments import actions
from events_app.commitments.actions.promises import (
    ActionsStillOpen,
    AlreadyEnded,
    NotADraft,
    NotReady,
)
from events_app.commitments.forms import CommitmentIn
from events_app.commitments.tables import ActionState, Commitment, CommitmentState, FollowUpAction
from events_app.database import fetch, fetch_value
from events_app.errors import Invalid, NotAllowed
from events_app.ids import new_id
from tests import make_commitments as make
from tests import make_invitations, make_stakeholders
from tests.make_commitments import AGREED
from tests.people import Somebody


async def test_record_gives_references_of_the_local_month(city: Organisation) -> None:
    here = await make.scene(city)
    last_minutes = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)  # already January in Jakarta
    first = await make.draft(city, here, last_minutes, actions=[make.action_in(here), make.action_in(here)])
    rows = (
        await FollowUpAction.objects()
        .where(FollowUpAction.commitment == first.id)
        .order_by(FollowUpAction.seq)
    )
    assert first.ref == "K-2027-01-0001"
    assert [row.ref for row in rows] == ["K-2027-01-0001/1", "K-2027-01-0001/2"]
    assert {row.state for row in rows} == {"draft"}


async def test_record_names_every_foreign_id_at_once(city: Organisation, charlie: Somebody) -> None:
    here = await make.scene(city)
    stranger = await make_stakeholders.institution(charlie.actor.organisation, "Dinas Sebelah")
    data = make.commitment_in(
        here,
        institution_id=stranger.id,
        attendance_guest_id=new_id(),
        session_id=new_id(),
        actions=[make.action_in(here), make.action_in(here, verifier_institution_id=stranger.id)],
    )
    with pytest.raises(Invalid) as refusal:
        await actions.record(make.staff(city), here.event, data, AGREED)
    assert {fault.field for fault in refusal.value.errors} == {
        "institution_id",
        "attendance_guest_id",
        "session_id",
        "actions.1.verifier_institution_id",
    }
    assert await Commitment.count() == 0


async def test_record_takes_the_theme_of_the_event(city: Organisation) -> None:
    here = await make.scene(city, theme="Pencegahan TPPO")
    assert (await make.draft(city, here)).theme == "Pencegahan TPPO"
    assert (await make.draft(city, here, theme="Lain")).theme == "Lain"


async def test_record_ties_a_promise_to_a_guest_of_the_event(city: Organisation) -> None:
    here = await make.scene(city)
    guest = await make_invitations.guest(here.event, "Budi")
    made = await make.draft(city, here, attendance_guest_id=guest.id)
    assert made.guest == guest.id


async def test_record_is_for_the_secretariat(
    city: Organisation, alice: Somebody, chair: Somebody, eko: Somebody, dewi: Somebody
) -> None:
    here = await make.scene(city)
    for somebody in (alice, chair, eko):
        with pytest.raises(NotAllowed):
            await actions.record(somebody.actor, here.event, make.commitment_in(here), AGREED)
    assert (await actions.record(dewi.actor, here.event, make.commitment_in(here), AGREED)).state == "draft"


async def test_update_draft_replaces_its_actions(city: Organisation) -> None:
    here = await make.scene(city)
    commitment = await make.draft(city, here)
    data = make.commitment_in(
        here, title="Lebih jelas", actions=[make.action_in(here, title="A"), make.action_in(here, title="B")]
    )
    await actions.update_draft(make.staff(city), commitment, data, AGREED)
    rows = (
        await FollowUpAction.objects()
        .where(FollowUpAction.commitment == commitment.id)
        .order_by(FollowUpAction.seq)
    )
    assert [row.title for row in rows] == ["A", "B"]
    assert await fetch_value("SELECT title FROM commitment") == "Lebih jelas"


async def test_add_and_remove_action_keep_other_numbers(city: Organisation) -> None:
    here = await make.scene(city)
    commitment = await make.draft(city, here)
    second = await actions.add_action(
        make.staff(city), commitment, make.action_in(here, title="Kedua"), AGREED
    )
    assert second.seq == 2
    first = await make.only_action(commitment)
    await actions.remove_action(make.staff(city), commitment, first.id)
    await actions.remove_action(make.staff(city), commitment, first.id)
    rows = await fetch("SELECT ref FROM follow_up_action")
    assert [row["ref"] for row in rows] == [second.ref]


async def test_agree_opens_the_actions_and_mails_each_owner_once(city: Organisation, chair: Somebody) -> None:
    here = await make.scene(city)
    commitment = await make.draft(
        city, here, actions=[make.action_in(here, title="A"), make.action_in(here, title="B")]
    )
    await actions.agree(chair.actor, commitment, AGREED)
    rows = await FollowUpAction.objects().where(FollowUpAction.commitment == commitment.id)
    assert {(row.state, row.original_due) for row in rows} == {("open", make.DUE)}
    messages = await fetch("SELECT to_address, text FROM message")
    assert [row["to_address"] for row in messages] == ["sari@dinsos.example"]
    assert messages[0]["text"].count("{{link:progress:") == 2
    assert await fetch_value("SELECT count(*) FROM action_event WHERE to_state = 'open'") == 2


@pytest.mark.parametrize(
    ("person_mail", "office_mail", "expected"),
    [
        ("sari@dinsos.example", "kantor@x.example", "sari@dinsos.example"),
        ("", "kantor@x.example", "kantor@x.example"),
        ("", "", "kepala@x.example"),
    ],
)
async def test_agree_mails_the_person_else_the_office_else_its_head(
    person_mail: str, office_mail: str, expected: str, city: Organisation
) -> None:
    here = await make.scene(city)
    office = await make_stakeholders.institution(city.id, "Dinas Baru", **_given(email=office_mail))
    worker = await make_stakeholders.person(city.id, "Tono", institution=office, **_given(email=person_mail))
    await make_stakeholders.person(
        city.id,
        "Ibu Kepala",
        institution=office,
        position="Kepala Dinas",
        is_head=True,
        email="kepala@x.example",
    )
    await make.opened(city, here, responsible_institution_id=office.id, responsible_person_id=worker.id)
    assert await fetch_value("SELECT to_address FROM message") == expected


async def test_agree_without_any_address_still_makes_the_link(city: Organisation) -> None:
    here = await make.scene(city)
    office = await make_stakeholders.institution(city.id, "Kelurahan Sepi")
    action = await make.opened(city, here, responsible_institution_id=office.id, responsible_person_id=None)
    assert await fetch_value("SELECT count(*) FROM message") == 0
    assert (await make.link_of(action))[1]


async def test_agree_refuses_a_draft_without_actions(city: Organisation) -> None:
    here = await make.scene(city)
    with pytest.raises(NotReady) as refusal:
        await make.agreed(city, here, actions=[])
    assert refusal.value.extra == {"missing": ["actions"]}


async def test_agree_happens_once_when_two_chairs_do_it(city: Organisation) -> None:
    here = await make.scene(city)
    commitment = await make.draft(city, here)
    both = [actions.agree(make.staff(city), commitment, AGREED) for _ in range(2)]
    results = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in results) == ["Commitment", "NotADraft"]
    assert await fetch_value("SELECT count(*) FROM message") == 1


async def test_update_refuses_what_is_agreed(city: Organisation) -> None:
    here = await make.scene(city)
    commitment = await make.agreed(city, here)
    with pytest.raises(NotADraft):
        await actions.update_draft(make.staff(city), commitment, make.commitment_in(here), AGREED)
    with pytest.raises(NotADraft):
        await actions.add_action(make.staff(city), commitment, make.action_in(here), AGREED)


async def test_withdraw_cancels_what_is_unfinished(city: Organisation) -> None:
    here = await make.scene(city)
    action = await make.in_state(city, here, ActionState.in_progress)
    commitment = await Commitment.objects().first()
    assert commitment is not None
    await actions.withdraw(make.staff(city), commitment, "Ditarik oleh dinas.", AGREED)
    assert (await make.fresh(action)).state == "cancelled"
    with pytest.raises(AlreadyEnded):
        await actions.withdraw(make.staff(city), commitment, "Lagi.", AGREED)


async def test_close_waits_for_the_last_action_and_for_somebody_else(city: Organisation) -> None:
    here = await make.scene(city)
    action = await make.in_state(city, here, ActionState.in_progress)
    commitment = await Commitment.objects().first()
    assert commitment is not None
    with pytest.raises(ActionsStillOpen):
        await actions.close(make.staff(city), commitment, make.CLOSING, AGREED)
    await actions.cancel_action(make.staff(city), action, "Sudah tercakup.", AGREED)
    closed = await actions.close(make.staff(city), commitment, make.CLOSING, AGREED)
    assert closed.state == CommitmentState.closed


def test_form_refuses_a_verifier_that_does_the_work() -> None:
    same = str(new_id())
    with pytest.raises(ValueError, match="cannot also verify"):
        CommitmentIn.model_validate(
            {
                "institution_id": same,
                "title": "x",
                "statement": "x",
                "expected_result": "x",
                "actions": [
                    {
                        "title": "x",
                        "deliverable": "x",
                        "responsible_institution_id": same,
                        "verifier_institution_id": same,
                        "due": "2027-01-01",
                    }
                ],
            }
        )


def _given(**facts: str) -> dict[str, str]:
    return {name: value for name, value in facts.items() if value}


async def test_agree_leaves_a_cancelled_action_as_it_is_and_needs_another(city: Organisation) -> None:
    here = await make.scene(city)
    row = await make.draft(city, here, actions=[make.action_in(here), make.action_in(here, title="Lain")])
    first, second = (
        await FollowUpAction.objects().where(FollowUpAction.commitment == row.id).order_by(FollowUpAction.seq)
    )
    await actions.cancel_action(make.staff(city), first, "Keliru.", AGREED)
    await actions.agree(make.staff(city), row, AGREED)
    assert [(await make.fresh(one)).state for one in (first, second)] == ["cancelled", "open"]
    alone = await make.draft(city, here)
    await actions.cancel_action(make.staff(city), await make.only_action(alone), "Keliru.", AGREED)
    with pytest.raises(NotReady) as refusal:
        await actions.agree(make.staff(city), alone, AGREED)
    assert refusal.value.extra["missing"] == ["actions"]


async def test_what_was_cancelled_in_a_draft_stays_when_the_draft_is_said_anew(
    dewi: Somebody, city: Organisation
) -> None:
    here, chair = await make.scene(city), make.staff(city)
    row = await make.in_state(city, here, ActionState.draft)
    await actions.cancel_action(chair, row, "Sudah dikerjakan dinas lain", AGREED)
    form = await dewi.web.get(f"/commitments/{row.commitment}/edit")
    assert f'value="{row.title}"' not in form.text
    for _twice in range(2):
        anew = await dewi.api.put(f"/commitments/{row.commitment}", json=make.body(here))
        assert anew.status_code == 200, anew.text
        states = [one["state"] for one in anew.json()["actions"]]
        assert sorted(states) == ["cancelled", "draft"]
    with pytest.raises(actions.moves.WrongState):
        await actions.remove_action(chair, await actions.moves.commitment_of(row), row.id)
