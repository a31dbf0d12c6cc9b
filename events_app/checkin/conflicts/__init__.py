"""Scans to look at: what phones said at the door and the server does not bear out, for people to decide.

One pass that two doors let in, or somebody whom a phone without a network let in and the server would not: the scan's
answer stays what it was, the question waits here until somebody who keeps attendance settles it. What a decision
takes back or adds is recorded like every scan; a decision can be opened again, and nothing is dropped in silence.
"""
