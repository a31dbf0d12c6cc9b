"""What replaces a cancelled action: shown both ways, never itself, never in a circle, never somebody else's."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from events_app.accounts.tables import Organisation
from events_app.commitments.tables import ActionState, FollowUpAction
from events_app.database import execute, fetch_value
from tests import make_commitments as make
from tests import make_events
from tests.make_commitments import Scene
from tests.people import Somebody


@pytest.fixture
async def scene(city: Organisation) -> Scene:
    return await make.scene(city)


async def ended(city: Organisation, scene: Scene) -> FollowUpAction:
    return await make.in_state(city, scene, ActionState.cancelled)


async def replaces(who: Somebody, action: FollowUpAction, other: UUID | None) -> Any:
    sent = {"superseded_by_id": str(other) if other else None}
    return await who.api.put(f"/actions/{action.id}/successor", json=sent)


def fault(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_a_cancellation_names_what_replaces_it_and_both_pages_say_so(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    old, new = await make.opened(city, scene), await make.opened(city, scene)
    wrong = {"reason": "Digabung.", "superseded_by": "K-1999-01-0001/1"}
    refused = await chair.web.post(f"/actions/{old.id}/cancel", wrong)
    assert refused.status_code == 422
    assert "There is no such follow-up action." in refused.text
    assert 'value="K-1999-01-0001/1"' in refused.text
    assert (await make.fresh(old)).state == "open"
    await chair.web.post(f"/actions/{old.id}/cancel", {"reason": "Digabung.", "superseded_by": new.ref})
    told = (await chair.api.get(f"/actions/{old.id}")).json()
    assert (told["state"], told["superseded_by_id"]) == ("cancelled", str(new.id))
    assert (await chair.api.get(f"/actions/{new.id}")).json()["replaces_ids"] == [str(old.id)]
    assert f'Replaced by <a href="/actions/{new.id}"' in (await chair.web.get(f"/actions/{old.id}")).text
    assert f'Replaces <a href="/actions/{old.id}"' in (await chair.web.get(f"/actions/{new.id}")).text


async def test_it_is_set_later_and_taken_back(chair: Somebody, city: Organisation, scene: Scene) -> None:
    old, new = await ended(city, scene), await make.opened(city, scene)
    assert (await replaces(chair, old, new.id)).json()["superseded_by_id"] == str(new.id)
    assert (await replaces(chair, old, None)).json()["superseded_by_id"] is None
    await chair.web.post(f"/actions/{old.id}/successor", {"superseded_by": new.ref})
    assert (await make.fresh(old)).superseded_by == new.id
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE verb = 'action.superseded'") == 3


async def test_refusals(
    chair: Somebody, dewi: Somebody, charlie: Somebody, city: Organisation, scene: Scene
) -> None:
    one, two, three = [await ended(city, scene) for _ in range(3)]
    still = await make.opened(city, scene)
    assert fault(await replaces(chair, still, one.id)) == (409, "wrong_state")
    assert fault(await replaces(chair, one, one.id)) == (422, "replaces_itself")
    assert (await replaces(chair, one, two.id)).status_code == 200
    assert (await replaces(chair, two, three.id)).status_code == 200
    assert fault(await replaces(chair, three, one.id)) == (422, "replaced_in_circle")
    assert (await replaces(dewi, three, still.id)).status_code == 403
    elsewhere = await Organisation.objects().get(Organisation.id == charlie.actor.organisation)
    assert elsewhere is not None
    theirs = await make.opened(elsewhere, await make.scene(elsewhere))
    assert fault(await replaces(chair, three, theirs.id)) == (422, "unknown_successor")
    assert (await replaces(charlie, three, theirs.id)).status_code == 404
    for other, match in ((theirs.id, "same organisation"), (one.id, "circle")):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match=match):
            await execute("UPDATE follow_up_action SET superseded_by = $2 WHERE id = $1", three.id, other)
    with pytest.raises(asyncpg.CheckViolationError, match="action_superseded_is_cancelled"):
        await execute("UPDATE follow_up_action SET superseded_by = $2 WHERE id = $1", still.id, one.id)


async def test_a_confidential_one_is_named_by_nobody_who_may_not_read_it(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    secret = replace(scene, event=await make_events.published(city, confidential=True))
    hidden, old = await make.opened(city, secret), await ended(city, scene)
    await execute("UPDATE app_user SET roles = '{chair}' WHERE id = $1", chair.user.id)
    expected = 200 if chair.actor.rights and "read_confidential" in chair.actor.rights else 422
    assert (await replaces(chair, old, hidden.id)).status_code == expected


async def test_two_who_close_a_circle_at_once_do_not(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    one, two = await ended(city, scene), await ended(city, scene)
    answers = await asyncio.gather(replaces(chair, one, two.id), replaces(chair, two, one.id))
    assert sorted(answer.status_code for answer in answers) == [200, 422]


async def test_what_replaces_it_at_a_confidential_event_is_for_those_who_may_know(
    chair: Somebody, eko: Somebody, city: Organisation, scene: Scene
) -> None:
    old, secret = await make.opened(city, scene), await make.opened(city, scene, title="Operasi senyap")
    await chair.web.post(f"/actions/{old.id}/cancel", {"reason": "Digabung.", "superseded_by": secret.ref})
    event = await make_events.published(city, title="Tertutup", confidential=True)
    await execute("UPDATE commitment SET event = $1 WHERE id = $2", event.id, secret.commitment)
    pages = [(await who.web.get(f"/actions/{old.id}")).text for who in (chair, eko)]
    assert ["Operasi senyap" in page for page in pages] == [True, False]
