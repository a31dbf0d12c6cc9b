"""JSON doors: promises, the actions that follow from them, and their proof."""

from litestar import Router
from litestar.di import Provide

from events_app.commitments import access
from events_app.commitments.agreeing import agreement_api
from events_app.commitments.api import follow_up, leadership, promises, proof, reminder_letters, reminding
from events_app.commitments.asking import api as asking
from events_app.commitments.assigning import api as assigning
from events_app.commitments.board import api as board
from events_app.commitments.board import loading as board_rows
from events_app.commitments.capturing import api as capturing
from events_app.commitments.carrying import review_api
from events_app.commitments.importing import api as importing
from events_app.commitments.indicators import api as indicators
from events_app.commitments.indicators import list_api as indicator_lists
from events_app.commitments.minutes import access as minutes
from events_app.commitments.minutes import desk_api, mailing_api, version_api
from events_app.commitments.owning import api as owning
from events_app.commitments.promising import api as promising
from events_app.commitments.ratifying import api as ratifying
from events_app.commitments.reminding.rows import ROWS as REMINDING
from events_app.commitments.waiving import api as waiving
from events_app.events.access import event_for_commitments, event_for_reader

router = Router(
    path="/",
    route_handlers=[
        *promises.handlers,
        *agreement_api.doors,
        *follow_up.handlers,
        *proof.handlers,
        *capturing.doors,
        *desk_api.doors,
        *version_api.doors,
        *mailing_api.doors,
        *review_api.doors,
        *reminding.handlers,
        *reminder_letters.handlers,
        *leadership.handlers,
        *promising.doors,
        *importing.doors,
        *ratifying.handlers,
        *owning.handlers,
        *asking.handlers,
        *waiving.handlers,
        *assigning.handlers,
        *board.doors,
        *indicators.doors,
        *indicator_lists.doors,
    ],
    dependencies={
        "event": Provide(event_for_reader),
        "kept_event": Provide(event_for_commitments),
        "commitment": Provide(access.commitment_for_reader),
        "action": Provide(access.action_for_reader),
        "submission": Provide(access.submission_for_reader),
        "update": Provide(access.update_for_reader),
        "change": Provide(access.due_change_for_reader),
        "evidence": Provide(access.evidence_for_reader),
        "infeasible_request": Provide(access.infeasible_request_for_reader),
        "withdrawal_request": Provide(access.withdrawal_request_for_reader),
        **capturing.ROWS,
        **minutes.ROWS,
        **REMINDING,
        **promising.ROWS,
        **board_rows.ROWS,
    },
    tags=["Commitments"],
)
