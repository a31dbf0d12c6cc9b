"""Doors for people: promises and their actions for staff, the queue of verifiers, the owner's own page."""

from litestar import Router
from litestar.di import Provide

from events_app.commitments import access
from events_app.commitments.pages import decisions, follow_up, owner, promises, verifications
from events_app.events.access import event_for_commitments, event_for_reader

router = Router(
    path="/",
    route_handlers=[
        *promises.handlers,
        *follow_up.handlers,
        *decisions.handlers,
        *verifications.handlers,
        *owner.handlers,
    ],
    dependencies={
        "event": Provide(event_for_reader),
        "kept_event": Provide(event_for_commitments),
        "commitment": Provide(access.commitment_for_reader),
        "action": Provide(access.action_for_reader),
        "submission": Provide(access.submission_for_reader),
        "change": Provide(access.due_change_for_reader),
        "evidence": Provide(access.evidence_for_reader),
    },
    include_in_schema=False,
)
