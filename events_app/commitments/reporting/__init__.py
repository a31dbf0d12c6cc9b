"""What an office writes itself into an event's activity report: basis, background, course, obstacles, suggestions, who signs.

Everything else in that report is counted and read from the event; the paper itself is made by the reports room.
Also kept here: which columns somebody wants in the papers across events.
"""
