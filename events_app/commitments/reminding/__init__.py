"""Reminding: who hears of what is due, late or waiting, once, and in one message a day.

The `ladder` says on which day which rung is reached; `hearers` who answers for it on that day, since a duty sits with
the position and not with its holder; `plan` puts both together in one statement and leaves out what the ledger
(`ReminderDispatch`) has. `actions.remind_due` writes the ledger's new rows and each person's digest in a few
statements, however many there are; `digests` turns digests into messages of the outbox, some at a time.
"""
