"""Who hears: the holder of the day, in one message a person, unless silence was asked for."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.commitments.reminding import muting
from events_app.commitments.reminding.forms import MuteIn
from events_app.commitments.reminding.tables import ReminderMute
from events_app.database import execute, fetch, fetch_value
from events_app.errors import Refusal
from events_app.stakeholders.tables import Institution, Person, Position, PositionHolding
from tests import make_commitments as make
from tests import make_events, make_stakeholders
from tests.commitments.reminding.runs import DUE, at, before, messages, run, said
from tests.commitments.test_verdicts import user


async def post(city: Organisation, of: Institution, title: str = "Kabid Pelayanan") -> Position:
    row = Position(organisation=city.id, institution=of.id, title=title, title_key=title.casefold())
    await row.save()
    return row


async def holds(person: Person, position: Position, first: date | None, last: date | None = None) -> None:
    await PositionHolding(
        organisation=person.organisation,
        person=person.id,
        position=position.id,
        starts_on=first,
        ends_on=last,
    ).save()


async def seated(city: Organisation, here: make.Scene, name: str, **times: date | None) -> Person:
    email = f"{name.lower()}@dinsos.example"
    return await make_stakeholders.person(city.id, name, institution=here.promiser, email=email)


async def give_to(position: Position, action: UUID) -> None:
    await execute("UPDATE follow_up_action SET responsible_position = $2 WHERE id = $1", action, position.id)


async def test_reminders_follow_the_position_to_its_new_holder(city: Organisation) -> None:
    here = await make.scene(city)
    position = await post(city, here.promiser)
    handover = DUE - timedelta(days=3)
    old, new = await seated(city, here, "Lama"), await seated(city, here, "Baru")
    await holds(old, position, None, handover - timedelta(days=1))
    await holds(new, position, handover)
    row = await make.opened(city, here)
    await give_to(position, row.id)
    await run(before(14))
    await run(before(7))
    await run(at(handover + timedelta(days=0), 9))
    assert await said() == [("H-14", "lama@dinsos.example"), ("H-7", "lama@dinsos.example")]
    await run(before(1))
    assert (await said())[-1] == ("H-1", "baru@dinsos.example")
    assert len(await said()) == 3, "what the old holder heard is not said to the new one again"


async def test_who_holds_a_post_for_good_hears_before_who_acts(city: Organisation) -> None:
    here = await make.scene(city)
    position = await post(city, here.promiser)
    acting, real = await seated(city, here, "Plt"), await seated(city, here, "Definitif")
    await PositionHolding(
        organisation=city.id,
        person=acting.id,
        position=position.id,
        kind="plt",
        starts_on=DUE - timedelta(days=90),
    ).save()
    row = await make.opened(city, here)
    await give_to(position, row.id)
    await run(before(14))
    await holds(real, position, DUE - timedelta(days=10))
    await run(before(7))
    assert [who for _rule, who in await said()] == ["plt@dinsos.example", "definitif@dinsos.example"]


async def test_who_wants_nothing_sent_is_passed_over(city: Organisation) -> None:
    here = await make.scene(city)
    await Person.update({Person.channel: "none"}).where(Person.id == here.person.id)
    await make.opened(city, here)
    await run(before(7))
    assert await said() == [("H-7", "dinsos@kota.example")]


async def test_digest_speaks_the_readers_language(city: Organisation) -> None:
    here = await make.scene(city)
    await Person.update({Person.language: "en"}).where(Person.id == here.person.id)
    await make.opened(city, here)
    await run(before(7))
    [message] = await messages()
    assert (message["language"], message["subject"]) == ("en", "Reminder: a follow-up action")


async def test_holidays_are_no_working_days(city: Organisation) -> None:
    await make.opened(city, await make.scene(city), due=DUE)
    good_friday = date(2027, 3, 26)
    await execute(
        "INSERT INTO holiday (id, organisation, created_at, day, name, kind, removed, row_version)"
        " VALUES (gen_random_uuid(), $1, now(), $2, 'Hari Raya', 'local', false, 1) ON CONFLICT DO NOTHING",
        city.id,
        DUE - timedelta(days=7),
    )
    assert await run(before(7)) == 0
    assert await run(before(6)) == 1
    assert good_friday.isoweekday() == 5


async def test_person_of_two_zones_gets_one_message_a_day(city: Organisation) -> None:
    here = await make.scene(city, timezone="Asia/Jayapura")
    await make.opened(city, here, title="Papua")
    here.event = await make_events.published(city, timezone="Asia/Jakarta")
    await make.opened(city, here, title="Jawa")
    day = DUE - timedelta(days=7)
    assert await run(at(day, 8, "Asia/Jayapura")) == 0, "Jakarta's eight o'clock is near"
    assert await run(at(day, 8, "Asia/Jakarta")) == 1
    [message] = await messages()
    assert "Papua" in message["text"]
    assert "Jawa" in message["text"]


async def test_second_reason_on_the_same_day_waits_for_the_next(city: Organisation) -> None:
    here = await make.scene(city)
    await make.opened(city, here, due=DUE)
    assert await run(before(7)) == 1
    await make.opened(city, here, title="Kedua", due=DUE)
    assert await run(before(7) + timedelta(hours=2)) == 0
    assert await run(before(6)) == 1


async def test_silence_about_an_action_ends_by_itself_and_the_newest_is_said(city: Organisation) -> None:
    row = await make.opened(city, await make.scene(city))
    said_so = MuteIn(action_id=row.id, reason="Menunggu anggaran.", until=DUE - timedelta(days=5))
    await muting.mute(make.staff(city), said_so, before(20))
    for days in (14, 7, 5):
        assert await run(before(days)) == 0
    assert await run(before(2)) == 1
    assert await said() == [("H-7", "sari@dinsos.example")]
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE verb = 'reminders.muted'") == 1


async def test_silence_towards_a_person_reaches_only_that_person(city: Organisation) -> None:
    here = await make.scene(city)
    kadis = await make_stakeholders.person(
        city.id, "Kadis", institution=here.promiser, position="Kadis", is_head=True, email="kadis@x.example"
    )
    await make.opened(city, here)
    said_so = MuteIn(person_id=kadis.id, reason="Cuti besar.", until=DUE + timedelta(days=60))
    await muting.mute(make.staff(city), said_so, before(14))
    await run(at(DUE + timedelta(days=7)))
    assert await said() == [("H+7", "sari@dinsos.example")]


async def test_ended_silence_is_over_at_once_and_ending_twice_is_once(city: Organisation) -> None:
    row = await make.opened(city, await make.scene(city))
    actor = make.staff(city)
    made = await muting.mute(actor, MuteIn(action_id=row.id, reason="Jeda.", until=DUE), before(14))
    fresh = await ReminderMute.objects().get(ReminderMute.id == made.id)
    assert fresh is not None
    await muting.unmute(actor, fresh, before(8))
    await muting.unmute(actor, fresh, before(8))
    assert await run(before(7)) == 1
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE verb = 'reminders.unmuted'") == 1


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"until": DUE - timedelta(days=30)}, muting.EndsTooSoon),
        ({"until": DUE + timedelta(days=400)}, muting.EndsTooSoon),
        ({"action_id": None}, muting.OneOfTwo),
    ],
    ids=["past", "far", "neither"],
)
async def test_silence_is_refused_by_name(
    change: dict[str, object], refused: type[Refusal], city: Organisation
) -> None:
    row = await make.opened(city, await make.scene(city))
    facts = {"action_id": row.id, "reason": "Jeda.", "until": DUE} | change
    with pytest.raises(refused):
        await muting.mute(make.staff(city), MuteIn(**facts), before(14))  # type: ignore[arg-type]


async def test_two_silences_about_one_action_are_refused(city: Organisation) -> None:
    row = await make.opened(city, await make.scene(city))
    said_so = MuteIn(action_id=row.id, reason="Jeda.", until=DUE)
    await muting.mute(make.staff(city), said_so, before(14))
    with pytest.raises(muting.MutedAlready):
        await muting.mute(make.staff(city), said_so, before(14))


async def test_what_was_handed_in_before_the_words_were_written_is_left_out(city: Organisation) -> None:
    from events_app.commitments.reminding import actions, digests

    row = await make.opened(city, await make.scene(city))
    assert await actions.remind_due(before(7)) == 1
    await make.submitted(row, make.staff(city), before(7))
    await digests.write_all(before(7))
    assert await messages() == []
    [digest] = await fetch("SELECT message, settled_at IS NOT NULL AS settled FROM reminder_digest")
    assert (digest["message"], digest["settled"]) == (None, True)


async def test_secretariat_of_another_organisation_hears_nothing(city: Organisation, charlie: object) -> None:
    await user(city, Role.secretariat, email="sekre@staf.example")
    await make.opened(city, await make.scene(city))
    await run(at(DUE + timedelta(days=14)))
    assert {who for _rule, who in await said()} == {"sari@dinsos.example", "sekre@staf.example"}
