"""Who did not come: excused by leave, sickness or another duty, or simply absent."""
