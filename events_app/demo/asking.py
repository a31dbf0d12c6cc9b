"""What was asked of the chair and waits: that something cannot be done, that a promise be taken back; and a waiver."""

from datetime import datetime, timedelta
from typing import Any

from events_app.accounts.actor import Actor
from events_app.commitments.actions import moves
from events_app.commitments.asking import actions
from events_app.commitments.asking.forms import InfeasibleRequestIn, WithdrawalRequestIn
from events_app.commitments.tables import AccessToken, FollowUpAction, InfeasibleReason
from events_app.commitments.waiving.actions import waive
from events_app.database import fetch_value
from events_app.demo import proofs
from events_app.demo.cast import City

OWED = """
SELECT a.id FROM follow_up_action a JOIN commitment c ON c.id = a.commitment
WHERE a.organisation = $1 AND a.state = ANY($2) AND c.state = 'agreed'
  AND NOT EXISTS (SELECT FROM due_change d WHERE d.action = a.id AND d.decision = 'pending')
  AND ($3 OR c.institution = a.responsible_institution) ORDER BY a.due DESC, a.id LIMIT 1
"""


async def tell(city: City, now: datetime) -> None:
    """In the last days, by those who owe it and by the chair."""
    row = await _owed(city, ["in_progress"], anybodys=True)
    if row is not None:
        letter = proofs.letter("Dinas Perhubungan", "Kewenangan terminal beralih ke provinsi", now.date())
        said = InfeasibleRequestIn(
            reason_class=InfeasibleReason.regulation_change,
            reason="Kewenangan beralih ke provinsi sejak peraturan baru.",
            contains_personal_data=True,
        )
        await actions.ask_infeasible(await _owner(row), row, said, [letter], now - timedelta(days=2))
    row = await _owed(city, ["open"], anybodys=False)
    if row is not None:
        back = WithdrawalRequestIn(reason="Program dipindahkan ke dinas lain dalam perubahan anggaran.")
        promise = await moves.commitment_of(row)
        await actions.ask_withdrawal(await _owner(row), promise, back, now - timedelta(days=1), row.id)
    row = await _owed(city, ["submitted"], anybodys=True)
    if row is not None:
        why = "Tidak ada verifikator lain yang menguasai bidang ini di kota kita."
        await waive(city.chair, row, why, now - timedelta(hours=6))


async def _owed(city: City, states: list[str], *, anybodys: bool) -> FollowUpAction | None:
    organisation = city.organisation.id
    known = await fetch_value(OWED, organisation, states, anybodys)
    return await moves.action_of(organisation, known) if known else None


async def _owner(row: FollowUpAction) -> Actor:
    """By the personal link."""
    token: Any = await AccessToken.objects().get(
        (AccessToken.action == row.id) & AccessToken.revoked_at.is_null()
    )
    return Actor(
        organisation=row.organisation,
        person=token.person,
        via="link",
        credential=token.id,
        name="Penanggung jawab",
    )
