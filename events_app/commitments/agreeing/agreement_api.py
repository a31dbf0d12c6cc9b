"""JSON doors of agreeing many drafts, and of what an earlier promise said already."""

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.agreeing import queries, similar
from events_app.commitments.agreeing.actions import agree_drafts
from events_app.commitments.agreeing.forms import AgreementsIn
from events_app.commitments.agreeing.outputs import AgreementOut, AgreementsOut, SimilarOut
from events_app.commitments.tables import Commitment
from events_app.events.tables import Event
from events_app.shapes import Page


@post("/events/{event_id:uuid}/agreements", guards=[requires(Right.decide)], status_code=200)
async def agree_commitments(
    request: Asker, event: NamedDependency[Event], data: JSONBody[AgreementsIn]
) -> AgreementsOut:
    """Agree drafts of an event, those named or all (up to 500 a call). Each by itself: one that is refused says why."""
    outcomes = await agree_drafts(request.user, event, data.commitment_ids, clock.now())
    agreed = sum(one.is_agreed for one in outcomes)
    return AgreementsOut(
        agreed=agreed,
        refused=len(outcomes) - agreed,
        drafts_left=await queries.drafts_of(event.id),
        items=[AgreementOut.of(one) for one in outcomes],
    )


@get("/commitments/{commitment_id:uuid}/similar", guards=[requires(Right.read)])
async def list_similar_commitments(
    request: Asker, commitment: NamedDependency[Commitment]
) -> Page[SimilarOut]:
    """Up to five earlier promises in nearly the same words, the most alike first."""
    rows = await similar.earlier(request.user, commitment.id)
    return Page[SimilarOut](items=[_similar(row) for row in rows])


def _similar(row: Any) -> SimilarOut:
    return SimilarOut(**{name: row[name] for name in SimilarOut.model_fields})


doors: list[Any] = [agree_commitments, list_similar_commitments]
