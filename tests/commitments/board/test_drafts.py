"""A draft whose verifier was set on the board is still a draft: said anew, shortened, taken back; no duty passed on."""

from importlib import import_module

import asyncpg
import pytest

from events_app.accounts.tables import Organisation
from events_app.commitments.actions import moves, remove_action
from events_app.commitments.board import acting, undoing
from events_app.commitments.tables import ActionState, FollowUpAction
from events_app.database import execute, fetch_value
from events_app.ids import new_id
from tests import make_commitments as make
from tests.commitments.assigning.test_reassigning import INSERT
from tests.commitments.board.test_acting import SOON, change_in
from tests.make_commitments import AGREED, Scene
from tests.people import Somebody

MIGRATION = import_module("piccolo_migrations.events_app_0370_duties_of_drafts_rules")
KEPT = "SELECT count(*) FROM duty_change"


async def verified_draft(city: Organisation, here: Scene) -> FollowUpAction:
    row = await make.in_state(city, here, ActionState.draft)
    said = change_in("verifier", [row], verifier_institution_id=here.other.id, reason="Keliru tadi")
    await acting.act(make.staff(city), said, AGREED)
    assert (await make.fresh(row)).verifier_institution == here.other.id
    return row


async def test_it_is_said_anew_and_its_action_taken_out(dewi: Somebody, city: Organisation) -> None:
    here = await make.scene(city)
    row = await verified_draft(city, here)
    draft = await moves.commitment_of(row)
    await remove_action(make.staff(city), draft, row.id)
    assert not await FollowUpAction.exists().where(FollowUpAction.id == row.id)
    row = await verified_draft(city, here)
    anew = await dewi.api.put(f"/commitments/{row.commitment}", json=make.body(here))
    assert anew.status_code == 200, anew.text
    assert await fetch_value(KEPT) == 0


async def test_setting_it_is_taken_back_without_a_duty_passed_on(city: Organisation) -> None:
    here, staff = await make.scene(city), make.staff(city)
    row = await make.in_state(city, here, ActionState.draft)
    said = change_in("verifier", [row], verifier_institution_id=here.other.id, reason="Keliru tadi")
    change = await acting.act(staff, said, AGREED)
    await undoing.take_back(staff, change, SOON)
    assert (await make.fresh(row)).verifier_institution is None
    assert await fetch_value(KEPT) == 0


async def test_rows_of_before_leave_drafts_free_and_stay_with_what_is_agreed(city: Organisation) -> None:
    here = await make.scene(city)
    draft, agreed = await make.in_state(city, here, ActionState.draft), await make.opened(city, here)
    verifies = "verifier", here.other.id, "Keliru tadi"
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="is draft"):
        await execute(INSERT, new_id(), city.id, draft.id, *verifies)
    await execute("ALTER TABLE duty_change DISABLE TRIGGER duty")
    for row in (draft, agreed):
        await execute(INSERT, new_id(), city.id, row.id, *verifies)
    await execute("ALTER TABLE duty_change ENABLE TRIGGER duty")
    await MIGRATION.create()
    assert await fetch_value("SELECT action FROM duty_change") == agreed.id
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="append-only"):
        await execute("DELETE FROM duty_change")
