"""Doors for people: promises and their actions for staff, the queue of verifiers, the owner's own page."""

from litestar import Router
from litestar.di import Provide

from events_app.commitments import access, due_feeds
from events_app.commitments.agreeing import agreement_pages
from events_app.commitments.asking import pages as asking
from events_app.commitments.assigning import pages as assigning
from events_app.commitments.board import loading as board_rows
from events_app.commitments.board import pages as board
from events_app.commitments.capturing import pages as capturing
from events_app.commitments.carrying import review_pages
from events_app.commitments.evidence import pages as evidence
from events_app.commitments.importing import pages as importing
from events_app.commitments.indicators import list_pages as indicator_lists
from events_app.commitments.indicators import pages as indicators
from events_app.commitments.minutes import access as minutes
from events_app.commitments.minutes import desk_pages, mailing_pages, version_pages
from events_app.commitments.owning import pages as owning
from events_app.commitments.pages import (
    decisions,
    follow_up,
    leadership,
    owner,
    promised,
    promises,
    reminder_letters,
    reminding,
    verifications,
)
from events_app.commitments.promising import pages as promising
from events_app.commitments.ratifying import pages as ratifying
from events_app.commitments.reminding.rows import ROWS as REMINDING
from events_app.events.access import event_for_commitments, event_for_reader

assert due_feeds, "registers where due dates come from"

router = Router(
    path="/",
    route_handlers=[
        *promised.handlers,
        *promises.handlers,
        *agreement_pages.doors,
        *follow_up.handlers,
        *decisions.handlers,
        *verifications.handlers,
        *owner.handlers,
        *capturing.doors,
        *desk_pages.doors,
        *version_pages.doors,
        *mailing_pages.doors,
        *review_pages.doors,
        *reminding.handlers,
        *reminder_letters.handlers,
        *leadership.handlers,
        *promising.doors,
        *importing.doors,
        *ratifying.handlers,
        *owning.handlers,
        *asking.handlers,
        *assigning.handlers,
        *evidence.handlers,
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
        "change": Provide(access.due_change_for_reader),
        "evidence": Provide(access.evidence_for_reader),
        "infeasible_request": Provide(access.infeasible_request_for_reader),
        "withdrawal_request": Provide(access.withdrawal_request_for_reader),
        **capturing.ROWS,
        **minutes.ROWS,
        **REMINDING,
        **promising.ROWS,
        **importing.ROWS,
        **board_rows.ROWS,
    },
    include_in_schema=False,
)
