"""Whether a mail server's refusal says that the receiver's address does not exist: then no other message fares better."""

import re

STATUS = re.compile(r"5\.\d{1,3}\.\d{1,3}")
NO_SUCH_ADDRESS = re.compile(r"5\.1\.([012346]|10)|5\.2\.1")
"""Bad or missing mailbox or system of the receiver, moved, disabled (RFC 3463); 5.1.7 and 5.1.8 speak of the sender."""

NO_SUCH_CODE = {550, 551, 553}
POLICY = re.compile(
    r"relay|polic|spam|black|block|list|auth|denied|permi|reputation|spf|dkim|dmarc|rate|limit|sender|content|quota|full",
    re.IGNORECASE,
)
"""Words of servers that give no enhanced status and mean us or the message, not the address."""


def is_nobody(code: int, text: str, *, at_receiver: bool) -> bool:
    """Not for a refusal of us, of the message or by a policy; `at_receiver`: it was the answer to the address itself."""
    if status := STATUS.match(text):
        return NO_SUCH_ADDRESS.fullmatch(status[0]) is not None
    return at_receiver and code in NO_SUCH_CODE and POLICY.search(text) is None
