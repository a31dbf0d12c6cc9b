"""Inviting by WhatsApp: one tap a person from one's own telephone, or through the service to those who agreed."""
