"""A confidential meeting speaks of an action that everybody may read: its name and its notes stay with the meeting."""

from datetime import timedelta
from typing import Any

import pytest

from events_app.accounts.tables import Organisation
from events_app.commitments.tables import FollowUpAction
from events_app.database import execute, fetch
from events_app.events.tables import Event
from tests import make_commitments as make
from tests import make_seating, make_stakeholders
from tests.commitments.carrying.test_reviews import later, review, scene
from tests.make_commitments import DUE, Scene
from tests.people import Browser, Somebody

__all__ = ["later", "scene"]
SECRET = "Kepala dinas diperiksa"


@pytest.fixture
async def meeting(city: Organisation, later: list[Event]) -> Event:
    """A confidential one, in an organisation that speaks Indonesian; the users speak English."""
    sql = "UPDATE event SET confidential = true, title = 'Rapat rahasia' WHERE id = $1"
    await execute(sql, later[0].id)
    await execute("UPDATE organisation SET language = 'id' WHERE id = $1", city.id)
    return later[0]


async def say(chair: Somebody, meeting: Event, action: FollowUpAction, **more: Any) -> None:
    answer = await review(chair, meeting, action, **more)
    assert answer.status_code == 200, answer.text


async def written(action: FollowUpAction) -> str:
    """All that stands at the action or went out by mail."""
    rows = [*await fetch("SELECT text, subject FROM message"), *await fetch("SELECT reason FROM due_change")]
    return repr([dict(row) for row in [*rows, *await fetch("SELECT reason FROM duty_change")]])


@pytest.mark.parametrize("note", ["", SECRET])
async def test_what_is_given_away_there_names_neither_meeting_nor_note(
    chair: Somebody, eko: Somebody, city: Organisation, scene: Scene, meeting: Event, note: str
) -> None:
    action = await make.opened(city, scene)
    gives = {"decision": "reassign", "responsible_institution_id": str(scene.other.id), "note": note}
    await say(chair, meeting, action, **gives)
    [told] = (await eko.api.get(f"/actions/{action.id}/duty-changes")).json()["items"]
    assert (told["reason"], told["meeting_id"]) == ("Decided by a meeting.", None)
    [seen] = (await chair.api.get(f"/actions/{action.id}/duty-changes")).json()["items"]
    assert (seen["reason"], seen["meeting_id"]) == ("Diputuskan dalam sebuah rapat.", str(meeting.id))
    pages = [f"/actions/{action.id}", f"/commitments/{action.commitment}/timeline"]
    shown = "".join([(await eko.web.get(one)).text for one in pages])
    for secret in (SECRET, "Rapat rahasia", str(meeting.id)):
        assert secret not in shown
        assert secret not in await written(action)


async def test_reasons_that_were_kept_before_or_by_a_meeting_hidden_since_are_not_shown(
    chair: Somebody, eko: Somebody, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    action = await make.opened(city, scene)
    gives = {"decision": "reassign", "responsible_institution_id": str(scene.other.id), "note": SECRET}
    await say(chair, later[0], action, **gives)
    addresses = [f"/actions/{action.id}/duty-changes", f"/commitments/{action.commitment}/timeline"]
    for one in addresses:
        assert SECRET in (await eko.api.get(one)).text
    await execute("UPDATE event SET confidential = true WHERE id = $1", later[0].id)
    for one in addresses:
        assert SECRET not in (await eko.api.get(one)).text
        assert SECRET in (await chair.api.get(one)).text


@pytest.mark.parametrize("note", ["", SECRET])
async def test_time_asked_for_there_names_neither(
    chair: Somebody, city: Organisation, scene: Scene, meeting: Event, note: str
) -> None:
    action = await make.opened(city, scene)
    day = str(DUE + timedelta(days=60))
    await say(chair, meeting, action, decision="extend", new_due=day, note=note)
    said = await written(action)
    assert "Diminta oleh sebuah rapat." in said
    assert SECRET not in said
    assert "Rapat rahasia" not in said


async def test_a_head_hears_that_a_meeting_wants_it_without_which(
    chair: Somebody, city: Organisation, scene: Scene, meeting: Event
) -> None:
    head = await make_seating.position(city.id, scene.promiser, "Kepala Dinas")
    head.is_head = True
    await head.save()
    person = await make_stakeholders.person(city.id, "Ani Kepala", email="ani@dinas.example")
    await make_seating.hold(head, person)
    await say(chair, meeting, await make.opened(city, scene), decision="escalate", note=SECRET)
    told = {
        row["to_address"]: row["text"]
        for row in await fetch(
            "SELECT to_address, text FROM message WHERE kind = 'commitments.action_escalated'"
        )
    }
    assert SECRET not in told["ani@dinas.example"]
    assert "Rapat rahasia" not in told["ani@dinas.example"]
    assert SECRET in told[chair.user.email]


async def test_what_is_written_once_speaks_the_organisations_language(
    chair: Somebody, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    await execute("UPDATE organisation SET language = 'id' WHERE id = $1", city.id)
    action = await make.opened(city, scene)
    gives = {"decision": "reassign", "responsible_institution_id": str(scene.other.id), "note": ""}
    await say(chair, later[0], action, **gives)
    [row] = await fetch("SELECT reason FROM duty_change")
    assert row["reason"] == f"Diputuskan dalam rapat “{later[0].title}”."


async def test_time_asked_for_by_a_meeting_hidden_since_tells_its_words_to_no_one_else(
    chair: Somebody, eko: Somebody, public: Browser, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    action = await make.opened(city, scene)
    _token, link = await make.link_of(action)
    day = str(DUE + timedelta(days=60))
    await say(chair, later[0], action, decision="extend", new_due=day, note=SECRET)
    lists = f"/actions/{action.id}/due-changes"
    [asked] = (await chair.api.get(lists)).json()["items"]
    addresses = [lists, f"/due-changes/{asked['id']}"]
    pages = [f"/actions/{action.id}", f"/commitments/{action.commitment}/timeline", "/work"]
    for one in addresses:
        assert SECRET in (await eko.api.get(one)).text, one
    await execute("UPDATE event SET confidential = true WHERE id = $1", later[0].id)
    for one in addresses:
        assert SECRET not in (await eko.api.get(one)).text, one
        assert SECRET in (await chair.api.get(one)).text, one
    shown = [(await eko.web.get(one)).text for one in pages]
    shown.append((await public.get(f"/p/{link}")).text)
    assert not any(SECRET in one for one in shown)
    assert SECRET in (await chair.web.get(f"/actions/{action.id}")).text
