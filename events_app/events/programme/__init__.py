"""The programme of an event: rooms and times as a grid, sessions as a list, the running order within them.

`running_order` and `grid` are pure: they lay out what was read and know nothing of where it came from.
"""
