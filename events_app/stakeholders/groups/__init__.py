"""Groups: institutions and people to be invited together, named by hand or found by a rule when they are used.

A rule is a sentence such as “the heads of all urban villages below this district”. It is never stored as a
list: whoever takes office tomorrow is in the group tomorrow.
"""
