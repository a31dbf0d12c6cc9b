"""Owning: whose an action is today, and the one page where somebody finds all they owe.

A duty sits with the position: what somebody owes is asked of the directory each time, so that it follows whoever
holds the post. A link of scope `digest` belongs to a person, or to an institution's own mailbox.
"""
