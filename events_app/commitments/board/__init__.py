"""The secretariat's board: every follow-up action in columns, and what is done to many of them at once.

Counts come from `board_tally`, which triggers keep as rows change: changes are added, never overwritten, so that
two who work at once do not wait for each other; a job adds them up. A bulk act (`BoardChange`) passes each row through
the guards of the single act, keeps what became of it (`BoardChangeItem`), and can be taken back where that is honest.
"""
