"""`python -m bench`: every benchmark in turn."""

from bench import (
    answering,
    board,
    calendar,
    door,
    door_browser,
    flush,
    inviting,
    letters,
    mailing,
    papers,
    reminding,
)

if __name__ == "__main__":
    door.main()
    flush.main()
    door_browser.main()
    board.main()
    calendar.main()
    answering.main()
    inviting.main()
    letters.main()
    mailing.main()
    papers.main()
    reminding.main()
