"""What the clock and the queue do here."""

from events_app.commitments.carrying import jobs as carrying
from events_app.commitments.reminding import jobs as reminding

__all__ = ["carrying", "reminding"]
