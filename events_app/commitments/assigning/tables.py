"""Noun of assigning: that a duty went from one office to another, by whom and why."""

from enum import StrEnum

from piccolo.columns import UUID, Text, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.commitments.tables import FollowUpAction


class Duty(StrEnum):
    """The two duties towards an action."""

    responsible = "responsible"
    verifier = "verifier"


class DutyChange(Row, Table):
    """A duty passed on. Append-only: taking it back is another one.

    The ids are as they were then: an office that was merged since still stands here under its own name.
    """

    created_by = UUID(null=True, default=None)
    action = reference(FollowUpAction)
    duty = Varchar(length=12, choices=Duty)
    before_institution = UUID(null=True, default=None)
    before_position = UUID(null=True, default=None)
    before_person = UUID(null=True, default=None)
    after_institution = UUID(null=True, default=None)
    after_position = UUID(null=True, default=None)
    after_person = UUID(null=True, default=None)
    reason = Text()
    meeting = UUID(null=True, default=None)
