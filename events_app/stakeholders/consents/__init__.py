"""Consents: which words somebody agreed to, for what, when and how; taken back as easily as given, never rewritten."""
