"""What the clock and the queue do here."""

from events_app.commitments.carrying import jobs as carrying
from events_app.commitments.ratifying import jobs as ratifying
from events_app.commitments.reminding import jobs as reminding
from events_app.commitments.tallies import jobs as tallies

__all__ = ["carrying", "ratifying", "reminding", "tallies"]
