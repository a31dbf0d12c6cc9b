"""What is asked of the chair besides more time: that something cannot be done, that a promise be taken back.

The owner or the institution asks, by link or through the secretariat; one request waits at a time; the chair
approves or rejects it once, with a note, and whoever asked is told.
"""
