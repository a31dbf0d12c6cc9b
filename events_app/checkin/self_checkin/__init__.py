"""Participants mark themselves: a code of the room, on a poster or changing on a screen, and their own pass or name.

Scanning the room's code never marks anybody: it gives this browser five minutes to confirm. What is confirmed is a
scan like any other, judged by the door's one statement. Whatever looks odd is flagged for people, never blocked.
"""
