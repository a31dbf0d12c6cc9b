"""Who earns a certificate, and why not, in words that somebody at a desk can repeat."""

from datetime import timedelta

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.checkin.badges.actions import give_role
from events_app.checkin.badges.forms import RolesIn
from events_app.checkin.badges.tables import BadgeRole
from events_app.checkin.certificates import planning
from events_app.checkin.certificates.forms import CertificateSettings
from events_app.database import counting_queries
from events_app.events.tables import Event, Session, SessionRole, StageRole
from events_app.invitations.tables import Guest
from events_app.stakeholders.merging import actions as merging
from events_app.stakeholders.merging.forms import MergeIn
from events_app.stakeholders.merging.tables import MergeKind
from tests import make_certificates as make
from tests import make_checkin, make_events


async def _session(event: Event, title: str, after: int) -> Session:
    start = event.starts_at + timedelta(minutes=after)
    return await make_events.session(
        event, title=title, starts_at=start, ends_at=start + timedelta(minutes=45)
    )


async def test_whoever_came_earns_one_and_who_was_never_seen_does_not(city: Organisation) -> None:
    event = await make.held(city)
    await make.came(event, "Ani")
    await make_checkin.guest(event, "Budi")
    await make.set_up(city, event)
    found = await make.judged(event)
    assert (found["Ani"].earned, found["Ani"].why, found["Ani"].jp) == (True, "checked in", 8)
    assert (found["Budi"].earned, found["Budi"].why) == (False, "never checked in")


async def test_rule_of_sessions_counts_those_that_were_held(city: Organisation) -> None:
    event = await make.held(city)
    parts = [await _session(event, f"Sesi {n}", 50 * n) for n in range(4)]
    await make.came(event, "Ani", *parts[:3])
    await make.came(event, "Budi", parts[0])
    await make.set_up(city, event, earned_by="sessions", share=75)
    found = await make.judged(event)
    assert (found["Ani"].earned, found["Ani"].why) == (True, "checked in at 3 of 4 sessions")
    assert (found["Budi"].earned, found["Budi"].why) == (False, "checked in at 1 of 4 sessions")
    await Session.update({Session.cancelled_at: event.starts_at}).where(
        Session.id.is_in([p.id for p in parts[1:]])
    )
    assert (await make.judged(event))["Budi"].earned


@pytest.mark.parametrize(
    ("late", "left", "earned", "minutes"),
    [
        (0, None, True, 240),
        (-30, 192, True, 192),
        (0, 191, False, 191),
        (49, None, False, 191),
        (0, 600, True, 240),
    ],
)
async def test_rule_of_time_looks_at_the_events_own_hours(
    city: Organisation, late: int, left: int | None, earned: bool, minutes: int
) -> None:
    event = await make.held(city)
    await make.came(event, "Ani", late=late, left=left)
    await make.set_up(city, event, earned_by="time", share=80)
    ani = (await make.judged(event))["Ani"]
    assert (ani.earned, ani.minutes, ani.why) == (earned, minutes, f"stayed for {minutes} of 240 minutes")


async def test_people_on_stage_earn_one_by_their_role_if_they_came_at_all(city: Organisation) -> None:
    event = await make.held(city)
    part = await _session(event, "Panel", 0)
    speaker = await make.came(event, "Narti", left=50)
    absent = await make_checkin.guest(event, "Made")
    stranger = await make_checkin.guest(await make.held(city), "Sari")
    for guest, role in (
        (speaker, StageRole.speaker),
        (absent, StageRole.moderator),
        (stranger, StageRole.facilitator),
    ):
        await SessionRole(organisation=city.id, session=part.id, person=guest.person, role=role).save()
    await make.set_up(city, event, earned_by="time", share=90)
    found = await make.judged(event)
    assert (found["Narti"].earned, found["Narti"].role, found["Narti"].why) == (
        True,
        "speaker",
        "there as: Resource person",
    )
    assert (found["Made"].earned, found["Made"].why) == (False, "never checked in")
    assert (found["Sari"].earned, found["Sari"].why) == (
        False,
        "on stage, but holds no pass to check in with",
    )


async def test_role_that_was_chosen_for_the_badge_counts_before_the_programme(city: Organisation) -> None:
    event = await make.held(city)
    guest = await make.came(event, "Ani", left=10)
    await make.set_up(city, event, earned_by="time")
    assert not (await make.judged(event))["Ani"].earned
    said = RolesIn(role=BadgeRole.committee, guest_ids=[guest.id])
    await give_role(make.keeper(city), event, said, clock.now())
    assert (await make.judged(event))["Ani"].why == "there as: Committee"


async def test_lesson_hours_of_sessions_add_up(city: Organisation) -> None:
    event = await make.held(city)
    parts = [await _session(event, f"Sesi {n}", 50 * n) for n in range(3)]
    await make.came(event, "Ani", *parts)
    await make.came(event, "Budi", parts[1])
    hours = [{"session_id": part.id, "jp": n + 1} for n, part in enumerate(parts)]
    said = CertificateSettings.model_validate(
        {"wanted": True, "jp": 99, "jp_of": "sessions", "sessions": hours}
    )
    await planning.keep(make.keeper(city), event, said, clock.now())
    found = await make.judged(event)
    assert (found["Ani"].jp, found["Budi"].jp) == (6, 2)


async def test_judging_asks_as_few_questions_for_many(city: Organisation) -> None:
    event = await make.held(city)
    await make.set_up(city, event)
    asked = []
    for start, end in ((0, 2), (2, 12)):
        for number in range(start, end):
            await make.came(event, f"Tamu {number}")
        with counting_queries() as counted:
            assert len(await make.judged(event)) == end
        asked.append(counted.count)
    assert asked[0] == asked[1]


async def test_two_guests_who_are_found_to_be_one_person_earn_one(city: Organisation) -> None:
    event = await make.held(city)
    twin, ani = await make.came(event, "Ani S."), await make.came(event, "Ani")
    await make.set_up(city, event)
    plan = MergeIn(kind=MergeKind.person, loser_id=twin.person, survivor_id=ani.person)
    await merging.merge(make.keeper(city), plan)
    assert await Guest.count().where(Guest.event == event.id) == 2, "neither guest goes"
    assert list(await make.judged(event)) == ["Ani"]
    (one,) = await make.issued(city, event)
    assert one.person == ani.person
    assert (await make.judged(event))["Ani"].number == one.number


async def test_certificate_stays_with_whom_its_holder_was_merged_into(city: Organisation) -> None:
    event = await make.held(city)
    twin, ani = await make.came(event, "Ani S."), await make.came(event, "Ani")
    await make.set_up(city, event)
    assert len(await make.issued(city, event)) == 2
    plan = MergeIn(kind=MergeKind.person, loser_id=twin.person, survivor_id=ani.person)
    await merging.merge(make.keeper(city), plan)
    (one,) = (await make.judged(event)).values()
    assert one.number
    assert not one.due, "nobody gets a third"
