"""Long papers, of an event or of whoever asked, made meanwhile by the worker.

A row says how far one is, and for an hour holds the sealed file.
"""
