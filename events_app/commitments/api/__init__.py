"""JSON doors: promises, the actions that follow from them, and their proof."""

from litestar import Router
from litestar.di import Provide

from events_app.commitments import access
from events_app.commitments.api import follow_up, promises, proof
from events_app.events.access import event_for_commitments, event_for_reader

router = Router(
    path="/",
    route_handlers=[*promises.handlers, *follow_up.handlers, *proof.handlers],
    dependencies={
        "event": Provide(event_for_reader),
        "kept_event": Provide(event_for_commitments),
        "commitment": Provide(access.commitment_for_reader),
        "action": Provide(access.action_for_reader),
        "submission": Provide(access.submission_for_reader),
        "update": Provide(access.update_for_reader),
        "change": Provide(access.due_change_for_reader),
        "evidence": Provide(access.evidence_for_reader),
    },
    tags=["Commitments"],
)
