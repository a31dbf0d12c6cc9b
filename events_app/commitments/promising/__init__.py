"""Promises from participants' own phones: a changing code at the exit and their own pass, both, open a short form.

What is sent waits in an inbox: the secretariat accepts it as a draft, says it is the same as one, or rejects it with a
reason. Until then its sender may correct it or take it back. Whether a pass was known is never told: a promise by
nobody is kept for its sender alone, and forgotten after a day.
"""
