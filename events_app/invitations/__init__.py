"""Who is asked, what they answered, and who comes in whose name.

An institution is invited with seats, or a person for themselves; each has one link, which works from the
moment the row is made. Opening it changes nothing. A yes takes seats, names representatives, and makes each
of them a guest with a pass; every answer is a row of its own. Seats are decided while the event's row is
held, so a hundred answers for the last seat give one seat; whoever comes too late waits in line where the
event keeps a waiting list, and moves up when a seat becomes free. Links are derived from ids: the database
knows their digests only.
"""
