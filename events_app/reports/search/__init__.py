"""One box that finds everything the reader may see: events, sessions, rooms, institutions, people, promises.

It reads across all rooms, so it lives here. A thing is found when every word typed stands somewhere in it.
"""
