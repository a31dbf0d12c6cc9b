"""Reads the reply that another program wrote, as the product reads what arrives."""

import sys
from pathlib import Path
from uuid import UUID

from events_app import tokens
from events_app.invitations import links
from events_app.invitations.replies.reading import read_reply

for name in ("reply.eml", "reply.ics"):
    said = read_reply((Path(sys.argv[1]) / name).read_bytes())
    mine = tokens.digest(said.tag) == links.reply_hash(UUID(int=7), 1)
    wanted = mine and (said.said, said.sequence, said.problem) == ("ACCEPTED", 1, "")
    print(
        ("ok      " if wanted else "DIFFERS ")
        + f"{name}: read as the yes of its own invitee, to the moved event"
    )
    if not wanted:
        sys.exit(1)
