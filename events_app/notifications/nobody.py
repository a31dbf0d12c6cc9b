"""Whether a mail server's refusal says that the receiver's address does not exist: then no other message fares better.

In doubt it does not: a real receiver who is marked gets nothing any more of what goes to many.
"""

import re

STATUS = re.compile(r"5\.\d{1,3}\.\d{1,3}")
NO_SUCH_ADDRESS = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"}
"""Bad mailbox, bad system, bad syntax, moved, takes no mail at all (RFC 3463, RFC 7505)."""

MAY_BE_ANYTHING = {"5.0.0", "5.1.0", "5.2.1"}
"""Servers say these of senders and of rates, too; then the words must say it."""

NO_SUCH_CODE = {550, 551, 553}
WHO = r"(?:user|recipient|mailbox|address|account|person)"
GONE = re.compile(
    rf"\bno such {WHO}\b|\bno mailbox here\b|\b(?:unknown|invalid|bad|nonexistent|non-existent) {WHO}\b"
    rf"|\b{WHO} (?:is |was )?(?:unknown|invalid|disabled|inactive|deactivated|not (?:found|known|local|valid))\b"
    rf"|\b{WHO} (?:could not be found|no longer (?:exists|valid|active))\b|\bdoes(?: not|n't) exist\b",
    re.IGNORECASE,
)
OF_US = re.compile(
    r"\b(?:senders?|from|your|ip|dns|ptr|helo|ehlo|hosts?|hostname|client|domain|records?|spf|dkim|dmarc)\b",
    re.IGNORECASE,
)
"""Whose address does not exist is not the receiver's, or that is not sure."""

ADDRESS = re.compile(r"\S+@\S+")


def is_nobody(code: int, text: str, *, at_receiver: bool) -> bool:
    """Not for a refusal of us, of the message or by a policy; `at_receiver`: it was the answer to the address itself."""
    status = STATUS.match(text)
    if status and status[0] not in MAY_BE_ANYTHING:
        return status[0] in NO_SUCH_ADDRESS
    return at_receiver and code in NO_SUCH_CODE and _says_so(text)


def _says_so(text: str) -> bool:
    """By the words alone; names within addresses say nothing."""
    words = " ".join(ADDRESS.sub(" ", text).split())
    return GONE.search(words) is not None and OF_US.search(words) is None
