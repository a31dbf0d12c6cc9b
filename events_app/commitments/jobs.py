"""What the clock and the queue do here."""

from events_app.commitments.assigning import jobs as assigning
from events_app.commitments.board import jobs as board
from events_app.commitments.carrying import jobs as carrying
from events_app.commitments.ratifying import jobs as ratifying
from events_app.commitments.reminding import jobs as reminding
from events_app.commitments.tallies import jobs as tallies

__all__ = ["assigning", "board", "carrying", "ratifying", "reminding", "tallies"]
