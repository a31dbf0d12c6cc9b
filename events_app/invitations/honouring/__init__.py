"""Guests of honour: whom protocol receives, and how; the door is told as they arrive."""
