"""Files that are made only at delivery, because they hold personal links or may be newer by then.

The outbox keeps no more of them than a kind and an id. The room whose files they are registers how they are made.
"""

import base64
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

Maker = Callable[[UUID], Awaitable[tuple[str, str, bytes] | None]]
"""From an id to a name, a content type and the bytes; None when there is nothing to send any more."""

_makers: dict[str, Maker] = {}


@dataclass(frozen=True)
class Made:
    """An attachment to be made at delivery."""

    kind: str
    subject: UUID


def maker(kind: str) -> Callable[[Maker], Maker]:
    """Register how files of a kind are made; a kind has one maker."""

    def register(make: Maker) -> Maker:
        if _makers.setdefault(kind, make) is not make:
            raise ValueError(f"files of the kind {kind!r} have a maker already")
        return make

    return register


async def filled(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """The message with what is to be made made; what there is no more is left out."""
    kept = json.loads(message["attachments"])
    if not any("made" in one for one in kept):
        return message
    ready = [one if "made" not in one else await _make(*one["made"]) for one in kept]
    return dict(message) | {"attachments": json.dumps([one for one in ready if one])}


async def _make(kind: str, subject: str) -> dict[str, str] | None:
    made = await _makers[kind](UUID(subject))
    if made is None:
        return None
    name, content_type, data = made
    return {"name": name, "type": content_type, "base64": base64.b64encode(data).decode()}
