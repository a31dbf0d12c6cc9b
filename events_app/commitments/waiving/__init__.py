"""Waiving: in a small city no other institution may be able to judge, and the chair lets the own one do it.

The rule of persons is absolute and cannot be waived; the reason of each waiver is kept for ever.
"""
