"""Acting on many rows at once: one transaction, a bounded number of statements, and a line for each row."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from events_app.accounts.actor import Actor
from events_app.bulk import insert_new
from events_app.commitments.board import judging, strokes
from events_app.commitments.board.forms import BoardChangeIn, BoardSaid
from events_app.commitments.board.judging import Judged
from events_app.commitments.board.strokes import Stroke
from events_app.commitments.board.tables import BoardChange, BoardChangeItem, Verb
from events_app.database import atomically
from events_app.errors import Invalid

Act = Callable[[Actor, BoardChangeIn, list[Any], datetime], Awaitable[list[Stroke]]]
ACTS: dict[Verb, Act] = {
    Verb.remind: strokes.remind,
    Verb.due: strokes.move_due,
    Verb.verifier: strokes.set_verifier,
    Verb.visibility: strokes.show_to,
    Verb.mute: strokes.silence,
    Verb.cancel: strokes.cancel,
}


async def look_ahead(actor: Actor, said: BoardChangeIn, now: datetime) -> list[Judged]:
    """What would become of each row. Raises NotAllowed, or Invalid with every fault of the words."""
    actor.must(judging.RIGHTS[said.verb])
    await _must_be_whole(actor, said, now)
    return await judging.preview(actor, said, now)


@atomically
async def act(actor: Actor, said: BoardChangeIn, now: datetime) -> BoardChange:
    """Do it to every row that may be touched, and keep what became of each. Of two at once each row hears one."""
    actor.must(judging.RIGHTS[said.verb])
    await _must_be_whole(actor, said, now)
    rows = await judging.claim(actor, said, now)
    good = [row.facts for row in rows if row.ok]
    made = await ACTS[said.verb](actor, said, good, now) if good else []
    change = BoardChange(
        organisation=actor.organisation,
        created_at=now,
        created_by=actor.user,
        by_name=actor.name,
        verb=said.verb.value,
        said=_text(said.model_dump(mode="json", include=set(BoardSaid.model_fields), exclude_defaults=True)),
    )
    await change.save()
    await _keep(change, rows, made)
    return change


async def _must_be_whole(actor: Actor, said: BoardChangeIn, now: datetime) -> None:
    found = await judging.faults(actor, said, now)
    if found:
        raise Invalid(found)


async def _keep(change: BoardChange, rows: list[Judged], made: list[Stroke]) -> None:
    """A line for each row; what is not here (or another organisation's) leaves none."""
    done = {one.action: one for one in made}
    lines = [
        BoardChangeItem(
            organisation=change.organisation,
            created_at=change.created_at,
            change=change.id,
            action=row.action,
            refusal=row.refusal,
            before=_text(done[row.action].before) if row.ok else "",
            after=_text(done[row.action].after) if row.ok else "",
        )
        for row in rows
        if row.facts is not None
    ]
    await insert_new(lines)


def _text(facts: dict[str, Any]) -> str:
    return json.dumps(facts, default=str)
