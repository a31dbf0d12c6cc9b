"""Looks an installation over and says what is wrong, a line each."""

import shutil
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from events_app import clock, settings
from events_app.commitments.tallies import keeping
from events_app.database import DB, fetch, fetch_value
from events_app.documents import store
from events_app.migrations import pending
from events_app.notifications import smtp
from events_app.notifications.mailbox import imap
from events_app.paths import STATIC, TEMPLATES
from events_app.reports import summaries

LEAST_FREE = 500 * 1024 * 1024
LIVE = '{"status":"live"}'


async def complaints() -> AsyncIterator[str]:
    """Everything found wrong, in plain words; nothing when all is well."""
    for look in (_folders, _secret_key, _certificate, _disk, _address):
        for complaint in look():
            yield complaint
    for complaint in (
        await _migrations()
        + await _files()
        + await _figures()
        + await _mail()
        + await _mailbox()
        + await _reachable()
    ):
        yield complaint


def _folders() -> list[str]:
    wanted = (TEMPLATES, STATIC, STATIC / "vendor" / "fonts")
    return [f"{path} is missing: the installation is incomplete" for path in wanted if not path.is_dir()]


def _secret_key() -> list[str]:
    path = settings.current().data_dir / "secret_key"
    if path.exists() and path.stat().st_mode & 0o077:
        return [f"{path} can be read by others: chmod 600 it"]
    return []


def _certificate() -> list[str]:
    here = settings.current()
    if here.tls_cert is None:
        return []
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(here.tls_cert, here.tls_key)
    except (ssl.SSLError, OSError) as fault:
        return [f"EVENTS_TLS_CERT and EVENTS_TLS_KEY cannot be used together: {fault}"]
    return []


def _disk() -> list[str]:
    folder: Path = settings.current().data_dir
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    return [f"only {free // 1024**2} MiB are free in {folder}"] if free < LEAST_FREE else []


def _address() -> list[str]:
    here = settings.current()
    if not here.on_loopback and not here.secure:
        return ["EVENTS_PUBLIC_URL is not https: phones will not open the camera at the door"]
    return []


async def _migrations() -> list[str]:
    return [f"migration {name} is not applied" for name in await pending(DB.config["dsn"])]


async def _files() -> list[str]:
    rows = await fetch("SELECT DISTINCT sha256 FROM document")
    missing = [row["sha256"] for row in rows if not await store.has(row["sha256"])]
    return (
        [f"{len(missing)} kept files are missing from the store, the first is {missing[0]}"]
        if missing
        else []
    )


async def _figures() -> list[str]:
    """Whether the kept counts are what the rows say."""
    if await pending(DB.config["dsn"]):
        return []
    off = [*await keeping.strayed(), *await summaries.strayed(clock.now())]
    return (
        [f"{len(off)} kept figures are not what the rows say: `events-app recount` counts anew"]
        if off
        else []
    )


async def _reachable() -> list[str]:
    """Whether the address that links and QR codes carry leads to a running installation."""
    here = settings.current()
    if here.public_is_local:
        return []
    try:
        async with httpx.AsyncClient(timeout=5) as client:
            answer = await client.get(f"{here.public_url}/health/live")
    except httpx.HTTPError as fault:
        return [f"EVENTS_PUBLIC_URL: {here.public_url} does not answer ({type(fault).__name__})"]
    if answer.text == LIVE:
        return []
    return [f"EVENTS_PUBLIC_URL: {here.public_url} leads somewhere else (status {answer.status_code})"]


async def _mailbox() -> list[str]:
    """Whether what comes back can be read, and mail that no organisation here may look at."""
    url = settings.current().imap_url
    fault = await imap.probe(url) if url else None
    said = [f"EVENTS_IMAP_URL: the mailbox cannot be reached ({fault})"] if fault else []
    lost = await fetch_value(
        "SELECT count(*) FROM inbound_mail WHERE organisation IS NULL AND state = 'waiting'"
    )
    return [*said, f"{lost} mails name nothing of ours: see the mailbox itself"] if lost else said


async def _mail() -> list[str]:
    failed = await fetch_value("SELECT count(*) FROM message WHERE state = 'failed'")
    said = [f"{failed} messages could not be delivered: see the outbox"] if failed else []
    url = settings.current().smtp_url
    fault = await smtp.probe(url) if url else None
    return [*said, f"EVENTS_SMTP_URL: the mail server does not answer ({fault})"] if fault else said
