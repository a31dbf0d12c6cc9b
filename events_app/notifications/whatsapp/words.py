"""What the codes of the WhatsApp service mean, for who has to do something about them."""

import re

from events_app.i18n import N_, gettext

CODES = {
    100: N_("Something in the call was wrong. The template may have other gaps than ours."),
    131008: N_("Something in the call was wrong. The template may have other gaps than ours."),
    131026: N_(
        "It cannot be delivered: the number may not be on WhatsApp, or its owner has not agreed to its terms."
    ),
    131047: N_(
        "More than a day has passed since this person wrote last, and the template was not taken for one."
    ),
    131049: N_("WhatsApp did not deliver it, to spare its user. Write by mail, or ask by telephone."),
    131050: N_("This person wants no such messages by WhatsApp. Write by mail, or ask by telephone."),
    132000: N_("Something in the call was wrong. The template may have other gaps than ours."),
    132001: N_("The template is not approved in this language, or has another name."),
    132005: N_("The text is too long for the template."),
    132015: N_("The template is paused, because receivers complained."),
    132016: N_("The template was switched off, because receivers complained."),
    133010: N_("The number that writes is not registered with the service."),
}


def why_failed(said: str) -> str:
    """One sentence for what the service answered or told, with its code behind it."""
    code = re.search(r"\((\d+)\)$", said)
    fault = code[1] if code else said
    known = CODES.get(int(code[1])) if code else None
    if known:
        return f"{gettext(known)} ({fault})"
    if re.match(r"[A-Z]\w+$", said):
        return gettext("The WhatsApp service could not be reached (%(fault)s).") % {"fault": said}
    return gettext("The WhatsApp service did not take it (%(fault)s).") % {"fault": fault}
