"""The start page: to each what waits for them, and nothing else."""

from datetime import timedelta

from events_app import clock
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.commitments.tables import ActionState
from events_app.events.tables import Event, EventState
from events_app.reports.work import work_of
from tests import make_commitments, make_events, make_invitations, make_stakeholders
from tests.make_reports import Fact, came, promised
from tests.people import Somebody

DAY = timedelta(days=1)


async def test_owner_of_an_empty_organisation_is_led_to_the_first_event(owner: Somebody) -> None:
    shown = (await owner.web.get("/")).text
    assert "The first steps" in shown
    assert 'href="/events/new"' in shown
    assert [step.done for step in (await work_of(owner.actor, clock.now())).steps] == [False] * 5


async def test_first_steps_are_ticked_by_what_is_there_and_vanish(
    city: Organisation, owner: Somebody
) -> None:
    event = await _running(city)
    office = await make_stakeholders.institution(city.id)
    steps = (await work_of(owner.actor, clock.now())).steps
    assert [step.done for step in steps] == [True, True, False, False, False]
    assert steps[2].href == f"/events/{event.id}/invitations/new"
    asked = await make_invitations.invitation(event, office)
    await make_invitations.answered(asked, "tentative", now=clock.now())
    await came([await make_invitations.guest(event, now=clock.now())])
    await promised(city, event, office, Fact("open", due=1))
    assert (await work_of(owner.actor, clock.now())).steps == []


async def test_organiser_sees_what_runs_today_and_who_is_there(city: Organisation, alice: Somebody) -> None:
    event = await _running(city)
    guests = [
        await make_invitations.guest(event, name, now=clock.now()) for name in ("Budi", "Sari", "Wayan")
    ]
    await came(guests[:2])
    row = (await work_of(alice.actor, clock.now())).running[0]
    assert (row["id"], row["present"], row["expected"]) == (event.id, 2, 3)
    shown = (await alice.web.get("/")).text
    assert f'href="/door/{event.id}"' in shown
    assert "2 present of 3 expected" in shown


async def test_organiser_sees_what_events_of_the_next_month_still_lack(
    city: Organisation, alice: Somebody
) -> None:
    near = await _event(city, 5 * DAY)
    await _event(city, 40 * DAY)
    await make_invitations.invitation(near, await make_stakeholders.institution(city.id))
    [row] = (await work_of(alice.actor, clock.now())).preparing or []
    assert (row["id"], row["unsent"], row["accepted"]) == (near.id, 1, 0)
    assert (row["has_room"], row["has_sessions"], row["has_speaker"]) == (False, False, False)
    room = await make_events.room(city)
    await make_events.session(near, room_id=str(room.id), starts_at=near.starts_at, ends_at=near.ends_at)
    [row] = (await work_of(alice.actor, clock.now())).preparing or []
    assert (row["has_room"], row["has_sessions"]) == (True, True)


async def test_door_sees_the_doors_it_is_assigned_to_and_no_others(city: Organisation, bob: Somebody) -> None:
    mine, today = await _event(city, 5 * DAY, published=True), await _running(city)
    await _event(city, 6 * DAY, published=True)
    for event in (mine, today):
        await make_events.door_staff(event, bob.user.id)
    work = await work_of(bob.actor, clock.now())
    assert [row["id"] for row in work.doors or []] == [mine.id]
    assert [row["id"] for row in work.running] == [today.id]
    assert (work.desk, work.waiting, work.preparing, work.steps) == (None, None, None, [])
    shown = (await bob.web.get("/")).text
    assert f'href="/door/{mine.id}"' in shown
    assert f'href="/door/{today.id}"' in shown


async def test_confidential_title_is_not_shown_at_the_door(city: Organisation, bob: Somebody) -> None:
    event = await _running(city, title="Operasi Senyap", confidential=True)
    await make_events.door_staff(event, bob.user.id)
    shown = (await bob.web.get("/")).text
    assert "Senyap" not in shown
    assert f"Meeting {event.ref}" in shown


async def test_secretariat_and_chair_see_promises_that_want_attention(
    city: Organisation, dewi: Somebody, chair: Somebody
) -> None:
    event = await make_events.published(city)
    office = await make_stakeholders.institution(city.id)
    await promised(city, event, office, *[Fact("open", due=-1500)] * 7, Fact("submitted", due=1))
    await promised(city, event, office, state="draft", agreed_at=None)
    for who in (dewi, chair):
        desk = (await work_of(who.actor, clock.now())).desk
        assert desk is not None
        assert (desk.drafts, desk.overdue, desk.submitted, desk.extensions) == (1, 7, 1, 0)
        assert (len(desk.drafts_shown), len(desk.overdue_shown)) == (1, 5)
        assert "Overdue actions" in (await who.web.get("/")).text


async def test_verifier_sees_how_many_wait_and_since_when(city: Organisation, eko: Somebody) -> None:
    here = await make_commitments.scene(city)
    assert "Nothing awaits your verdict." in (await eko.web.get("/")).text
    for days in (1, 3):
        await make_commitments.in_state(
            city, here, ActionState.submitted, make_commitments.AGREED + days * DAY
        )
    waiting = (await work_of(eko.actor, clock.now())).waiting or []
    assert len(waiting) == 2
    assert "The oldest since Tuesday, 15 December 2026" in (await eko.web.get("/")).text


async def test_stranger_sees_nothing_of_it(city: Organisation, charlie: Somebody) -> None:
    here = await make_commitments.scene(city)
    await make_commitments.in_state(city, here, ActionState.submitted)
    await _running(city)
    work = await work_of(charlie.actor, clock.now())
    assert work.desk is not None
    assert (work.running, work.preparing, work.waiting, work.doors) == ([], [], [], [])
    assert (work.desk.submitted, work.desk.drafts, work.desk.overdue) == (0, 0, 0)


async def test_viewer_for_whom_nothing_waits_is_told_so(city: Organisation) -> None:
    viewer = Actor(organisation=city.id, rights=frozenset({Right.read}))
    assert (await work_of(viewer, clock.now())).is_quiet


async def test_nobody_reaches_the_start_page_without_signing_in(public: Somebody) -> None:
    answer = await public.get("/")  # type: ignore[attr-defined]
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/")


async def _running(city: Organisation, **more: object) -> Event:
    now = clock.now()
    return await _event(city, now - now, published=True, length=timedelta(hours=1), **more)


async def _event(
    city: Organisation,
    ahead: timedelta,
    *,
    published: bool = False,
    length: timedelta = timedelta(hours=2),
    **more: object,
) -> Event:
    start = clock.now() + ahead
    event = await make_events.event(city, starts_at=start, ends_at=start + length, **more)
    if published:
        event.state = EventState.published
        await event.save([Event.state])
    return event
