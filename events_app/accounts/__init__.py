"""Who works here: organisations (tenants), users and what they may do, sessions, API tokens, the audit trail.

An organisation owns every row of the product. A user signs in with a password or a one-time link and holds
roles, each a set of rights; an `Actor` is such a user, an API client, the holder of a personal link or the
system itself, and every action takes one. Whatever an actor changes is written down in the audit trail, in
the same transaction.
"""
