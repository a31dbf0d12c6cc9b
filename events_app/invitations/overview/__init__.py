"""How an event's inviting stands: from invited to coming, by kind and by institution, who is missing, over time."""
