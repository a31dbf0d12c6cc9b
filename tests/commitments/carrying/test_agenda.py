"""What is late by thirty days stands on the next meeting's agenda by itself, once."""

import asyncio
import logging
from datetime import date, datetime, timedelta

import pytest

from events_app.accounts.actor import Actor
from events_app.accounts.tables import Organisation
from events_app.commitments.carrying.agenda import put_late
from events_app.commitments.tables import ActionState
from events_app.database import execute, fetch, fetch_value
from events_app.events.programme.actions import add_item
from events_app.events.programme.forms import AgendaItemIn
from events_app.events.tables import AgendaItem, Event
from tests import make_commitments as make
from tests import make_events
from tests.commitments.carrying.test_reviews import QUARTER, later, scene
from tests.make_commitments import AGREED, Scene
from tests.people import Somebody

__all__ = ["later", "scene"]
DUE = date(2026, 12, 20)
LINE = "Tindak lanjut rapat sebelumnya yang terlambat"


def after(days: int) -> datetime:
    return AGREED.replace(year=DUE.year, month=DUE.month, day=DUE.day) + timedelta(days=days)


async def titles(event: Event) -> list[str]:
    return [row["title"] for row in await fetch("SELECT title FROM agenda_item WHERE event = $1", event.id)]


async def test_it_comes_on_the_thirtieth_day_to_the_next_meeting_alone(
    city: Organisation, scene: Scene, later: list[Event]
) -> None:
    await make.opened(city, scene, due=DUE)
    assert await put_late(after(29)) == 0
    assert await put_late(after(30)) == 1
    assert [await titles(one) for one in (scene.event, *later)] == [[], [LINE], []]


async def test_twice_and_at_once_is_once_and_taken_out_it_stays_out(
    dewi: Somebody, alice: Somebody, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    for _ in range(3):
        await make.opened(city, scene, due=DUE)
    done = await asyncio.gather(*(put_late(after(40)) for _ in range(3)))
    assert sum(done) == 1
    item = await AgendaItem.objects().first()
    assert item is not None
    assert LINE in (await alice.web.get(f"/events/{later[0].id}/sessions")).text
    gone = await alice.api.delete(f"/events/{later[0].id}/agenda-items/{item.id}")
    assert gone.status_code == 204
    assert await put_late(after(41)) == 0
    assert await fetch_value("SELECT count(*) FROM late_on_agenda WHERE item IS NULL") == 1


@pytest.mark.parametrize("state", ["verified", "cancelled", "submitted"])
async def test_what_its_owner_does_not_owe_puts_nothing_there(
    city: Organisation, scene: Scene, later: list[Event], state: str
) -> None:
    await make.in_state(city, scene, ActionState(state), due=DUE)
    assert await put_late(after(40)) == 0


async def test_called_off_meetings_are_passed_over_and_a_chosen_one_counts(
    city: Organisation, scene: Scene, later: list[Event]
) -> None:
    await make.opened(city, scene, due=DUE)
    await execute("UPDATE event SET state = 'cancelled' WHERE id = $1", later[0].id)
    await execute("UPDATE event SET series = NULL WHERE id = $1", later[1].id)
    assert await put_late(after(40)) == 0
    await follows(city, scene.event, later[1])
    assert await put_late(after(40)) == 1
    assert await titles(later[1]) == [LINE]


async def test_another_organisations_meetings_stay_as_they_are(
    city: Organisation, charlie: Somebody, scene: Scene, later: list[Event]
) -> None:
    elsewhere = await Organisation.objects().get(Organisation.id == charlie.actor.organisation)
    assert elsewhere is not None
    theirs = await make.scene(elsewhere)
    await make.opened(elsewhere, theirs, due=DUE)
    assert await put_late(after(40)) == 0
    assert await titles(later[0]) == []


async def test_a_meeting_that_makes_us_stumble_does_not_keep_the_others_from_theirs(
    city: Organisation,
    charlie: Somebody,
    scene: Scene,
    later: list[Event],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await make.opened(city, scene, due=DUE)
    elsewhere = await Organisation.objects().get(Organisation.id == charlie.actor.organisation)
    assert elsewhere is not None
    theirs = await make.scene(elsewhere)
    await make.opened(elsewhere, theirs, due=DUE)
    after_theirs = await make_events.published(elsewhere, **hours())
    await follows(elsewhere, theirs.event, after_theirs)
    meetings = sorted([later[0], after_theirs], key=lambda one: one.id)

    async def stumbling(actor: Actor, event: Event, form: AgendaItemIn) -> AgendaItem:
        item = await add_item(actor, event, form)
        if event.id == meetings[0].id:
            raise ValueError(f"of {event.title}")
        return item

    monkeypatch.setattr("events_app.commitments.carrying.agenda.add_item", stumbling)
    with caplog.at_level(logging.WARNING, "events_app.jobs"):
        assert await put_late(after(40)) == 1
    assert [await titles(one) for one in meetings] == [[], [LINE]]
    [said] = [record for record in caplog.records if record.name == "events_app.jobs"]
    assert vars(said)["facts"] == {"job": "put_late_on_agendas", "fault": "ValueError"}
    assert (said.exc_info, meetings[0].title in said.getMessage()) == (None, False)
    monkeypatch.undo()
    assert await put_late(after(41)) == 1
    assert [await titles(one) for one in meetings] == [[LINE], [LINE]]


def hours() -> dict[str, datetime]:
    """Of a meeting a quarter after the scene's."""
    begins = make_events.NINE + QUARTER
    return {"starts_at": begins, "ends_at": begins + timedelta(hours=2)}


async def follows(city: Organisation, first: Event, second: Event) -> None:
    await execute(
        "INSERT INTO previous_meeting (id, organisation, created_at, event, previous)"
        " VALUES (gen_random_uuid(), $1, now(), $2, $3)",
        city.id,
        second.id,
        first.id,
    )
