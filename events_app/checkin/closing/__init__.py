"""How a door keeps the times of leaving: whether entering one room leaves another, and what closing does."""
