"""Telling those whom a release touches: one message each, drafted at once, sent when the organiser says so."""
