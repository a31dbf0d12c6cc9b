"""Badges: a name to be read from two metres, a role in words, and the pass as a code; in formats for every printer.

Each badge that was handed out is a row, so that "not printed yet" and "printed twice" can be known. A child's badge
says no more than the first name.
"""
