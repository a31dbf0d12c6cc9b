"""The settings of the WhatsApp service: all of its variables or none, since half of it would fail at the first message."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

Pick = Callable[[str, str | None, Callable[[str], Any]], Any]


@dataclass(frozen=True, kw_only=True)
class WhatsappService:
    """The Cloud API of one sending number; `templates` are approved names by language."""

    url: str
    token: str = field(repr=False)
    phone_id: str
    app_secret: str = field(repr=False)
    verify_token: str = field(repr=False)
    templates: Mapping[str, str]


def whatsapp_service(pick: Pick) -> WhatsappService | None:
    """The service, or None when nothing of it is set; ValueError names the variable that is missing."""
    found = {name: pick(name, None, take) for name, take in TAKES.items()}
    given = [name for name, value in found.items() if value is not None]
    if not given:
        return None
    for name in TAKES:
        if name not in given:
            raise ValueError(f"{name}: is missing, and {given[0]} needs it")
    return WhatsappService(**{name.partition("WHATSAPP_")[2].lower(): value for name, value in found.items()})


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise ValueError("takes the address of the API with its version, such as https://graph.example/v23.0")
    return text.rstrip("/")


def _one_word(text: str) -> str:
    if not re.fullmatch(r"[\x21-\x7e]{8,}", text):
        raise ValueError("takes at least 8 characters without spaces")
    return text


def _digits(text: str) -> str:
    if not re.fullmatch(r"[0-9]{5,30}", text):
        raise ValueError("takes the number's id, digits only")
    return text


def _templates(text: str) -> Mapping[str, str]:
    found = dict(re.findall(r"(id|en)=([a-z0-9_]{1,512})", text))
    if not found or ",".join(f"{language}={name}" for language, name in found.items()) != text:
        raise ValueError("takes approved template names by language, such as id=undangan,en=invitation")
    return MappingProxyType(found)


TAKES: dict[str, Callable[[str], Any]] = {
    "EVENTS_WHATSAPP_URL": _url,
    "EVENTS_WHATSAPP_TOKEN": _one_word,
    "EVENTS_WHATSAPP_PHONE_ID": _digits,
    "EVENTS_WHATSAPP_APP_SECRET": _one_word,
    "EVENTS_WHATSAPP_VERIFY_TOKEN": _one_word,
    "EVENTS_WHATSAPP_TEMPLATES": _templates,
}
