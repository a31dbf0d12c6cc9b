"""The directory as somebody who keeps it would leave it: a tree, holders with a past, twins, a consent."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.database import execute, fetch
from events_app.demo.cast import City
from events_app.demo.leaders import AGENCY, CITY
from events_app.invitations.people import institution_called
from events_app.stakeholders.actions import create_institution, create_person
from events_app.stakeholders.consents import actions as consents
from events_app.stakeholders.consents.forms import ConsentIn, Purpose, Via, WithdrawIn
from events_app.stakeholders.forms import InstitutionIn, PersonIn
from events_app.stakeholders.merging import actions as merging
from events_app.stakeholders.merging.forms import DistinctIn, MergeIn
from events_app.stakeholders.merging.tables import MergeKind
from events_app.stakeholders.positions import actions as positions
from events_app.stakeholders.positions.forms import HoldingIn
from events_app.stakeholders.tables import Channel, HoldingKind, InstitutionKind, Person, Position

BELOW = """
UPDATE institution SET parent = $2 WHERE organisation = $1 AND id <> $2 AND parent IS NULL
  AND kind IN ('regional_agency', 'district', 'village')
"""
TWINS = """
SELECT p.id, p.full_name, p.title_suffix, p.institution FROM person p
WHERE p.organisation = $1 AND p.email <> '' ORDER BY p.name_key, p.id LIMIT 3
"""


async def tell(city: City, now: datetime) -> None:
    """After everything else, so that the events name those whom they always named."""
    here = city.organisation.id
    await execute(BELOW, here, await institution_called(city.organiser, CITY))
    await _holders(city, now)
    await _twins(city)
    await _merged(city)
    await _agreed(city, now)


async def _holders(city: City, now: datetime) -> None:
    """The agency's head came after another one, and a post beside hers is held for a while."""
    head = await Person.objects().get(Person.id == city.leaders["women"])
    assert head is not None, "the leaders were appointed"
    post = await Position.objects().get(Position.id == head.position)
    assert post is not None, "she has a post"
    office = await institution_called(city.organiser, AGENCY)
    before = await _person(city, "Drs. Hadi Purnomo, M.M.", office)
    start = now.date() - timedelta(days=400)
    former = HoldingIn(person_id=before, starts_on=start - timedelta(days=1_500), note="SK 821.2/0117")
    await positions.appoint(city.organiser, post, former)
    plan = HoldingIn(person_id=head.id, starts_on=start, hand_over=True, note="SK 821.2/0240")
    await positions.appoint(city.organiser, post, plan)
    acting = await _person(city, "Retno Kusuma, S.E.", office)
    away = HoldingIn(person_id=acting, kind=HoldingKind.plh, starts_on=now.date(), ends_on=now.date())
    await positions.appoint(city.organiser, post, away)


async def _twins(city: City) -> None:
    """The list names some who were written down by hand already; two of them are not the same."""
    known = await fetch(TWINS, city.organisation.id)
    pairs = [(row["id"], await _person(city, row["full_name"], None)) for row in known]
    kept = DistinctIn(kind=MergeKind.person, first_id=pairs[-1][0], second_id=pairs[-1][1])
    await merging.keep_apart(city.organiser, kept)


async def _merged(city: City) -> None:
    twin = InstitutionIn(name="DP3A", short_name="DP3A", kind=InstitutionKind.regional_agency)
    gone = await create_institution(city.organiser, twin)
    stays = await institution_called(city.organiser, AGENCY)
    plan = MergeIn(kind=MergeKind.institution, loser_id=gone.id, survivor_id=stays)
    await merging.merge(city.organiser, plan)


async def _agreed(city: City, now: datetime) -> None:
    """One consent stands and one was taken back; a young speaker has a mother who agreed."""
    who = city.leaders["batik"]
    words: dict[str, Any] = {"text_version": 1, "wording": "Saya setuju foto saya dimuat di situs kegiatan."}
    for purpose in (Purpose.photo, Purpose.wa):
        plan = ConsentIn(purpose=purpose, via=Via.paper, **words)
        given = await consents.note(city.organiser, who, plan, now - timedelta(days=30))
    await consents.take_back(city.organiser, given, WithdrawIn(via=Via.phone), now - timedelta(days=3))
    child = PersonIn(
        full_name="Dina Anggraini",
        position="Forum Anak",
        channel=Channel.none,
        needs="Didampingi orang tua",
        is_minor=True,
        guardian_name="Sari Anggraini",
        guardian_consent=True,
    )
    await create_person(city.organiser, child)


async def _person(city: City, name: str, office: UUID | None) -> UUID:
    return (await create_person(city.organiser, PersonIn(full_name=name, institution_id=office))).id
