"""Reads of handouts: the staff's list with every version, and what an audience may have."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.database import fetch
from events_app.events.materials.tables import MaterialAudience

LIST = """
SELECT m.id, m.title, m.visibility, m.downloads, m.session AS session_id, s.title AS session_title,
  d.filename, d.size, d.media_type, v.number AS version, v.created_at AS changed_at
FROM material m
JOIN document d ON d.id = m.document
JOIN material_version v ON v.material = m.id AND v.document = m.document
LEFT JOIN event_session s ON s.id = m.session
WHERE m.event = $1 AND m.visibility = ANY($2) AND ($3::uuid IS NULL OR m.id > $3) AND ($4::uuid IS NULL OR m.id = $4)
ORDER BY m.id LIMIT $5
"""
VERSIONS = """
SELECT v.material, v.id, v.number, v.created_at, d.filename, d.size, u.name AS by
FROM material_version v JOIN document d ON d.id = v.document LEFT JOIN app_user u ON u.id = v.created_by
WHERE v.material = ANY($1) ORDER BY v.number DESC
"""
MOST = 500


@dataclass(frozen=True)
class Handout:
    """A handout with the file that is handed out now; `versions` are all of them, for the staff."""

    id: UUID
    title: str
    visibility: MaterialAudience
    downloads: int
    session_id: UUID | None
    session_title: str | None
    filename: str
    size: int
    media_type: str
    version: int
    changed_at: datetime
    versions: list[Any] = field(default_factory=list)


def up_to(audience: MaterialAudience) -> list[MaterialAudience]:
    """The handouts an audience may have: its own, and those of every wider one."""
    kinds = list(MaterialAudience)
    return kinds[kinds.index(audience) :]


async def handouts(
    event: UUID,
    audience: MaterialAudience = MaterialAudience.speakers,
    *,
    after: UUID | None = None,
    only: UUID | None = None,
    limit: int = MOST,
) -> list[Handout]:
    """What this audience may have, in the order it was handed out. One query."""
    kinds = [kind.value for kind in up_to(audience)]
    return [_handout(row) for row in await fetch(LIST, event, kinds, after, only, limit)]


async def with_versions(handed_out: list[Handout]) -> list[Handout]:
    """The same with every file they have been; one query more."""
    versions: dict[UUID, list[Any]] = {one.id: one.versions for one in handed_out}
    for row in await fetch(VERSIONS, list(versions)):
        versions[row["material"]].append(row)
    return handed_out


def _handout(row: Any) -> Handout:
    return Handout(**(dict(row) | {"visibility": MaterialAudience(row["visibility"])}))
