"""What the words of this room's messages may name, and what each name stands for in a message to somebody."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from events_app import formats, i18n
from events_app.i18n import N_, gettext, ngettext
from events_app.notifications.wording.values import Button, Code, Facts, Value, Values

COMMON = {
    "salutation": N_("How the receiver is addressed"),
    "name": N_("The receiver's name with titles; the office, where nobody is named"),
    "office": N_("The receiver's institution"),
    "organisation": N_("Your organisation"),
    "event": N_("The event's title"),
    "reference": N_("The event's reference"),
    "when": N_("Day and time of the event"),
    "place": N_("Room and address"),
    "facts": N_("A table with event, theme, time and place"),
}
ASKING = COMMON | {
    "link": N_("The receiver's own link to answer"),
    "seats": N_("How many seats are kept; nothing for a person"),
    "answer_by": N_("Until when an answer is asked for; nothing without a deadline"),
    "letter": N_("That the formal letter is attached; nothing where there is none"),
}
NEWS = COMMON | {
    "news": N_("What is told"),
    "link": N_("The receiver's own link to answer"),
}
PASS = COMMON | {
    "link": N_("The guest's own link to the pass"),
    "code": N_("The QR code of the pass"),
    "short_code": N_("The short code for saying at the door"),
}
REASON = COMMON | {"reason": N_("The reason; nothing if none was given")}
BLOCKS = frozenset({"facts", "link", "code"})
OFFICE = N_("To the head of %(name)s")
DEAR = {"female": N_("Dear Ms %(name)s"), "male": N_("Dear Mr %(name)s"), None: N_("Dear %(name)s")}
NO_ACCOUNT = N_("Please say whether you can come. No account is needed:")
ATTACHED = N_("The formal letter is attached; it can also be downloaded where you answer.")
PERSONAL = N_("This link is personal. Whoever has it can answer in your name.")


def salutation(to: Any) -> str:
    """Bapak or Ibu only before a plain name, never before a title or an office."""
    if not to.name:
        return gettext(OFFICE, name=to.office)
    return gettext(DEAR[None if to.titled else to.sex], name=to.name)


def common(facts: Mapping[str, Any]) -> dict[str, Value]:
    """What every message to somebody about an event may name."""
    to = facts["to"]
    names = ("title", "ref", "theme", "starts_at", "ends_at", "zone", "place", "address")
    about = _about(i18n.locale(), *(facts[name] for name in names))
    return about | {
        "salutation": salutation(to),
        "name": to.name or to.office,
        "office": to.office,
        "organisation": facts["organisation_name"],
    }


@lru_cache(maxsize=200)
def _about(language: str, title: str, ref: str, theme: str, *rest: Any) -> dict[str, Value]:
    starts_at, ends_at, zone, place, address = rest
    called = title or gettext(N_("Meeting %(ref)s"), ref=ref)
    when = formats.span_text(starts_at, ends_at, zone)
    where = f"{place}, {address}" if place and address else place
    rows = [(N_("Event"), called), (N_("Theme"), theme), (N_("Time"), when), (N_("Place"), where)]
    table = Facts([(gettext(name), said) for name, said in rows if said])
    return {"event": called, "reference": ref, "when": when, "place": where, "facts": table}


def asking(facts: Mapping[str, Any]) -> Values:
    to, by = facts["to"], facts["answer_by"]
    kept = ngettext(
        "%(num)s seat is kept for your institution. You may come yourself or name who represents you.",
        "%(num)s seats are kept for your institution. You may come yourself or name who represents you.",
        facts["seats"],
    )
    moment = formats.datetime_long(by, facts["zone"]) if by else ""
    return common(facts) | {
        "link": Button(facts["link"], gettext(N_("Answer the invitation"))),
        "seats": "" if to.name else kept,
        "answer_by": gettext(N_("We kindly ask for your answer by %(moment)s."), moment=moment) if by else "",
        "letter": gettext(ATTACHED) if facts.get("letter") else "",
    }


def news(facts: Mapping[str, Any]) -> Values:
    link = Button(facts["link"], gettext(N_("Open your answer")))
    return common(facts) | {"news": facts["news"], "link": link}


def of_pass(facts: Mapping[str, Any]) -> Values:
    named = gettext(N_("QR code of the pass of %(name)s"), name=facts["to"].name)
    return common(facts) | {
        "link": Button(facts["link"], gettext(N_("Open the pass"))),
        "code": Code(facts["code"], named),
        "short_code": facts["short_code"],
    }


def reason_of(facts: Mapping[str, Any]) -> Values:
    reason = facts["reason"]
    return common(facts) | {"reason": gettext(N_("Reason: %(reason)s"), reason=reason) if reason else ""}
