"""What strangers may read: an event that is public or whose address they know, and an organisation's home.

Only public events are in the lists and the feed, and only where the organisation opened its home. Unlisted,
invited and confidential ones answer like addresses that never were.
"""
