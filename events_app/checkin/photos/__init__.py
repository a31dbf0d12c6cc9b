"""Photos of an event: many at once, made smaller and stripped of where they were taken, with words for who cannot see them.

What a camera writes into a file goes away with the first reading; what stays is the picture, at most 2,000 points wide.
"""
