"""Institutions that stand behind a promise beside the one that made it: supporting it, or leading it together."""
