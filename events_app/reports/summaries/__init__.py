"""Figures of each institution are worked out once and kept, as long as nothing changes them.

A summary is true between two midnights, as no figure changes within a day but by a change of what it counts. Whatever
changes something of an institution's promises writes that down in the same transaction (`PromiseTouch`, by triggers); from
then on nobody takes its summary for true: its figures are worked out of its counts (see `counts`) for whoever asks, until
the clock's job has kept them again a minute later. So no figure is ever older than the question.
"""

from events_app.reports.summaries.keeping import catch_up, forget, open_soon, refresh, strayed
from events_app.reports.summaries.queries import known

__all__ = ["catch_up", "forget", "known", "open_soon", "refresh", "strayed"]
