"""Who may judge: nobody their own work, in the code and in the database, and of two at once only one."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right, Role, rights_of
from events_app.accounts.tables import Organisation, User
from events_app.commitments import actions
from events_app.commitments.actions.verdicts import NotTheVerifier, OwnWork
from events_app.commitments.actions.work import AlreadyJudged
from events_app.commitments.forms import VerdictIn
from events_app.commitments.tables import FollowUpAction, Submission, Verdict
from events_app.database import execute, fetch, fetch_value
from events_app.errors import Invalid, NotAllowed
from events_app.ids import new_id
from tests import make_commitments as make
from tests import make_stakeholders
from tests.make_commitments import AGREED, Scene

ACCEPT = VerdictIn(verdict=Verdict.accepted)
INSERT = """
INSERT INTO verification (id, organisation, created_at, submission, verdict, reason, verifier, verifier_institution)
VALUES (gen_random_uuid(), $1, now(), $2, 'accepted', '', $3, $4)
"""


async def user(city: Organisation, *roles: Role, institution: UUID | None = None, email: str = "") -> Actor:
    """A user of the organisation, in the database, as an actor."""
    known = new_id()
    mail = email or f"{known}@staf.example"
    await User(
        id=known, organisation=city.id, email=mail, name="Staf", roles=list(roles), institution=institution
    ).save()
    return Actor(organisation=city.id, user=known, rights=rights_of(list(roles)), institution=institution)


async def waiting(city: Organisation, here: Scene, **action: Any) -> tuple[FollowUpAction, Submission]:
    """A submission by the owner's personal link."""
    row = await make.opened(city, here, **action)
    return row, await make.submitted(row, await make.holder_of(row))


async def test_verify_accepts_and_dates_the_work_by_its_submission(city: Organisation) -> None:
    row, submission = await waiting(city, await make.scene(city))
    late = AGREED + timedelta(days=20)
    await actions.verify(await user(city, Role.verifier), submission, ACCEPT, late)
    done = await make.fresh(row)
    assert (done.state, done.done_on, done.percent) == ("verified", date(2026, 12, 14), 100)
    assert await fetch_value("SELECT count(*) FROM message WHERE kind = 'commitments.action_verified'") == 1


async def test_verify_dates_by_the_events_own_day(city: Organisation) -> None:
    row = await make.opened(city, await make.scene(city))
    evening = datetime(2027, 1, 10, 17, 30, tzinfo=UTC)  # the eleventh in Jakarta
    submission = await make.submitted(row, await make.holder_of(row), evening)
    await actions.verify(await user(city, Role.verifier), submission, ACCEPT, evening)
    assert (await make.fresh(row)).done_on == date(2027, 1, 11)


async def test_verify_returns_only_with_a_reason(city: Organisation) -> None:
    row, submission = await waiting(city, await make.scene(city))
    verifier = await user(city, Role.verifier)
    with pytest.raises(Invalid) as refusal:
        await actions.verify(verifier, submission, VerdictIn(verdict=Verdict.returned), AGREED)
    assert [fault.field for fault in refusal.value.errors] == ["reason"]
    form = VerdictIn(verdict=Verdict.returned, reason="SK belum ditandatangani.")
    await actions.verify(verifier, submission, form, AGREED)
    assert (await make.fresh(row)).state == "returned"
    text = await fetch_value("SELECT text FROM message WHERE kind = 'commitments.action_returned'")
    assert "SK belum ditandatangani." in text
    assert "{{link:progress:" in text


async def test_verify_refuses_the_submitter_even_an_owner(city: Organisation) -> None:
    row = await make.opened(city, await make.scene(city))
    boss = await user(city, Role.owner)
    submission = await make.submitted(row, boss)
    await refused(boss, submission)


async def test_verify_refuses_a_secretary_who_submitted(city: Organisation) -> None:
    row = await make.opened(city, await make.scene(city))
    secretary = await user(city, Role.secretariat)
    await refused(secretary, await make.submitted(row, secretary))


async def test_verify_refuses_the_person_of_the_link_and_the_responsible_person(city: Organisation) -> None:
    here = await make.scene(city)
    _row, submission = await waiting(city, here)
    await refused(await user(city, Role.owner, email="SARI@Dinsos.example"), submission)


async def test_verify_refuses_the_responsible_institution(city: Organisation) -> None:
    here = await make.scene(city)
    _row, submission = await waiting(city, here)
    for role in (Role.verifier, Role.owner):
        await refused(await user(city, role, institution=here.promiser.id), submission)


async def test_verify_refuses_an_office_that_went_into_the_responsible_one(city: Organisation) -> None:
    here = await make.scene(city)
    row, submission = await waiting(city, here, verifier_institution_id=None)
    gone = await make_stakeholders.institution(city.id, "Dinas Lama")
    judge = await user(city, Role.verifier, institution=gone.id)
    await execute("UPDATE institution SET successor = $2 WHERE id = $1", gone.id, row.responsible_institution)
    with pytest.raises(OwnWork):
        await actions.verify(judge, submission, ACCEPT, AGREED)


