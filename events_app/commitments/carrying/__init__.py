"""Carry-over: what earlier meetings left open comes back at the next one, and is reviewed there; nothing is copied.

The earlier meetings of an event are those of its series that began before it, and the meeting that was chosen as the one
before it, with that one's earlier meetings in turn.
"""
