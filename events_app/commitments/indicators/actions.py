"""Verbs of indicators: keep them, read a list of them, say which a commitment serves."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime

from pydantic import ValidationError

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.indicators import goals
from events_app.commitments.indicators.forms import IndicatorChoiceIn, IndicatorIn, IndicatorLinesIn
from events_app.commitments.indicators.tables import CommitmentIndicator, IndicatorRef, Scheme
from events_app.commitments.tables import Commitment
from events_app.database import atomically, execute, fetch, fetch_one
from events_app.errors import FieldError, Invalid
from events_app.i18n import N_, _, gettext
from events_app.ids import new_id

COLUMNS = ("scheme", "version", "code", "label", "label_en")
MOST_LINES = 1_000
SAVE = """
INSERT INTO indicator_ref (id, organisation, created_at, scheme, version, code, label, label_en)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (organisation, scheme, version, code)
DO UPDATE SET label = excluded.label, label_en = excluded.label_en, retired_at = NULL RETURNING id
"""
LINE = N_("Line %(line)d: %(field)s is missing or cannot be read.")
HEADINGS = N_("The first line must name the columns scheme, version, code and label.")
TOO_MANY = N_("There are more than %(most)d lines.")
STRANGE = N_("One of these indicators is not known here.")


@atomically
async def save(actor: Actor, wanted: IndicatorIn, now: datetime) -> IndicatorRef:
    """The indicator; said again it is the same one, with the new label."""
    actor.must(Right.keep_commitments)
    row = await fetch_one(
        SAVE, new_id(), actor.organisation, now, *(getattr(wanted, name) for name in COLUMNS)
    )
    assert row is not None, "an upsert returns its row"
    await audit.record(actor, "indicator.saved", row["id"], after=wanted.model_dump(mode="json"))
    known = await IndicatorRef.objects().get(IndicatorRef.id == row["id"])
    assert known is not None, "it was saved a moment ago"
    return known


@atomically
async def load_goals(actor: Actor, now: datetime) -> int:
    """The goals of the 2030 Agenda, for those who want them; how many. Twice is once."""
    actor.must(Right.keep_commitments)
    for code, label, english in goals.GOALS:
        facts = IndicatorIn(
            scheme=Scheme.sdg, version=goals.VERSION, code=code, label=label, label_en=english
        )
        await save(actor, facts, now)
    return len(goals.GOALS)


@atomically
async def read_lines(actor: Actor, sent: IndicatorLinesIn, now: datetime) -> int:
    """All lines or none; how many. Raises Invalid with every line that cannot be read."""
    rows = _rows(sent.csv)
    for row in rows:
        await save(actor, row, now)
    return len(rows)


@atomically
async def choose(actor: Actor, commitment: Commitment, wanted: IndicatorChoiceIn, now: datetime) -> None:
    """Exactly these. Raises Invalid where one is not the organisation's."""
    actor.must(Right.keep_commitments)
    ids = list(dict.fromkeys(wanted.indicators))
    known = "SELECT id FROM indicator_ref WHERE organisation = $1 AND id = ANY($2)"
    if len(await fetch(known, actor.organisation, ids)) < len(ids):
        raise Invalid([FieldError("indicators", "not_found", gettext(STRANGE))])
    await Commitment.objects().get(Commitment.id == commitment.id).lock_rows()
    await execute("DELETE FROM commitment_indicator WHERE commitment = $1", commitment.id)
    rows = [
        CommitmentIndicator(
            organisation=actor.organisation, created_at=now, commitment=commitment.id, indicator=one
        )
        for one in ids
    ]
    if rows:
        await CommitmentIndicator.insert(*rows)
    await audit.record(actor, "commitment.indicators", commitment.id, after={"indicators": ids})


def _rows(text: str) -> list[IndicatorIn]:
    text = text.lstrip("\ufeff")
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    lines = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    if not set(COLUMNS[:4]) <= {(name or "").strip() for name in lines.fieldnames or ()}:
        raise Invalid([FieldError("csv", "headings", gettext(HEADINGS))])
    good, wrong = list[IndicatorIn](), list[FieldError]()
    try:
        for number, line in enumerate(lines, 2):
            _read(number, line, good, wrong)
    except csv.Error:
        wrong.append(FieldError("csv", "headings", gettext(HEADINGS)))
    if len(good) > MOST_LINES:
        wrong.append(FieldError("csv", "too_many", gettext(TOO_MANY, most=MOST_LINES)))
    if wrong:
        raise Invalid(_told(wrong))
    return good


def _read(number: int, line: dict[str, str], good: list[IndicatorIn], wrong: list[FieldError]) -> None:
    facts = {(name or "").strip(): (value or "") for name, value in line.items() if isinstance(value, str)}
    told = {name: facts[name].strip() for name in COLUMNS if facts.get(name, "").strip()}
    try:
        good.append(IndicatorIn.model_validate(told | {"scheme": told.get("scheme", "").lower()}))
    except ValidationError as fault:
        fields = [str(one["loc"][0]) for one in fault.errors()]
        wrong += [FieldError("csv", "line", _(LINE, line=number, field=field)) for field in fields]


def _told(wrong: Sequence[FieldError]) -> list[FieldError]:
    """One field has one message on a page: all of it stands there, up to twenty lines."""
    return [FieldError("csv", wrong[0].code, " ".join(one.message for one in wrong[:20]))]
