"""Due dates in calendars that are subscribed to: an entry of a whole day for each open action, moved when its date moves."""

from events_app.commitments.due_feeds import calendar, queries
from events_app.events.feeds.sources import Source, register
from events_app.events.feeds.tables import FeedKind

register(Source(queries.stand, calendar.build), FeedKind.due, FeedKind.due_office, FeedKind.due_person)
