"""The headers on every answer: a strict content security policy and its companions (OWASP secure headers)."""

import functools
from typing import Any

from events_app import settings

POLICY = (
    "default-src 'self'; script-src 'self'{wasm}; worker-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; style-src 'self'; connect-src 'self'; object-src 'none'; "
    "base-uri 'none'; frame-ancestors {ancestors}; form-action 'self'"
)
ONE_YEAR = 31_536_000
PLACES = ("/door/", "/embed/", "/static/")
"""Where a path's headers are not those of all others."""


def add(message: Any, scope: Any, state: dict[str, Any]) -> None:
    """Puts the security headers on a response that starts; what a door set itself stays."""
    present = {name.lower() for name, _ in message["headers"]}
    ours = [pair for pair in _headers(scope["path"]) if pair[0] not in present]
    message["headers"] = [*message["headers"], *ours, (b"x-request-id", state["request_id"].encode())]
    if state["csrf_is_new"] and not _for_everybody(message, scope["path"]):
        message["headers"] = [*message["headers"], (b"set-cookie", _csrf_set(state["csrf"]))]


def _for_everybody(message: Any, path: str) -> bool:
    """Whether no cookie belongs on it.

    Programs or other sites ask for it, or a cache between may hand one visitor's to the next.
    """
    return path.startswith(("/api/", "/embed/", "/static/", "/health/")) or any(
        (name.lower() == b"cache-control" and b"public" in value)
        or name.lower() == b"access-control-allow-origin"
        for name, value in message["headers"]
    )


def csrf_cookie() -> str:
    """The name of the CSRF cookie; over HTTPS one that no subdomain can plant."""
    return "__Host-csrf" if settings.current().secure else "csrf"


def policy(path: str) -> str:
    """The content security policy of a path: wasm at the door only, framing under /embed/ only."""
    return POLICY.format(
        wasm=" 'wasm-unsafe-eval'" if path.startswith("/door/") else "",
        ancestors="*" if path.startswith("/embed/") else "'none'",
    )


def _headers(path: str) -> tuple[tuple[bytes, bytes], ...]:
    place = next((place for place in PLACES if path.startswith(place)), "/")
    return _headers_of(place, settings.current().secure and not settings.current().public_is_local)


@functools.cache
def _headers_of(place: str, only_https: bool) -> tuple[tuple[bytes, bytes], ...]:
    rows = [
        (b"content-security-policy", policy(place).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        (b"permissions-policy", b"camera=(self), microphone=(), geolocation=()"),
        (b"cross-origin-opener-policy", b"same-origin"),
    ]
    if place != "/static/":
        rows.append((b"cache-control", b"no-store"))
    if place != "/embed/":
        rows.append((b"x-frame-options", b"DENY"))
        rows.append((b"cross-origin-resource-policy", b"same-origin"))
    if only_https:
        rows.append((b"strict-transport-security", f"max-age={ONE_YEAR}".encode()))
    return tuple(rows)


def _csrf_set(value: str) -> bytes:
    secure = "; Secure" if settings.current().secure else ""
    return f"{csrf_cookie()}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={ONE_YEAR}{secure}".encode()