async def test_verify_is_for_the_named_institution_or_for_none(city: Organisation) -> None:
    here = await make.scene(city)
    _row, submission = await waiting(city, here, verifier_institution_id=here.verifier.id)
    with pytest.raises(NotTheVerifier):
        await actions.verify(
            await user(city, Role.verifier, institution=here.other.id), submission, ACCEPT, AGREED
        )
    named = await user(city, Role.verifier, institution=here.verifier.id)
    assert (await actions.verify(named, submission, ACCEPT, AGREED)).verdict == "accepted"


async def test_verify_without_a_named_one_is_for_any_other_institution(city: Organisation) -> None:
    here = await make.scene(city)
    _row, submission = await waiting(city, here)
    other = await user(city, Role.verifier, institution=here.other.id)
    assert (await actions.verify(other, submission, ACCEPT, AGREED)).verifier_institution == here.other.id


@pytest.mark.parametrize("role", [Role.viewer, Role.organiser, Role.secretariat, Role.chair, Role.door])
async def test_verify_needs_the_right(role: Role, city: Organisation) -> None:
    _row, submission = await waiting(city, await make.scene(city))
    with pytest.raises(NotAllowed):
        await actions.verify(await user(city, role), submission, ACCEPT, AGREED)


async def test_verify_at_once_gives_one_verdict(city: Organisation) -> None:
    row, submission = await waiting(city, await make.scene(city))
    one, two = await user(city, Role.verifier), await user(city, Role.verifier)
    back = VerdictIn(verdict=Verdict.returned, reason="Kurang.")
    both = (actions.verify(one, submission, ACCEPT, AGREED), actions.verify(two, submission, back, AGREED))
    results = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(each).__name__ for each in results) == ["AlreadyJudged", "Verification"]
    verdicts = await fetch("SELECT verdict FROM verification")
    expected = {"accepted": "verified", "returned": "returned"}[verdicts[0]["verdict"]]
    assert (await make.fresh(row)).state == expected


async def test_verify_twice_is_refused_by_name(city: Organisation) -> None:
    _row, submission = await waiting(city, await make.scene(city))
    verifier = await user(city, Role.verifier)
    await actions.verify(verifier, submission, ACCEPT, AGREED)
    with pytest.raises(AlreadyJudged):
        await actions.verify(verifier, submission, ACCEPT, AGREED)


async def test_database_refuses_own_work_as_well(city: Organisation) -> None:
    here = await make.scene(city)
    row = await make.opened(city, here)
    secretary = await user(city, Role.owner)
    submission = await make.submitted(row, secretary)
    inside = await user(city, Role.owner, institution=here.promiser.id)
    same_mail = await user(city, Role.owner, email="sari@DINSOS.example")
    for verifier, institution in (
        (secretary.user, None),
        (new_id(), here.promiser.id),
        (inside.user, None),
        (same_mail.user, None),
    ):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="own work"):
            await execute(INSERT, city.id, submission.id, verifier, institution)
    await execute(INSERT, city.id, submission.id, (await user(city, Role.verifier)).user, None)


async def test_waiting_mail_goes_to_those_who_may_judge(city: Organisation) -> None:
    here = await make.scene(city)
    await user(city, Role.verifier, email="tanpa-instansi@staf.example")
    await user(city, Role.verifier, email="inspektorat@staf.example", institution=here.verifier.id)
    await user(city, Role.verifier, email="bappeda@staf.example", institution=here.other.id)
    await user(city, Role.verifier, email="dinsos@staf.example", institution=here.promiser.id)
    await user(city, Role.owner, email="pemilik@staf.example")
    await waiting(city, here, verifier_institution_id=here.verifier.id)
    rows = await fetch("SELECT to_address FROM message WHERE kind = 'commitments.verification_waiting'")
    assert {row["to_address"] for row in rows} == {
        "tanpa-instansi@staf.example",
        "inspektorat@staf.example",
    }


async def test_waiting_mail_of_a_confidential_event_needs_the_right_to_read_it(city: Organisation) -> None:
    await user(city, Role.verifier, email="biasa@staf.example")
    await user(city, Role.verifier, Role.chair, email="boleh@staf.example")
    await waiting(city, await make.scene(city, confidential=True))
    rows = await fetch("SELECT to_address FROM message WHERE kind = 'commitments.verification_waiting'")
    assert {row["to_address"] for row in rows} == {"boleh@staf.example"}


async def refused(actor: Actor, submission: Submission) -> None:
    with pytest.raises(OwnWork):
        await actions.verify(actor, submission, ACCEPT, AGREED)
    assert Right.verify not in actor.rights or await fetch_value("SELECT count(*) FROM verification") == 0
