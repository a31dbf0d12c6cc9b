"""Until when an answer is taken, and writing again: reminders to the silent, news to those who answered."""
