"""A notice that survives one redirect, in a signed cookie: the sentence shown, and perhaps the way back."""

import base64
import hmac
import json
from hashlib import sha256
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie

from events_app import settings

NAME = "flash"


def say(request: Request[Any, Any, Any], text: str, kind: str = "success") -> None:
    """Shows a sentence on the next page. Kinds: success, info, warning, danger."""
    request.scope["state"].setdefault("flashes_out", []).append({"text": text, "kind": kind})


def say_undoable(request: Request[Any, Any, Any], text: str, path: str, fields: dict[str, str]) -> None:
    """Shows a sentence with a button that undoes it: a form of these fields, posted to a path of ours."""
    undo = {"path": path, "fields": fields}
    said = {"text": text, "kind": "success", "undo": undo}
    request.scope["state"].setdefault("flashes_out", []).append(said)


def take(request: Request[Any, Any, Any]) -> list[dict[str, Any]]:
    """The notices to show now; a forged or broken cookie is none."""
    raw = request.scope["state"]["cookies"].get(NAME, "")
    body, _dot, mac = raw.partition(".")
    if not body or not hmac.compare_digest(mac, _mac(body)):
        return []
    shown: list[dict[str, Any]] = json.loads(base64.urlsafe_b64decode(body))
    return shown


def cookie(request: Request[Any, Any, Any]) -> Cookie | None:
    """The cookie for the notices said in this request."""
    said = request.scope["state"].get("flashes_out")
    if not said:
        return None
    body = base64.urlsafe_b64encode(json.dumps(said).encode()).decode()
    return Cookie(
        key=NAME,
        value=f"{body}.{_mac(body)}",
        path="/",
        httponly=True,
        samesite="lax",
        max_age=120,
        secure=settings.current().secure,
    )


def _mac(body: str) -> str:
    return hmac.new(settings.current().secret_key, b"flash|" + body.encode(), sha256).hexdigest()
