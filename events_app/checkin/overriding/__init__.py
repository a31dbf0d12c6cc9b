"""Admitting anyway: somebody entitled lets in whom the door refused, with a reason that is kept."""
