"""`python -m bench`: every benchmark in turn."""

from bench import calendar, door

if __name__ == "__main__":
    door.main()
    calendar.main()
