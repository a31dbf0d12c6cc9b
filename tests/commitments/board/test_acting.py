"""Acting on many: every row passes the guards of the single act, what is refused is told, what can be is taken back."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.commitments import actions
from events_app.commitments.board import acting, undoing
from events_app.commitments.board.forms import BoardChangeIn, BoardRowIn
from events_app.commitments.board.refusals import AlreadyUndone, NotUndoable, TooLateToUndo
from events_app.commitments.board.tables import BoardChange, BoardChangeItem
from events_app.commitments.forms import DueChangeIn, UpdateIn
from events_app.commitments.tables import ActionState, Commitment, DueChange, FollowUpAction
from events_app.database import counting_queries, execute, fetch, fetch_value
from events_app.errors import Invalid, NotAllowed
from events_app.ids import new_id
from tests import make_commitments as make
from tests.make_commitments import AGREED, Scene
from tests.people import Somebody

LATER = date(2027, 6, 30)
SOON = AGREED + timedelta(minutes=3)


def change_in(verb: str, rows: list[FollowUpAction], **said: Any) -> BoardChangeIn:
    looked_at = [BoardRowIn(action_id=row.id, row_version=row.row_version) for row in rows]
    return BoardChangeIn.model_validate({"verb": verb, "rows": looked_at, **said})


async def several(city: Organisation, here: Scene, number: int = 3) -> list[FollowUpAction]:
    return [await make.opened(city, here, title=f"Tugas {place}") for place in range(number)]


async def outcome(change: BoardChange) -> dict[UUID, str]:
    """Why each row was refused, or nothing."""
    rows = await BoardChangeItem.objects().where(BoardChangeItem.change == change.id)
    return {row.action: row.refusal for row in rows}


async def test_due_dates_move_with_reason_and_are_put_back(city: Organisation) -> None:
    here = await make.scene(city)
    rows, staff = await several(city, here), make.staff(city)
    said = change_in("due", rows, due=LATER, reason="Anggaran baru cair bulan Mei")
    change = await acting.act(staff, said, AGREED)
    assert await outcome(change) == {row.id: "" for row in rows}
    assert [(await make.fresh(row)).due for row in rows] == [LATER] * 3
    assert [(await make.fresh(row)).original_due for row in rows] == [make.DUE] * 3
    decided = await DueChange.objects().order_by(DueChange.id)
    assert [(one.old_due, one.new_due, one.decision) for one in decided] == [
        (make.DUE, LATER, "approved")
    ] * 3
    told = "SELECT count(*) FROM message WHERE kind = 'commitments.due_change_decided'"
    assert await fetch_value(told) == 3
    await undoing.take_back(staff, change, SOON)
    assert [(await make.fresh(row)).due for row in rows] == [make.DUE] * 3
    assert await DueChange.count() == 6, "what was decided stays, and what was decided back is added"
    assert await fetch_value(told) == 6
    with pytest.raises(AlreadyUndone):
        await undoing.take_back(staff, change, SOON)


async def test_each_row_hears_its_own_no(city: Organisation, charlie: Somebody) -> None:
    here, staff = await make.scene(city), make.staff(city)
    good, asked, stale, same = await several(city, here, 4)
    done = await make.in_state(city, here, ActionState.verified)
    await actions.ask_due_change(
        staff, asked, DueChangeIn(due=date(2027, 5, 1), reason="Perlu waktu"), AGREED
    )
    await actions.report_progress(staff, stale, UpdateIn(percent=5, narrative="Mulai"), AGREED)
    await execute("UPDATE follow_up_action SET due = $2 WHERE id = $1", same.id, LATER)
    theirs = await Organisation.objects().get(Organisation.id == charlie.actor.organisation)
    assert theirs is not None
    other = await make.opened(theirs, await make.scene(theirs))
    said = change_in("due", [good, asked, stale, same, done, other], due=LATER, reason="Mundur bersama")
    ahead = {one.action: one.refusal for one in await acting.look_ahead(staff, said, AGREED)}
    change = await acting.act(staff, said, AGREED)
    expected = {
        good.id: "",
        asked.id: "due_change_pending",
        stale.id: "changed_meanwhile",
        same.id: "same_due",
        done.id: "wrong_state",
    }
    assert ahead == expected | {other.id: "not_found"}
    assert await outcome(change) == expected, "of another organisation's row nothing is kept"
    assert (await make.fresh(other)).due == make.DUE


async def test_verifier_is_set_but_never_the_one_who_does_the_work(city: Organisation) -> None:
    here, staff = await make.scene(city), make.staff(city)
    rows = await several(city, here, 2)
    theirs = await make.opened(
        city, here, responsible_institution_id=here.other.id, responsible_person_id=None
    )
    said = change_in(
        "verifier", [*rows, theirs], verifier_institution_id=here.other.id, reason="Inspektorat kewalahan"
    )
    change = await acting.act(staff, said, AGREED)
    assert (await outcome(change))[theirs.id] == "verifier_is_responsible"
    assert [(await make.fresh(row)).verifier_institution for row in rows] == [here.other.id] * 2
    await undoing.take_back(staff, change, SOON)
    assert [(await make.fresh(row)).verifier_institution for row in rows] == [None] * 2
    unknown = {"verifier_institution_id": new_id(), "reason": "Keliru"}
    with pytest.raises(Invalid):
        await acting.act(staff, change_in("verifier", rows, **unknown), AGREED)


async def test_who_set_a_verifier_and_why_stays_in_the_story_also_when_taken_back(
    chair: Somebody, dewi: Somebody, city: Organisation
) -> None:
    here = await make.scene(city)
    [row] = await several(city, here, 1)
    said = {
        "verb": "verifier",
        "rows": [{"action_id": str(row.id)}],
        "verifier_institution_id": str(here.other.id),
    }
    silent = await chair.api.post("/board/changes", json=said)
    assert (silent.status_code, silent.json()["errors"][0]["field"]) == (422, "reason")
    done = await chair.api.post("/board/changes", json=said | {"reason": "Inspektorat kewalahan"})
    assert done.status_code == 201, done.text
    undone = await chair.api.post(f"/board/changes/{done.json()['id']}/undo")
    assert undone.status_code == 200, undone.text
    told = (await dewi.api.get(f"/actions/{row.id}/duty-changes")).json()["items"]
    assert [(one["duty"], one["after"]["name"], one["by"]) for one in told] == [
        ("verifier", "Bappeda", chair.user.name),
        ("verifier", "", chair.user.name),
    ]
    assert told[0]["reason"] == "Inspektorat kewalahan"
    assert "Verified from now on by: Bappeda" in (await dewi.web.get(f"/actions/{row.id}")).text
    story = (await dewi.api.get(f"/commitments/{row.commitment}/timeline?kind=duty")).json()["items"]
    assert [(one["code"], one["detail"]) for one in story] == [("verifier", "Bappeda"), ("verifier", "")]


async def test_undoing_leaves_what_somebody_changed_since(city: Organisation) -> None:
    here, staff = await make.scene(city), make.staff(city)
    rows = await several(city, here, 2)
    change = await acting.act(staff, change_in("due", rows, due=LATER, reason="Mundur"), AGREED)
    worked = await make.fresh(rows[0])
    await actions.report_progress(staff, worked, UpdateIn(percent=5, narrative="Mulai"), SOON)
    await undoing.take_back(staff, change, SOON)
    assert [(await make.fresh(row)).due for row in rows] == [LATER, make.DUE]
    kept: Any = await BoardChangeItem.objects().where(BoardChangeItem.action == rows[0].id).first()
    assert kept is not None
    assert (kept.undone_at, kept.undo_refusal) == (None, "changed_meanwhile")


async def test_a_promise_is_shown_to_others_once_and_hidden_again(city: Organisation) -> None:
    here, staff = await make.scene(city), make.staff(city)
    both = await make.agreed(city, here, actions=[make.action_in(here), make.action_in(here, title="Dua")])
    rows = await FollowUpAction.objects().where(FollowUpAction.commitment == both.id)
    change = await acting.act(staff, change_in("visibility", rows, visibility="public"), AGREED)
    assert await fetch_value("SELECT visibility FROM commitment") == "public"
    assert await fetch_value("SELECT row_version FROM commitment") == both.row_version + 1
    await undoing.take_back(staff, change, SOON)
    assert await fetch_value("SELECT visibility FROM commitment") == "internal"
    await execute("UPDATE event SET confidential = true")
    change = await acting.act(staff, change_in("visibility", rows, visibility="public"), AGREED)
    assert set((await outcome(change)).values()) == {"confidential"}


async def test_silence_ends_by_undoing_and_cancelling_cannot_be_undone(city: Organisation) -> None:
    here, staff = await make.scene(city), make.staff(city)
    rows = await several(city, here, 2)
    said = change_in("mute", rows, until=AGREED.date() + timedelta(days=9), reason="Menunggu anggaran")
    change = await acting.act(staff, said, AGREED)
    standing = "SELECT count(*) FROM reminder_mute WHERE ended_at IS NULL"
    assert await fetch_value(standing) == 2
    again = await acting.act(staff, said, AGREED)
    assert set((await outcome(again)).values()) == {"muted_already"}
    asked = await acting.act(staff, change_in("remind", rows), AGREED)
    assert set((await outcome(asked)).values()) == {"muted"}
    await undoing.take_back(staff, change, SOON)
    assert await fetch_value(standing) == 0
    gone = await acting.act(staff, change_in("cancel", rows, reason="Diganti program lain"), AGREED)
    assert [(await make.fresh(row)).state for row in rows] == ["cancelled"] * 2
    assert await fetch_value("SELECT count(*) FROM action_event WHERE to_state = 'cancelled'") == 2
    with pytest.raises(NotUndoable):
        await undoing.take_back(staff, gone, SOON)


async def test_an_owner_is_asked_once_a_day_in_one_message(city: Organisation) -> None:
    here, staff = await make.scene(city), make.staff(city)
    rows = await several(city, here, 3)
    alone = await make.opened(
        city, here, responsible_institution_id=here.other.id, responsible_person_id=None
    )
    change = await acting.act(staff, change_in("remind", [*rows, alone]), AGREED)
    assert (await outcome(change))[alone.id] == "nobody_to_ask"
    letters = await fetch("SELECT to_address, text FROM message WHERE kind = 'commitments.progress_wanted'")
    assert [one["to_address"] for one in letters] == ["sari@dinsos.example"]
    assert all(f"Tugas {place}" in letters[0]["text"] for place in range(3))
    again = await acting.act(staff, change_in("remind", rows), AGREED + timedelta(hours=5))
    assert set((await outcome(again)).values()) == {"asked_lately"}
    tomorrow = await acting.act(staff, change_in("remind", rows), AGREED + timedelta(hours=25))
    assert set((await outcome(tomorrow)).values()) == {""}


async def test_rights_are_those_of_the_single_acts(city: Organisation) -> None:
    here = await make.scene(city)
    rows = await several(city, here, 1)
    secretariat = replace(make.staff(city), rights=frozenset({Right.read, Right.keep_commitments}))
    chair = replace(make.staff(city), rights=frozenset({Right.read, Right.decide}))
    for actor, verb, said in (
        (secretariat, "due", {"due": LATER, "reason": "Mundur"}),
        (secretariat, "cancel", {"reason": "Tidak perlu"}),
        (secretariat, "visibility", {"visibility": "public"}),
        (chair, "remind", {}),
        (chair, "mute", {"until": date(2026, 12, 20), "reason": "Libur"}),
        (secretariat, "verifier", {"verifier_institution_id": here.other.id, "reason": "Kewalahan"}),
    ):
        with pytest.raises(NotAllowed):
            await acting.act(actor, change_in(verb, rows, **said), AGREED)
    assert await BoardChange.count() == 0


@pytest.mark.parametrize(
    ("verb", "said", "field"),
    [
        ("due", {"reason": "Mundur"}, "due"),
        ("due", {"due": LATER}, "reason"),
        ("cancel", {"reason": "x"}, "reason"),
        ("mute", {"reason": "Libur", "until": date(2026, 12, 1)}, "until"),
        ("verifier", {"reason": "Kewalahan"}, "verifier_institution_id"),
        ("visibility", {}, "visibility"),
    ],
)
async def test_words_of_an_act_are_refused_beside_their_field(
    city: Organisation, verb: str, said: dict[str, Any], field: str
) -> None:
    here = await make.scene(city)
    rows = await several(city, here, 1)
    with pytest.raises(Invalid) as caught:
        await acting.act(make.staff(city), change_in(verb, rows, **said), AGREED)
    assert [fault.field for fault in caught.value.errors] == [field]


async def test_of_two_at_once_each_row_hears_one(city: Organisation) -> None:
    here, staff = await make.scene(city), make.staff(city)
    rows = await several(city, here, 4)
    days = [date(2027, 7, 1), date(2027, 8, 1)]
    acts = [
        acting.act(staff, change_in("due", some, due=day, reason="Mundur"), AGREED)
        for some, day in zip((rows, rows[::-1]), days, strict=True)
    ]
    first, second = [await outcome(change) for change in await asyncio.gather(*acts)]
    assert [{first[row.id], second[row.id]} for row in rows] == [{"", "changed_meanwhile"}] * 4
    assert await DueChange.count() == 4


async def test_of_two_who_undo_one_wins(city: Organisation) -> None:
    here, staff = await make.scene(city), make.staff(city)
    change = await acting.act(
        staff, change_in("due", await several(city, here, 2), due=LATER, reason="Mundur"), AGREED
    )
    other = await BoardChange.objects().get(BoardChange.id == change.id)
    assert other is not None
    found = await asyncio.gather(
        undoing.take_back(staff, change, SOON), undoing.take_back(staff, other, SOON), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in found) == ["AlreadyUndone", "BoardChange"]
    assert await DueChange.count() == 4


async def test_undoing_ends_after_ten_minutes_and_lines_stay_as_they_are(city: Organisation) -> None:
    here, staff = await make.scene(city), make.staff(city)
    change = await acting.act(
        staff, change_in("due", await several(city, here, 1), due=LATER, reason="Mundur"), AGREED
    )
    with pytest.raises(TooLateToUndo):
        await undoing.take_back(staff, change, AGREED + timedelta(minutes=11))
    for sql in ("UPDATE board_change_item SET refusal = 'muted'", "DELETE FROM board_change"):
        with pytest.raises(Exception, match="added to"):
            await execute(sql)


@pytest.mark.parametrize("verb", ["remind", "due", "verifier", "visibility", "mute", "cancel"])
async def test_many_rows_take_as_many_statements_as_few(city: Organisation, verb: str) -> None:
    here, staff = await make.scene(city), make.staff(city)
    words: dict[str, dict[str, Any]] = {
        "remind": {},
        "due": {"due": LATER, "reason": "Mundur"},
        "verifier": {"verifier_institution_id": here.other.id, "reason": "Kewalahan"},
        "visibility": {"visibility": "public"},
        "mute": {"until": date(2026, 12, 31), "reason": "Libur panjang"},
        "cancel": {"reason": "Tidak perlu"},
    }
    asked = []
    for number in (10, 100):
        rows = await many(city, here, number)
        with counting_queries() as count:
            change = await acting.act(staff, change_in(verb, rows, **words[verb]), AGREED)
        assert set((await outcome(change)).values()) == {""}
        asked.append(count.count)
        if verb in ("due", "verifier", "visibility", "mute"):
            with counting_queries() as count:
                await undoing.take_back(staff, change, SOON)
            asked[-1] += count.count
    assert asked[0] == asked[1] < 60


async def many(city: Organisation, here: Scene, number: int) -> list[FollowUpAction]:
    """Open actions, each of a commitment of its own, copied from one that the verbs made."""
    row = await make.opened(city, here)
    promise = await Commitment.objects().get(Commitment.id == row.commitment)
    assert promise is not None
    made = [row]
    for place in range(number - 1):
        facts: dict[str, Any] = promise.to_dict()
        facts |= {"id": new_id(), "ref": f"K-{row.id.hex[-6:]}-{place}"}
        copy = Commitment(**facts)
        await copy.save()
        more: dict[str, Any] = row.to_dict()
        more |= {"id": new_id(), "ref": f"{copy.ref}/1", "commitment": copy.id}
        made.append(FollowUpAction(**more))
        await made[-1].save()
    return made
