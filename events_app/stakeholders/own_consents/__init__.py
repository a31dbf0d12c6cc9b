"""Whoever holds a personal link sees what they agreed to, and takes each of it back by themselves, as easily as it was given."""
