"""A file and its row: bytes first, row second, and nothing forgotten that a row still names."""

import asyncio
from pathlib import Path
from uuid import UUID

import pytest

from events_app.accounts.actor import Actor
from events_app.accounts.tables import AuditEntry, Organisation
from events_app.database import atomically
from events_app.documents import actions, store
from events_app.documents.sniff import FileEmpty, FileKindRefused
from events_app.documents.tables import Document

PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
async def alice(db: str, folder: Path) -> Actor:
    return await _somebody("lembayung")


async def test_keep_makes_a_row_that_says_what_was_seen(alice: Actor) -> None:
    kept = await actions.keep(alice, "../Foto\u202e kegiatan.pdf", PDF)
    row = await Document.objects().get(Document.id == kept.id)
    assert row is not None
    assert (row.filename, row.media_type, row.size) == ("Foto kegiatan.pdf", "application/pdf", len(PDF))
    assert row.organisation == alice.organisation
    assert await store.get(row.sha256) == PDF


async def test_keep_is_written_in_the_audit_trail(alice: Actor) -> None:
    kept = await actions.keep(alice, "a.pdf", PDF)
    entries = await AuditEntry.select(AuditEntry.verb, AuditEntry.subject)
    assert entries == [{"verb": "document.kept", "subject": kept.id}]


@pytest.mark.parametrize(("data", "refusal"), [(b"", FileEmpty), (b"MZ\x90\x00", FileKindRefused)])
async def test_refused_file_leaves_neither_row_nor_bytes(
    alice: Actor, data: bytes, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await actions.keep(alice, "a.pdf", data)
    assert await Document.count() == 0
    assert await store.digests() == []


async def test_row_that_is_rolled_back_leaves_bytes_that_sweep_forgets(alice: Actor) -> None:
    with pytest.raises(_ElsewhereError):
        await _keep_and_fail(alice)
    assert await Document.count() == 0
    (sha,) = await store.digests()
    assert await actions.sweep(sha)
    assert await store.digests() == []


async def test_bytes_stay_while_another_organisation_names_them(alice: Actor) -> None:
    charlie = await _somebody("tetangga")
    hers, his = [await actions.keep(actor, "a.pdf", PDF) for actor in (alice, charlie)]
    assert hers.sha256 == his.sha256
    await actions.erase(alice, hers)
    assert not await actions.sweep(hers.sha256)
    await actions.erase(charlie, his)
    assert await actions.sweep(his.sha256)
    assert not await store.has(his.sha256)


async def test_erase_reaches_no_other_organisation(alice: Actor) -> None:
    hers = await actions.keep(alice, "a.pdf", PDF)
    await actions.erase(await _somebody("tetangga"), hers)
    assert await _ids() == [hers.id]
    assert not await AuditEntry.exists().where(AuditEntry.verb == "document.erased")


async def test_keeping_and_sweeping_at_once_never_leaves_a_row_without_bytes(alice: Actor) -> None:
    gone = await actions.keep(alice, "a.pdf", PDF)
    await actions.erase(alice, gone)
    for _ in range(10):
        kept, _swept = await asyncio.gather(actions.keep(alice, "a.pdf", PDF), actions.sweep(gone.sha256))
        assert await store.get(kept.sha256) == PDF
        await actions.erase(alice, kept)


class _ElsewhereError(Exception):
    """A fault in the room that asked for the file to be kept."""


@atomically
async def _keep_and_fail(actor: Actor) -> None:
    await actions.keep(actor, "a.pdf", PDF)
    raise _ElsewhereError


async def _somebody(slug: str) -> Actor:
    organisation = Organisation(slug=slug, name=slug.title())
    await organisation.save()
    return Actor(organisation=organisation.id, name="Alice")


async def _ids() -> list[UUID]:
    return [row["id"] for row in await Document.select(Document.id)]
