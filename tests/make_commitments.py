"""Promises and what follows from them, as the actions make them; the event was on 12 December 2026."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from events_app import tokens
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation, User
from events_app.commitments import actions
from events_app.commitments.actions.evidence import File
from events_app.commitments.forms import (
    ActionIn,
    ClosingIn,
    CommitmentIn,
    InfeasibleIn,
    SubmissionIn,
    UpdateIn,
    VerdictIn,
)
from events_app.commitments.kinds import Rating
from events_app.commitments.mails import PURPOSE
from events_app.commitments.tables import (
    AccessToken,
    ActionState,
    Commitment,
    FollowUpAction,
    InfeasibleReason,
    Submission,
    Verdict,
)
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.stakeholders.tables import Institution, Person
from tests import make_events, make_stakeholders

AGREED = datetime(2026, 12, 14, 3, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Jakarta."""

DUE = date(2027, 3, 31)

CLOSING = ClosingIn(rating=Rating.complete, reason="Selesai.")


@dataclass
class Scene:
    """An event, the institution that promises with its person, and two that could verify."""

    event: Event
    promiser: Institution
    person: Person
    verifier: Institution
    other: Institution


async def scene(organisation: Organisation, **event: Any) -> Scene:
    """The parties of a promise."""
    promiser = await make_stakeholders.institution(
        organisation.id, "Dinas Sosial", email="dinsos@kota.example"
    )
    return Scene(
        event=await make_events.published(organisation, **event),
        promiser=promiser,
        person=await make_stakeholders.person(
            organisation.id, "Sari Lestari", institution=promiser, email="sari@dinsos.example"
        ),
        verifier=await make_stakeholders.institution(organisation.id, "Inspektorat"),
        other=await make_stakeholders.institution(organisation.id, "Bappeda"),
    )


def staff(organisation: Organisation) -> Actor:
    """Somebody with every right and no institution, who is nobody's user."""
    return Actor(organisation=organisation.id, name="Staf", rights=frozenset(Right))


def action_in(here: Scene, **more: Any) -> ActionIn:
    facts: dict[str, Any] = {
        "title": "Buka posko pengaduan",
        "deliverable": "SK dan foto 12 posko",
        "responsible_institution_id": here.promiser.id,
        "responsible_person_id": here.person.id,
        "due": DUE,
    }
    return ActionIn(**facts | more)


def commitment_in(here: Scene, **more: Any) -> CommitmentIn:
    facts: dict[str, Any] = {
        "institution_id": here.promiser.id,
        "title": "Posko di setiap kecamatan",
        "statement": "Kami membuka posko pengaduan di setiap kecamatan.",
        "expected_result": "Warga dapat melapor di kecamatannya.",
        "actions": [action_in(here)],
    }
    return CommitmentIn(**facts | more)


def body(here: Scene, **more: Any) -> dict[str, Any]:
    """What an outside program posts to record a commitment."""
    sent = commitment_in(here).model_dump(mode="json", exclude_defaults=True)
    return sent | more


async def draft(organisation: Organisation, here: Scene, now: datetime = AGREED, **more: Any) -> Commitment:
    return await actions.record(staff(organisation), here.event, commitment_in(here, **more), now)


async def agreed(organisation: Organisation, here: Scene, now: datetime = AGREED, **more: Any) -> Commitment:
    commitment = await draft(organisation, here, now, **more)
    return await actions.agree(staff(organisation), commitment, now)


async def opened(
    organisation: Organisation, here: Scene, now: datetime = AGREED, **action: Any
) -> FollowUpAction:
    """The one open action of an agreed commitment."""
    commitment = await agreed(organisation, here, now, actions=[action_in(here, **action)])
    return await only_action(commitment)


async def only_action(commitment: Commitment) -> FollowUpAction:
    row = await FollowUpAction.objects().where(FollowUpAction.commitment == commitment.id).first()
    assert row is not None
    return row


async def in_state(
    organisation: Organisation, here: Scene, state: ActionState, now: datetime = AGREED, **action: Any
) -> FollowUpAction:
    """An action that was led to a state by the verbs themselves."""
    if state == ActionState.draft:
        return await only_action(await draft(organisation, here, now, actions=[action_in(here, **action)]))
    row = await opened(organisation, here, now, **action)
    actor = staff(organisation)
    if state == ActionState.in_progress:
        await actions.report_progress(actor, row, UpdateIn(percent=10, narrative="Mulai."), now)
    if state == ActionState.cancelled:
        await actions.cancel_action(actor, row, "Tidak diperlukan lagi.", now)
    if state == ActionState.infeasible:
        await give_up(actor, row, now)
    if state in (ActionState.submitted, ActionState.returned, ActionState.verified):
        submission = await submitted(row, actor, now)
        if state != ActionState.submitted:
            await judge(organisation, submission, state == ActionState.verified, now)
    return await fresh(row)


async def give_up(actor: Actor, row: FollowUpAction, now: datetime) -> None:
    form = InfeasibleIn(reason_class=InfeasibleReason.force_majeure, reason="Banjir bandang.")
    await actions.mark_infeasible(actor, row, form, now)


async def submitted(
    row: FollowUpAction, actor: Actor, now: datetime = AGREED, files: tuple[File, ...] = (), **more: Any
) -> Submission:
    facts: dict[str, Any] = {"statement": "Sudah selesai.", "links": ["https://posko.example/daftar"]} | more
    return await actions.submit(actor, row, SubmissionIn(**facts), files, now)


async def judge(
    organisation: Organisation, submission: Submission, accept: bool, now: datetime = AGREED
) -> None:
    """By a verifier made for the occasion."""
    known = new_id()
    user = User(
        id=known, organisation=organisation.id, email=f"{known}@x.example", name="V", roles=["verifier"]
    )
    await user.save()
    actor = Actor(organisation=organisation.id, user=known, rights=frozenset({Right.read, Right.verify}))
    form = VerdictIn(
        verdict=Verdict.accepted if accept else Verdict.returned, reason="" if accept else "Kurang."
    )
    await actions.verify(actor, submission, form, now)


async def fresh(row: FollowUpAction) -> FollowUpAction:
    now = await FollowUpAction.objects().get(FollowUpAction.id == row.id)
    assert now is not None
    return now


async def link_of(row: FollowUpAction) -> tuple[AccessToken, str]:
    """The access token of an action and the bare token in its owner's link."""
    token = await AccessToken.objects().get(AccessToken.action == row.id)
    assert token is not None
    return token, tokens.derive(PURPOSE, token.id, token.version)


async def holder_of(row: FollowUpAction) -> Actor:
    """The actor who comes by the action's personal link."""
    token, _bare = await link_of(row)
    return Actor(
        organisation=row.organisation, person=token.person, via="link", credential=token.id, name="Sari"
    )
