"""Minutes (notula): written by several at once, finalised by the chair as numbered versions that stay what they are.

A text of the minutes has one current wording and every wording that was ever sent. Whoever saves says which wording they
began from: if it is not the current one any more, the two are merged, and where no merge keeps every word, both stand.
"""
