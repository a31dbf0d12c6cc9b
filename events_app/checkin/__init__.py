"""The door: who came, when, and what was said to those who could not come in.

A device makes an id for each scan and posts it, alone or many at once. One statement looks up the passes,
decides by the rules in their order, and writes scans and attendance together; an answer once given stays the
answer to that id, refusals too. First and last times follow the moment of scanning, whatever the order of
upload; a late scan that contradicts an admission is shown to people as a conflict. Undoing within ten minutes
is recorded, never erased, and attendance is counted anew from what remains. Scans that arrive while a
statement runs share the next one, so that a full hall costs few commits.
"""
