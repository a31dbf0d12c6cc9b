"""Reading lists that people send: CSV of any encoding and delimiter, workbooks, cells pasted from either.

Nothing here knows a person or a database: bytes in, records with the file's own line numbers out, or a named
refusal. A file is never trusted: sizes are checked before anything is unpacked.
"""
