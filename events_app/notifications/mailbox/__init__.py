"""What comes back: bounces, answers from calendars, and mail for a person, each taken once.

Mail arrives from a mailbox that is polled or through a signed hook. What it is about is found by a token of
ours (a Message-ID, a return address, a reply tag), never by an address alone. It is decided and written down
in one transaction; only then does the mailbox hear that it was read.
"""
