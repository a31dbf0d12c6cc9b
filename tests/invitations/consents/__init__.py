"""Consent before sending."""
