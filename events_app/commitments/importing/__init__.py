"""Bringing along the follow-up matrices (RTL) that offices keep as sheets: read, looked at line by line, then drafts.

A line is one follow-up action; lines of one institution under one main activity are one promise. The original is kept
as a document, and the same sheet again changes nothing.
"""
