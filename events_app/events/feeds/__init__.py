"""Calendars that are subscribed to: the organisation's, a room's, a person's, at an address only its owner knows.

A feed shows what its owner may see at the moment it is read: with the account, or the right, it ends.
"""
