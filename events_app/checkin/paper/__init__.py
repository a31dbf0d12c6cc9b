"""Attendance that was kept on paper: marked by hand, many at once, or read from a list."""
