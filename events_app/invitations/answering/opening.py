"""Who looks at an answer page: a person, or a program that draws a preview or checks a mail. No pixel tells us."""

import re

MACHINES = re.compile(
    r"whatsapp|facebookexternalhit|facebookcatalog|meta-external|slack|telegrambot|twitterbot|linkedinbot|discord"
    r"|skypeuripreview|microsoftpreview|bingpreview|googleimageproxy|google-read-aloud|applebot|pinterest|vkshare"
    r"|viber|embedly|mastodon|signal|preview|bot\b|crawler|spider|scanner|barracuda|proofpoint|mimecast"
    r"|safelinks|curl/|wget/|headless",
    re.IGNORECASE,
)
"""Names by which link previews, mail scanners and search engines call themselves."""


def is_person(method: str, agent: str, purpose: str = "") -> bool:
    """Whether a look at a page counts: a GET by a browser that a person uses, not one that fetches ahead."""
    return (
        method == "GET" and bool(agent) and not MACHINES.search(agent) and "prefetch" not in purpose.lower()
    )
