"""Phones at the door without a password: paired by a code that works once, for the events and rights it was made for.

An organiser makes a device and shows its code; the phone that opens the link and says yes holds a cookie of which
the database knows the digest alone. The gate lets such a phone into the doors of `reach` and into no other. A
device is let go by revoking it, by pairing another phone in its place, or by itself a day after the door closed.
"""
