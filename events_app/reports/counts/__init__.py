"""What plots and scorecards add up, counted once for each institution and kept for as long as it is true.

Dates are kept, not what they mean today: an action is counted under the day it falls due, and whoever asks compares that
day with their own. So no midnight makes a count untrue, only a change; and whatever changes something of an institution's
promises says so in the same transaction (`PromiseTouch`, by triggers). Of an institution that was touched the rows are
counted, for whoever asks, until a job has counted them anew.

Counts add up: those of the whole are the sum of all institutions', kept beside them. Where some were touched, what is
kept of these is taken from the sum, and what the rows say is put in its place.
"""

from events_app.reports.counts.counts import Counts
from events_app.reports.counts.queries import counted

__all__ = ["Counts", "counted"]
