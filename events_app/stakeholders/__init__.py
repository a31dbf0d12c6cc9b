"""The directory: institutions, the positions in them, and people with their titles, phones and mail.

An institution is what is invited and what promises; people come and go in its positions. A name is kept
without its titles, so that `Dra. Hj. KARTINI, M.Si` and `Kartini` of one office are one person. Lists come in
as files or as cells pasted from a spreadsheet: first a preview, line by line, then one transaction. Groups of
institutions and people are named by hand or by a rule.
"""
