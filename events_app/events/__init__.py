"""The schedule: events with their sessions, the rooms they take, the people on stage.

An event is a draft until it is published; it may be postponed, published again, or cancelled; that it runs
or is over follows from the clock. Sessions part its time. A room, and a person on stage, is in one place at a
time: a `Booking` row says which, and the database refuses two that overlap, whatever races. An organiser may
override a person's clash with a reason, never a room's. Rooms to the right hear of cancelling and postponing
by a job that is enqueued in the same transaction.
"""
