"""The code on finalised minutes: whoever holds the paper can ask whether it is genuine and still the newest."""

from events_app.tokens import Proof

MINUTES = Proof("minutes", "/verify/minutes/")
