"""The audit trail as people read it: what each deed is called, what it was done to, and what differs since.

The rooms to the left only write entries; their words stand here, since here all of them are known.
"""
