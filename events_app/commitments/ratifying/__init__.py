"""Ratifying: the absent head stands by what a representative promised, or does not.

A promise spoken by somebody who came in place of a position waits for whoever holds that position. They get a
personal link and need no account; a signed letter that staff uploaded counts the same. The work may begin
meanwhile, and is shown and counted as not yet ratified. When the post changes hands, the old link ends.
"""
