"""Reads the replies that another program wrote, as the product reads what arrives."""

import sys
from pathlib import Path
from uuid import UUID

from events_app import tokens
from events_app.events.stage_calendars.mails import REPLY
from events_app.invitations import links
from events_app.invitations.replies.reading import read_reply
from events_app.invitations.replies.stage import SAYS

TAGS = {
    "event": links.reply_hash(UUID(int=7), 1),
    "session": tokens.digest(tokens.derive(REPLY, UUID(int=8), 1)),
}
WORDS = ("ACCEPTED", "TENTATIVE", "DECLINED")

for kind, tag in TAGS.items():
    for word in WORDS:
        for ending in ("eml", "ics"):
            name = f"{kind}-{word.lower()}.{ending}"
            said = read_reply((Path(sys.argv[1]) / name).read_bytes())
            mine = tokens.digest(said.tag) == tag and said.said in SAYS
            right = mine and (said.said, said.sequence, said.problem) == (word, 1, "")
            print(
                ("ok      " if right else "DIFFERS ")
                + f"{name}: read as the answer of its own {kind}, as moved"
            )
            if not right:
                sys.exit(1)
