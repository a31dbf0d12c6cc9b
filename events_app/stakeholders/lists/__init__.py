"""A list between its upload and the directory: read line by line into a table, looked at, chosen from, committed.

What each column means is recognised or said by hand, and remembered for the next list with the same headings.
A long list is read and committed by a job, piece by piece, so that memory stays as flat as for a short one.
"""
