"""Who looks at an answer page: a person, or a program that draws a preview or checks a mail. No pixel tells us."""

import re

MACHINES = (
    "whatsapp",
    "facebookexternalhit",
    "facebookcatalog",
    "meta-external",
    "slack",
    "telegrambot",
    "twitterbot",
    "linkedinbot",
    "discord",
    "skypeuripreview",
    "microsoftpreview",
    "bingpreview",
    "googleimageproxy",
    "google-read-aloud",
    "applebot",
    "pinterest",
    "vkshare",
    "viber",
    "embedly",
    "mastodon",
    "signal",
    "preview",
    "crawler",
    "spider",
    "scanner",
    "barracuda",
    "proofpoint",
    "mimecast",
    "safelinks",
    "curl/",
    "wget/",
    "headless",
)
"""Names by which link previews, mail scanners and search engines call themselves; besides, all that end in `bot`."""

BOT = re.compile(r"bot\b")


def is_person(method: str, agent: str, purpose: str = "") -> bool:
    """Whether a look at a page counts: a GET by a browser that a person uses, not one that fetches ahead."""
    return (
        method == "GET"
        and bool(agent)
        and not _is_machine(agent.lower())
        and "prefetch" not in purpose.lower()
    )


def _is_machine(agent: str) -> bool:
    return any(name in agent for name in MACHINES) or BOT.search(agent) is not None
