"""What was promised at the past event, and what became of it: a commitment and an action in every state."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from events_app.commitments import actions
from events_app.commitments.forms import ActionIn, ClosingIn, CommitmentIn
from events_app.commitments.kinds import Rating
from events_app.commitments.tables import Commitment, CommitmentVisibility, FollowUpAction
from events_app.demo.cast import City
from events_app.demo.fates import FATES, Case
from events_app.demo.plans import PLANS, Plan, Work
from events_app.events.tables import Event
from events_app.invitations.tables import Guest

VISIBLE = (CommitmentVisibility.public, CommitmentVisibility.task_force, CommitmentVisibility.internal)


@dataclass(frozen=True)
class Book:
    """Where promises are written: the event, who came to it, and what day it is."""

    city: City
    event: Event
    came: dict[object, Guest]
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.event.timezone)).date()

    def day(self, offset: int) -> datetime:
        """That many days from now, never later than an hour ago."""
        return min(self.now + timedelta(days=offset), self.now - timedelta(hours=1))


async def tell(city: City, event: Event, came: list[Guest], now: datetime) -> None:
    """Records every plan, agrees most of them, and lets each action meet its fate."""
    book = Book(city, event, {guest.institution: guest for guest in reversed(came)}, now)
    offices = {office.name: office.id for office in city.institutions}
    for number, plan in enumerate(PLANS):
        said = event.starts_at + timedelta(minutes=90 + 4 * number)
        data = _data(book, plan, offices[plan.office], VISIBLE[number % 3])
        commitment = await actions.record(city.secretariat, event, data, said)
        if plan.state != "draft":
            await actions.agree(city.chair, commitment, said + timedelta(days=1))
            await _follow(book, plan, commitment)


def _data(book: Book, plan: Plan, office: object, visibility: CommitmentVisibility) -> CommitmentIn:
    guest = book.came.get(office)
    return CommitmentIn.model_validate(
        {
            "institution_id": office,
            "attendance_guest_id": guest.id if guest else None,
            "title": plan.title,
            "statement": plan.statement,
            "expected_result": plan.result,
            "visibility": visibility,
            "actions": [_action(book, office, guest, work) for work in plan.works],
        }
    )


def _action(book: Book, office: object, guest: Guest | None, work: Work) -> ActionIn:
    return ActionIn.model_validate(
        {
            "title": work.title,
            "deliverable": work.deliverable,
            "responsible_institution_id": office,
            "responsible_person_id": guest.person if guest else None,
            "verifier_institution_id": book.city.inspectorate if work.inspected else None,
            "due": book.today + timedelta(days=work.due),
        }
    )


async def _follow(book: Book, plan: Plan, commitment: Commitment) -> None:
    mine = FollowUpAction.commitment == commitment.id
    rows = await FollowUpAction.objects().where(mine).order_by(FollowUpAction.seq)
    for case in _cases(book, plan, rows):
        await FATES[case.work.fate](case)
    if plan.state == "withdrawn":
        await actions.withdraw(book.city.chair, commitment, "Tenaga konselor belum tersedia.", book.day(-50))
    if plan.state == "closed":
        how = ClosingIn(rating=Rating.complete, reason="Siaran berjalan dan menjadi acara tetap.")
        await actions.close(book.city.chair, commitment, how, book.now)


def _cases(book: Book, plan: Plan, rows: list[FollowUpAction]) -> Iterator[Case]:
    for row, work in zip(rows, plan.works, strict=True):
        yield Case(book.city, row, plan.office, work, book.day(work.last), book.now)
