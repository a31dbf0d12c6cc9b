"""A certificate outlives whom it was given to: its number, hours and days stay, the name goes."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.checkin.certificates import actions as certificates
from events_app.checkin.certificates import queries
from events_app.checkin.certificates.refusals import HolderAnonymised, NobodyEarned
from events_app.checkin.certificates.tables import Certificate
from events_app.database import execute, fetch, fetch_one
from events_app.events.tables import Event
from events_app.privacy.actions import anonymise
from events_app.privacy.copying import copied
from events_app.stakeholders.tables import Person
from tests import make_certificates as make
from tests.privacy.test_anonymising import _anonymising, _holders

WHO = "Zulaikha Prameswari"
PRINTED = "Zoel Wiraatmadja"
LABEL = "Orang yang dianonimkan"
STAYS = "SELECT number, sequence, year, version, jp, role, event_day, verify_hash, created_at FROM certificate WHERE id = $1"


async def _ended(city: Organisation) -> tuple[Event, Certificate]:
    """An event of long ago, and a certificate of it whose name was corrected since to one that nothing else knows."""
    event = await make.held(city)
    guest = await make.came(event, WHO)
    await make.set_up(city, event)
    [row] = await make.issued(city, event)
    row = await certificates.correct(make.keeper(city), row, PRINTED, clock.now())
    assert row.person == guest.person
    return event, row


async def _anonymise(city: Organisation, person: UUID) -> None:
    await anonymise(make.keeper(city), person, "Masa retensi berakhir.", clock.now())


async def _row(certificate: UUID) -> Any:
    return await fetch_one("SELECT * FROM certificate WHERE id = $1", certificate)


async def test_anonymising_takes_the_name_off_a_certificate_and_leaves_the_rest(city: Organisation) -> None:
    _event, row = await _ended(city)
    before, link = await fetch_one(STAYS, row.id), row.link_hash
    await _anonymise(city, row.person)
    assert await fetch_one(STAYS, row.id) == before
    assert (await _row(row.id))["name"] == LABEL
    names = await fetch("SELECT name FROM certificate_version WHERE certificate = $1", row.id)
    assert [one["name"] for one in names] == [LABEL, LABEL]
    assert await _holders(WHO, PRINTED) == []
    assert await queries.by_link(link) is None
    proven = await queries.by_code(row.verify_hash)
    assert proven is not None
    assert (proven["name"], proven["jp"]) == (LABEL, 8)


async def test_who_is_anonymised_gets_no_name_and_no_certificate_again(city: Organisation) -> None:
    event, row = await _ended(city)
    late = await make.came(event, "Raden Saleh")
    for person in (row.person, late.person):
        await _anonymise(city, person)
    with pytest.raises(HolderAnonymised):
        await certificates.correct(make.keeper(city), row, WHO, clock.now())
    with pytest.raises(NobodyEarned):
        await make.issued(city, event)


async def test_who_is_anonymised_while_certificates_are_issued_gets_no_name_again(city: Organisation) -> None:
    event = await make.held(city)
    guests = [await make.came(event, f"Zulaikha Prameswari {one}") for one in ("Pertama", "Kedua", "Ketiga")]
    await make.set_up(city, event)
    issuing = certificates.issue_earned(make.keeper(city), event, clock.now())
    ending = [_anonymise(city, one.person) for one in guests]
    await asyncio.gather(issuing, *ending, return_exceptions=True)
    assert await fetch("SELECT FROM person WHERE anonymised_at IS NULL") == []
    assert await _holders(WHO) == []


async def test_a_certificate_forgets_no_number_and_nothing_outside_of_anonymising(city: Organisation) -> None:
    _event, row = await _ended(city)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await execute("UPDATE certificate SET link_hash = '' WHERE id = $1", row.id)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await _anonymising("UPDATE certificate SET number = 'x' WHERE id = $1", row.id)


async def test_a_copy_holds_certificates_and_no_link(city: Organisation) -> None:
    _event, row = await _ended(city)
    person = await Person.objects().get(Person.id == row.person)
    assert person is not None
    kinds = (await copied(make.keeper(city), person, clock.now()))["kinds"]
    [told] = kinds["certificate"]
    assert (told["name"], told["number"], told["jp"]) == (PRINTED, row.number, 8)
    assert not {"link_hash", "verify_hash"} & set(told)
    assert sorted(one["name"] for one in kinds["certificate_version"]) == sorted([PRINTED, WHO])
