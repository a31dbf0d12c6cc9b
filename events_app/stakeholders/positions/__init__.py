"""Positions with their holders over time: for good, or acting for a while; one person may hold two."""
