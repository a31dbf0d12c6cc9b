"""Signed webhooks: other programs are told of every change of state, at the addresses an owner gave.

A trigger writes what happened in the transaction of the change, so none is lost and none is told that was rolled back. A
run takes endpoints for a while, many at once, sends what is due over kept connections, and writes down each try. Each arrives at
least once, with the same id; their order is not promised. No name, telephone or mail address is ever in one.
"""
