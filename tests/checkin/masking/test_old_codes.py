"""Texts that scans kept before tokens in them were masked are masked by a migration, and nothing else is changed."""

from importlib import import_module
from typing import Any

import asyncpg
import pytest

from events_app import tokens
from events_app.accounts.tables import Organisation
from events_app.checkin.tables import Outcome, Reason, Scan
from events_app.database import execute
from events_app.ids import new_id
from tests import make_checkin as make

MIGRATION: Any = import_module("piccolo_migrations.events_app_0300_masked_codes_rules")
PASS = "H7K2M9QX4TVWZ8N3B6C5D1F0GJ"
TEXTS = (
    f"https://elsewhere.example/T/{PASS}",
    f"Budi, {PASS} dan {PASS.lower()}",
    "H7K2-M9QX 4TVW-Z8N3-B6C5 D1F0GJ",
    "WIFI:S:Aula;T:WPA;P:rahasia;;",
    "H7K2…",
    "Rapat koordinasi penanggulangan stunting",
    "",
)


async def _kept(city: Organisation) -> list[str]:
    event = await make.today(city)
    for text in TEXTS:
        await Scan(
            organisation=city.id,
            scan_id=new_id(),
            event=event.id,
            raw_code=text,
            outcome=Outcome.refused,
            reason=Reason.unknown_code,
            first_device="",
            device="",
        ).save()
    return list(TEXTS)


async def _codes() -> list[Any]:
    rows: list[Any] = await Scan.objects().order_by(Scan.id)
    return [row.raw_code for row in rows]


async def test_old_texts_are_masked_as_new_ones_are(city: Organisation) -> None:
    texts = await _kept(city)
    await MIGRATION.mask()
    assert await _codes() == [tokens.masked(text) for text in texts]
    assert not [text for text in await _codes() if PASS[:8] in text.upper()]


async def test_a_second_time_changes_nothing_and_scans_stay_append_only(city: Organisation) -> None:
    await _kept(city)
    await MIGRATION.mask()
    once = await _codes()
    await MIGRATION.mask()
    assert await _codes() == once
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await execute("UPDATE scan SET raw_code = ''")
