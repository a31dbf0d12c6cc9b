"""The month and the week: what is on when, and moving it to another time."""
