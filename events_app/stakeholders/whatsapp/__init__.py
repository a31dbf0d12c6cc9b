"""Who agreed to be written to by WhatsApp: a consent of its own, recorded with how it was given, and ended at will."""
