"""Signatures given with a finger at the door, where an event asks for them: lines as numbers, printed as lines.

A guest has one that stands, for the event or for a session of it. Another takes its place only when that is said, and a
signature that no longer stands loses its lines at once; that there was one, and who ended it, stays on record.
"""
