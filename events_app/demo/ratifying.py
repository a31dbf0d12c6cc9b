"""What was promised in place of heads who stayed away: one stood by it by letter, one did not after a slip, one is silent."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from events_app.accounts.actor import Actor
from events_app.commitments import actions
from events_app.commitments.forms import ActionIn, CommitmentIn
from events_app.commitments.ratifying import answering, reminders, taking_back
from events_app.commitments.ratifying.forms import SignedLetterForm, Stand, StandIn
from events_app.commitments.tables import AccessToken, Commitment
from events_app.demo import proofs
from events_app.demo.cast import City
from events_app.demo.plans import PLANS
from events_app.events.tables import Event
from events_app.invitations.tables import Guest
from events_app.stakeholders.tables import Institution, Person

BY_LETTER, REFUSED = "Memeriksa penyalur tenaga kerja", "Mengawasi perekrutan di media sosial"
PROMISERS = {plan.office for plan in PLANS}


async def tell(city: City, event: Event, came: list[Guest]) -> None:
    """Agreed the day after, reminded a week later, answered by two of three."""
    agreed = event.starts_at + timedelta(days=1)
    await _spoken_for_another(city, event, came, agreed)
    await _by_letter(city, await _of(event, BY_LETTER), event, agreed + timedelta(days=4))
    await _refused(city, await _of(event, REFUSED), agreed + timedelta(days=5))
    morning = agreed.replace(hour=1, minute=30) + timedelta(days=8)
    for later in range(4):  # past a weekend or a holiday
        await reminders.remind_due(morning + timedelta(days=later), city.organisation.id)


async def _spoken_for_another(city: City, event: Event, came: list[Guest], agreed: datetime) -> None:
    speaker, office = await _representative(city, came)
    data = CommitmentIn(
        institution_id=office.id,
        attendance_guest_id=speaker.id,
        title="Menyediakan petugas penghubung gugus tugas",
        statement=f"{office.name} menunjuk dua petugas penghubung yang dapat dihubungi setiap saat.",
        expected_result="Laporan antarinstansi diteruskan pada hari yang sama",
        actions=[
            ActionIn(
                title="Menerbitkan surat penunjukan",
                deliverable="Surat penunjukan dan nomor yang dapat dihubungi",
                responsible_institution_id=office.id,
                verifier_institution_id=city.inspectorate,
                due=_day(agreed + timedelta(days=150)),
            )
        ],
    )
    promise = await actions.record(city.secretariat, event, data, agreed - timedelta(hours=22))
    await actions.agree(city.chair, promise, agreed)


async def _representative(city: City, came: list[Guest]) -> tuple[Guest, Institution]:
    """Somebody who came in place of a head, of an institution that has promised nothing so far if there is one."""
    offices = {one.id: one for one in city.institutions}
    theirs = [
        (one, offices[one.institution]) for one in came if one.represents and one.institution in offices
    ]
    theirs.sort(key=lambda pair: pair[1].name in PROMISERS)
    return theirs[0]


async def _by_letter(city: City, promise: Commitment, event: Event, at: datetime) -> None:
    link = await _link(promise)
    paper = proofs.letter("Dinas Perindustrian dan Tenaga Kerja", promise.title, _day(at))
    said = SignedLetterForm(
        outcome=Stand.ratified,
        signed_by_id=link.person,
        letter_date=_day(at),
        letter_number="560/214/DPTK",
    )
    await answering.hand_in(city.secretariat, promise, said, "surat-pengesahan.pdf", paper.data, at)


async def _refused(city: City, promise: Commitment, at: datetime) -> None:
    link = await _link(promise)
    head = await Person.objects().get(Person.id == link.person)
    assert head is not None, "a foreign key holds the person"
    visitor = Actor(
        organisation=city.organisation.id,
        person=head.id,
        via="link",
        credential=link.id,
        name=head.full_name,
    )
    await answering.answer(visitor, promise.id, StandIn(outcome=Stand.ratified), at - timedelta(minutes=3))
    await taking_back.take_back(visitor, promise.id, at - timedelta(minutes=1))  # the wrong button
    why = "Patroli siber menjadi kewenangan Polda; kami mengusulkan komitmen yang lain."
    await answering.answer(visitor, promise.id, StandIn(outcome=Stand.declined, note=why), at)


async def _of(event: Event, title: str) -> Commitment:
    row = await Commitment.objects().get((Commitment.event == event.id) & (Commitment.title == title))
    assert row is not None, "it was recorded a moment ago"
    return row


async def _link(promise: Commitment) -> AccessToken:
    mine: Any = (AccessToken.commitment == promise.id) & (AccessToken.scope == "ratification")
    row = await AccessToken.objects().get(mine)
    assert row is not None, "agreeing asked the head"
    return row


def _day(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo("Asia/Jakarta")).date()
