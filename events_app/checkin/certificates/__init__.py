"""Certificates of attendance: who earned one by being there, a number each, a paper with a code that proves it.

What is issued stands: its words, its signatory and its number stay, whatever becomes of the event or of its settings. A
corrected name makes another version under the same number. One that is revoked says so to whoever asks.
"""
