"""What can become of an action: each fate is led there by the verbs that people use."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from events_app.accounts.actor import Actor
from events_app.commitments import actions
from events_app.commitments.forms import (
    DecisionIn,
    DueChangeIn,
    InfeasibleIn,
    SubmissionIn,
    UpdateIn,
    VerdictIn,
)
from events_app.commitments.tables import (
    AccessToken,
    AskDecision,
    DueChange,
    FollowUpAction,
    InfeasibleReason,
    Obstacle,
    Submission,
    Verdict,
)
from events_app.demo import proofs
from events_app.demo.cast import City
from events_app.demo.plans import Fate, Work


@dataclass(frozen=True)
class Case:
    """One action, whose it is, what is told of it, and when it last moved."""

    city: City
    row: FollowUpAction
    office: str
    work: Work
    at: datetime
    now: datetime

    @property
    def judge(self) -> Actor:
        """Who gives the verdict."""
        return self.city.inspector if self.work.inspected else self.city.verifier

    def after(self, days: int) -> datetime:
        """So many days later, but not in the future."""
        return min(self.at + timedelta(days=days), self.now - timedelta(minutes=20))


async def _open(_case: Case) -> None:
    """Nothing has happened."""


async def _report(case: Case) -> None:
    """A first word two weeks before, and then the news."""
    owner = await _owner(case)
    begun = UpdateIn(percent=case.work.percent // 3, narrative="Sudah dimulai, tim dibentuk.")
    news = UpdateIn(percent=case.work.percent, narrative=case.work.said, obstacle=case.work.obstacle)
    if case.work.obstacle != Obstacle.none:
        news.help_needed = "Mohon dibahas dalam rapat gugus tugas."
    await actions.report_progress(owner, case.row, begun, case.at - timedelta(days=14))
    await actions.report_progress(owner, case.row, news, case.at)


async def _submit(case: Case) -> Submission:
    """The owner proves it: an even action with a letter and a link, an odd one with a photograph too."""
    await _report(case)
    files = [proofs.letter(case.office, case.work.title, case.at.date())]
    if case.row.seq % 2:
        files.append(proofs.photo(case.office, case.work.title))
    said = SubmissionIn(
        statement=f"{case.work.said} Bukti terlampir.",
        links=[] if case.row.seq % 2 else [f"https://lembayung.example/arsip/{case.row.ref}"],
        evidence_date=case.at.date(),
    )
    return await actions.submit(await _owner(case), case.row, said, files, case.after(1))


async def _prove(case: Case) -> None:
    await _submit(case)


async def _verify(case: Case) -> None:
    said = VerdictIn(verdict=Verdict.accepted, reason="Bukti lengkap dan sesuai.")
    await actions.verify(case.judge, await _submit(case), said, case.after(6))


async def _return(case: Case) -> None:
    said = VerdictIn(verdict=Verdict.returned, reason="Modul belum memuat lembar kerja siswa.")
    await actions.verify(case.judge, await _submit(case), said, case.after(5))


async def _reopen(case: Case) -> None:
    await _verify(case)
    await actions.reopen(
        case.city.chair, case.row, "Surat perintah ternyata sudah tidak berlaku.", case.after(25)
    )


async def _ask(case: Case) -> DueChange:
    await _report(case)
    asked = DueChangeIn(due=case.row.due + timedelta(days=45), reason="Menunggu perubahan APBD.")
    return await actions.ask_due_change(await _owner(case), case.row, asked, case.after(2))


async def _wait(case: Case) -> None:
    await _ask(case)


async def _extend(case: Case) -> None:
    said = DecisionIn(decision=AskDecision.approved, note="Disetujui satu kali.")
    await actions.decide_due_change(case.city.chair, await _ask(case), said, case.after(4))


async def _give_up(case: Case) -> None:
    why = InfeasibleIn(
        reason_class=InfeasibleReason.regulation_change, reason="Kewenangan beralih ke provinsi."
    )
    await actions.mark_infeasible(case.city.chair, case.row, why, case.at)


async def _cancel(case: Case) -> None:
    await actions.cancel_action(case.city.chair, case.row, "Penyintas meminta tidak diwawancarai.", case.at)


async def _owner(case: Case) -> Actor:
    """The owner by the personal link; second actions are reported by the secretariat on their behalf."""
    if case.row.seq % 2 == 0:
        return case.city.secretariat
    token = await AccessToken.objects().get(AccessToken.action == case.row.id)
    assert token is not None, "agreeing gave a link"
    return Actor(
        organisation=case.row.organisation,
        person=token.person,
        via="link",
        credential=token.id,
        name=case.office,
    )


FATES: dict[Fate, Callable[[Case], Awaitable[None]]] = {
    "open": _open,
    "in_progress": _report,
    "submitted": _prove,
    "verified": _verify,
    "returned": _return,
    "reopened": _reopen,
    "extending": _wait,
    "extended": _extend,
    "infeasible": _give_up,
    "cancelled": _cancel,
}
