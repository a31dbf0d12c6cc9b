"""The rows that the doors of reminding load."""

from litestar.di import Provide

from events_app.commitments.reminding import access

ROWS = {
    "digest": Provide(access.digest_of_ours),
    "mute": Provide(access.mute_of_ours),
    "reminder_letter": Provide(access.letter_of_ours),
    "leader": Provide(access.leader_of_ours),
}
