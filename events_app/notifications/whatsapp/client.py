"""The WhatsApp Cloud API: one template message a call, and its answers sorted as those of a mail server are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

import httpx

from events_app.whatsapp_settings import WhatsappService

PATIENCE = 15.0
LATER = {1, 2, 4, 10, 190, 368, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004, 133016}
"""Codes that may be mended: too much at once, the service is away, our token or our account is at fault."""

Result = Literal["sent", "later", "refused"]


@dataclass(frozen=True)
class Answer:
    """What came of a try; `said` never holds a number or a text."""

    result: Result
    said: str
    provider_id: str = ""


@dataclass(frozen=True)
class Template:
    """An approved template with what stands in its gaps, for one telephone."""

    message: UUID
    phone: str
    name: str
    language: str
    parameters: Sequence[str]


async def send(service: WhatsappService, template: Template) -> Answer:
    """Hand a message over. Never raises for what the service or the network did."""
    address = f"{service.url}/{service.phone_id}/messages"
    headers = {"authorization": f"Bearer {service.token}"}
    try:
        async with httpx.AsyncClient(timeout=PATIENCE, follow_redirects=False) as client:
            answer = await client.post(address, json=body(template), headers=headers)
    except httpx.HTTPError as fault:
        return Answer("later", type(fault).__name__)
    return sorted_out(answer)


def body(template: Template) -> dict[str, Any]:
    """The call's JSON; our own id travels along, so that what is told later is known even if this answer is lost."""
    texts = [{"type": "text", "text": text or "–"} for text in template.parameters]
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": template.phone.lstrip("+"),
        "type": "template",
        "biz_opaque_callback_data": str(template.message),
        "template": {
            "name": template.name,
            "language": {"code": template.language},
            "components": [{"type": "body", "parameters": texts}],
        },
    }


def sorted_out(answer: httpx.Response) -> Answer:
    """Taken, later, or refused for good."""
    told = _json(answer)
    if answer.is_success:
        messages = told.get("messages")
        first = messages[0] if isinstance(messages, list) and messages else {}
        name = str(first.get("id", "")) if isinstance(first, dict) else ""
        return Answer("sent", f"{answer.status_code}", name[:200]) if name else Answer("later", "no id")
    fault = told.get("error")
    code = fault.get("code") if isinstance(fault, dict) else None
    said = f"{answer.status_code} ({code})" if isinstance(code, int) else f"{answer.status_code}"
    mended = answer.status_code in (401, 403, 408, 429) or answer.status_code >= 500 or code in LATER
    return Answer("later" if mended else "refused", said)


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
