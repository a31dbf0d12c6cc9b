"""Walk-ins of phones without a network: let in by name at the door, written down when the server hears of them.

A phone gives each an id of its own, under which the entry is recorded once, however often it is sent. Whoever turns out
to be inside already, or bears the name of somebody on the guest list, is let in all the same and shown to people.
"""
