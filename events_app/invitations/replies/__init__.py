"""Answers that come from people's calendars (RFC 5546, 6047): read, matched by the receiver's own tag, taken once.

What cannot be taken is kept for a person, with the reason. An address alone never answers for anybody.
"""
