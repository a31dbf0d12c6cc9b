"""Two wordings of one text, made into one. The proven part is diff-match-patch; the promise is ours: no word is lost.

What diff-match-patch makes of them is believed only if every word that either of them wrote, and every word that both
left standing, is still there. Otherwise both stand, one below the other, and people tidy up.
"""

import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from diff_match_patch import diff_match_patch

SECONDS = 0.5
WORD = re.compile(r"\w+|[^\w\s]+")


class How(StrEnum):
    """How two wordings came together: one of them simply is the text, they were joined, or both stand."""

    alone = "alone"
    joined = "joined"
    both = "both"


@dataclass(frozen=True)
class Merged:
    """The text that came of it."""

    text: str
    how: How


def merge(base: str, mine: str, theirs: str, between: str) -> Merged:
    """One text of what two people made of `base`; `between` is the line that parts them where both must stand."""
    if mine in (base, theirs):
        return Merged(theirs, How.alone)
    if theirs == base:
        return Merged(mine, How.alone)
    joined = _joined(base, mine, theirs) if base.strip() else None  # two beginnings are no sentence together
    if joined is not None and keeps_every_word(joined, base, mine, theirs):
        return Merged(joined, How.joined)
    return Merged(_both(base, mine, theirs, between), How.both)


def keeps_every_word(text: str, base: str, mine: str, theirs: str) -> bool:
    """Whether it has what both left standing, and what either of them wrote."""
    was, one, other = (Counter(WORD.findall(words)) for words in (base, mine, theirs))
    wanted = (was & one & other) + ((one - was) | (other - was))
    return not wanted - Counter(WORD.findall(text))


def _joined(base: str, mine: str, theirs: str) -> str | None:
    engine = diff_match_patch()
    engine.Diff_Timeout = SECONDS
    text, applied = engine.patch_apply(engine.patch_make(base, mine), theirs)
    return text if all(applied) else None


def _both(base: str, mine: str, theirs: str, between: str) -> str:
    """Theirs, then those lines of mine that are new: an added word stands in a line that was not there."""
    left = Counter(base.split("\n"))
    new = []
    for line in mine.split("\n"):
        if left[line] > 0:
            left[line] -= 1
        else:
            new.append(line)
    return "\n".join([theirs, between, *new])
