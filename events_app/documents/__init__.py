"""The room that keeps bytes and makes papers, and knows nothing of what they are about.

A file that somebody hands in is looked at, not believed: its kind is read from its content, its name
is cleaned, and its bytes are safely on disk, under their own SHA-256, before any row says so. The same
bytes are kept once. What leaves the house is made here too: a PDF from a print template and plain data,
a workbook or a CSV from rows. Who may see a file is decided by the room whose paper it is.
"""
