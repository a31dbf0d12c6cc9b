"""Before agreeing: hints beside the fields of a draft, earlier promises that say the same, and many drafts agreed at once.

A hint never refuses anything. What an agreement lacks is still refused, one draft by one, and by its name.
"""
