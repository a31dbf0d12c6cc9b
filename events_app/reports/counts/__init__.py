"""What plots and scorecards add up, counted once for each institution and kept for as long as it is true.

Dates are kept, not what they mean today: an action is counted under the day it falls due, and whoever asks compares that
day with their own. So no midnight makes a count untrue, only a change; and whatever changes something of an institution's
promises says so in the same transaction (`PromiseTouch`, by triggers), and in which part of them: what was promised at
some of the events (`PromisePart`). Of a part that was touched the rows are counted, for whoever asks, until a job has
counted them anew.

Counts add up: those of an institution are the sum of its parts', those of the whole the sum of all institutions', kept
beside them. Where parts were touched, what is kept of these is taken from the sum, and what the rows say is put in its
place. What an institution's figures are made of (`facts`) is kept likewise.
"""

from events_app.reports.counts.counts import Counts
from events_app.reports.counts.queries import counted

__all__ = ["Counts", "counted"]
