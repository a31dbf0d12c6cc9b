"""Noun of waiving: the one exception to the rule that institutions do not judge themselves."""

from piccolo.columns import UUID, Text
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.commitments.tables import FollowUpAction


class Waiver(Row, Table, tablename="verification_waiver"):
    """The chair lets the responsible institution's own verifier judge an action, and says why. Append-only."""

    action = reference(FollowUpAction)
    user = UUID()
    reason = Text()
