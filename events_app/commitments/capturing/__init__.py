"""Writing promises down as they are spoken: one line and three keys, several people at once, shown on the wall.

Each line has an id that the page made, so that a line sent twice is one promise; a line taken back stays taken back,
whatever is sent again. What is captured is a draft like any other, and goes through the same verbs.
"""
