"""Every verb of the room; `moves` says which histories are possible."""

from events_app.commitments.actions.decisions import cancel_action, decide_due_change, mark_infeasible, reopen
from events_app.commitments.actions.promises import (
    add_action,
    agree,
    close,
    record,
    remove_action,
    update_draft,
    withdraw,
)
from events_app.commitments.actions.succession import supersede
from events_app.commitments.actions.verdicts import verify
from events_app.commitments.actions.work import ask_due_change, report_progress, submit, withdraw_submission

__all__ = [
    "add_action",
    "agree",
    "ask_due_change",
    "cancel_action",
    "close",
    "decide_due_change",
    "mark_infeasible",
    "record",
    "remove_action",
    "reopen",
    "report_progress",
    "submit",
    "supersede",
    "update_draft",
    "verify",
    "withdraw",
    "withdraw_submission",
]
