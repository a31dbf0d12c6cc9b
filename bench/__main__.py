"""`python -m bench`: every benchmark in turn, or those that are named; the soak and the memory of sending only by name."""

import sys
from importlib import import_module

USUAL = (
    "door",
    "flush",
    "door_browser",
    "follow_up_board",
    "board",
    "calendar",
    "certificates",
    "figures",
    "answering",
    "inviting",
    "letters",
    "mailing",
    "owning",
    "papers",
    "reminding",
    "verifying",
    "webhooks",
)
ALL = (*USUAL, "memory", "soak")

if __name__ == "__main__":
    wanted = sys.argv[1:] or USUAL
    if unknown := [name for name in wanted if name not in ALL]:
        raise SystemExit(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(ALL)}")
    for name in wanted:
        import_module(f"bench.{name}").main()
