"""The environment as one frozen value; a wrong variable means no start, and says which."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from events_app.whatsapp_settings import WhatsappService, whatsapp_service


class WrongSetting(Exception):
    """An environment variable has a value that cannot be meant: ``NAME: what it takes``."""


@dataclass(frozen=True)
class Settings:
    """What an installation is told from outside; see docs/guides/run-it.md for each variable."""

    host: str
    port: int
    data_dir: Path
    database_url: str | None
    public_url: str
    smtp_url: str | None
    mail_from: str
    mail_per_minute: int
    demo: bool
    secret_key: bytes
    tls_cert: Path | None
    tls_key: Path | None
    trusted_proxies: tuple[str, ...]
    imap_url: str | None
    files_url: str | None
    web_processes: int
    return_address: str | None = None
    whatsapp: WhatsappService | None = None
    webhooks_inward: bool = False

    @property
    def secure(self) -> bool:
        """Whether people reach the product over HTTPS."""
        return self.public_url.startswith("https://")

    @property
    def public_is_local(self) -> bool:
        """Whether links lead to this machine alone, so that no other could follow them."""
        return urlsplit(self.public_url).hostname in {"127.0.0.1", "::1", "localhost"}

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in {"127.0.0.1", "::1", "localhost"}


def read(environment: Mapping[str, str]) -> Settings:
    """The settings in an environment; raises WrongSetting with one line that names the variable."""
    pick = _Picker(environment)
    tls = (pick("EVENTS_TLS_CERT", None, _file), pick("EVENTS_TLS_KEY", None, _file))
    if (tls[0] is None) != (tls[1] is None):
        raise WrongSetting("EVENTS_TLS_CERT and EVENTS_TLS_KEY: give both or neither")
    host, port = pick("EVENTS_HOST", "127.0.0.1", _host), pick("EVENTS_PORT", "8000", _number(1, 65535))
    public = pick("EVENTS_PUBLIC_URL", _public(host, port, tls[0] is not None), _origin)
    data_dir = pick("EVENTS_DATA_DIR", "./var", lambda text: Path(text).absolute())
    return Settings(
        host=host,
        port=port,
        data_dir=data_dir,
        database_url=pick("EVENTS_DATABASE_URL", None, _url("postgresql", "postgres")),
        public_url=public,
        smtp_url=pick("EVENTS_SMTP_URL", None, _url("smtp", "smtps")),
        mail_from=pick("EVENTS_MAIL_FROM", f"events@{_mail_domain(public)}", _address),
        mail_per_minute=pick("EVENTS_MAIL_PER_MINUTE", "0", _number(0, 100_000)),
        demo=pick("EVENTS_DEMO", "1", _flag),
        secret_key=_secret_key(environment.get("EVENTS_SECRET_KEY"), data_dir),
        tls_cert=tls[0],
        tls_key=tls[1],
        trusted_proxies=pick("EVENTS_TRUSTED_PROXIES", "", _networks),
        imap_url=pick("EVENTS_IMAP_URL", None, _mailbox),
        files_url=pick("EVENTS_FILES_URL", None, _url("s3")),
        web_processes=pick("EVENTS_WEB_PROCESSES", "1", _number(1, 64)),
        return_address=pick("EVENTS_RETURN_ADDRESS", None, _address),
        whatsapp=_whatsapp(pick),
        webhooks_inward=pick("EVENTS_WEBHOOKS_INWARD", "0", _flag),
    )


@cache
def current() -> Settings:
    """The settings of this process, read once."""
    return read(os.environ)


@dataclass(frozen=True)
class _Picker:
    environment: Mapping[str, str]

    def __call__(self, name: str, default: str | None, take: Callable[[str], Any]) -> Any:
        text = self.environment.get(name, "").strip() or default
        if text is None:
            return None
        try:
            return take(text)
        except ValueError as wrong:
            raise WrongSetting(f"{name}: {wrong}") from None


def _whatsapp(pick: _Picker) -> WhatsappService | None:
    try:
        return whatsapp_service(pick)
    except ValueError as wrong:
        raise WrongSetting(str(wrong)) from None


def _public(host: str, port: int, tls: bool) -> str:
    reachable = "localhost" if host in {"0.0.0.0", "::", "127.0.0.1"} else host  # noqa: S104
    return f"{'https' if tls else 'http'}://{f'[{reachable}]' if ':' in reachable else reachable}:{port}"


def _mail_domain(public_url: str) -> str:
    host = urlsplit(public_url).hostname or "localhost"
    return host if "." in host else f"{host}.localdomain"


def _host(text: str) -> str:
    if not re.fullmatch(r"[\w.:-]+", text):
        raise ValueError("takes a host name or an address, such as 127.0.0.1")
    return text


def _number(least: int, most: int) -> Callable[[str], int]:
    def take(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise ValueError(f"takes a whole number from {least} to {most}")
        return int(text)

    return take


def _flag(text: str) -> bool:
    if text not in {"0", "1"}:
        raise ValueError("takes 0 or 1")
    return text == "1"


def _url(*schemes: str) -> Callable[[str], str]:
    def take(text: str) -> str:
        parts = urlsplit(text)
        if parts.scheme not in schemes or not parts.netloc:
            raise ValueError(f"takes a URL that begins with {' or '.join(f'{s}://' for s in schemes)}")
        return text

    return take


def _mailbox(text: str) -> str:
    """What is wrong is said without the text, which holds a password."""
    wrong = "takes imaps://user:password@host:port/INBOX, or imap://… with ?starttls=1 (0 for none)"
    try:
        parts = urlsplit(text)
        good = parts.hostname and parts.username and parts.password and parts.port != 0
    except ValueError:
        good, parts = False, urlsplit("")
    query = {"imap": ("", "starttls=1", "starttls=0"), "imaps": ("",)}
    if not good or parts.query not in query.get(parts.scheme, ()) or parts.fragment:
        raise ValueError(wrong)
    return text


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError("takes a scheme and a host without a path, such as https://events.example")
    return f"{parts.scheme}://{parts.netloc}"


def _address(text: str) -> str:
    if not re.fullmatch(r"(?:[^<>\r\n]*<)?[^@\s<>]+@[^@\s<>]+>?", text):
        raise ValueError("takes a mail address, such as Secretariat <events@city.example>")
    return text


def _file(text: str) -> Path:
    path = Path(text).absolute()
    if not path.is_file():
        raise ValueError("takes the path of a readable PEM file")
    return path


def _networks(text: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in text.split(",") if part.strip())
    for name in names:
        try:
            ip_network(name, strict=False)
        except ValueError:
            raise ValueError("takes addresses or networks with commas, such as 10.0.0.0/8") from None
    return names


def _secret_key(given: str | None, data_dir: Path) -> bytes:
    if given:
        if len(given) < 32:
            raise WrongSetting("EVENTS_SECRET_KEY: takes at least 32 characters")
        return given.encode()
    path = data_dir / "secret_key"
    if not path.exists():
        _write_key(path)
    return path.read_bytes()


def _write_key(path: Path) -> None:
    """Two processes may start at once: the link decides whose key it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".secret_key.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_urlsafe(48).encode())
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
