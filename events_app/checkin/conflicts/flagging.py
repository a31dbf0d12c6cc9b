"""What a phone did without a network, held against what the server says of it when it hears of it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from events_app.checkin.forms import ScanIn
from events_app.checkin.verdicts import Verdict
from events_app.database import execute

DOUBTFUL = {"already", "refused"}

# A phone knows its own scans, also without a network; one that nobody named may be any.
FLAG = """
INSERT INTO scan_conflict (id, organisation, created_at, event, guest, scan, other_scan, note, open, kind)
SELECT gen_random_uuid(), s.organisation, $3, s.event, s.guest, s.scan_id, o.scan_id, '', true,
  CASE WHEN s.outcome = 'refused' THEN 'refused' ELSE 'offline' END
FROM scan s LEFT JOIN LATERAL (
  SELECT n.scan_id, n.device, n.actor FROM scan n
  WHERE s.outcome = 'already' AND n.event = s.event AND n.guest = s.guest AND n.outcome = 'admitted'
    AND n.session IS NOT DISTINCT FROM s.session AND n.undone_at IS NULL
  ORDER BY n.scanned_at > s.scanned_at, abs(extract(epoch FROM n.scanned_at - s.scanned_at)) LIMIT 1) AS o ON true
WHERE s.event = $1 AND s.scan_id = ANY($2::uuid[]) AND s.undone_at IS NULL
  AND (s.outcome = 'refused' OR (s.outcome = 'already' AND o.scan_id IS NOT NULL
    AND (s.device = '' OR (s.device, s.actor) IS DISTINCT FROM (o.device, o.actor))))
  AND NOT EXISTS (SELECT FROM scan_conflict c WHERE c.event = s.event AND c.scan = s.scan_id)
ON CONFLICT (event, scan) WHERE kind IS NOT NULL DO NOTHING
"""


async def flag_offline(
    event: UUID, scans: Sequence[ScanIn], verdicts: Sequence[Verdict], now: datetime
) -> None:
    """Opens a question for each scan that let somebody in without a network and is not borne out. Twice is once.

    It reads what was written, so a flush that is sent again is held against its first answers.
    """
    doubtful = [
        scan.id
        for scan, verdict in zip(scans, verdicts, strict=True)
        if scan.offline and scan.direction == "in" and verdict.outcome in DOUBTFUL
    ]
    if doubtful:
        await execute(FLAG, event, doubtful, now)


# Who bears the name may be who stood at the door; which of their scans counts is known best when somebody looks.
NAMESAKE = """
INSERT INTO scan_conflict (id, organisation, created_at, event, guest, scan, other_scan, note, open, kind)
SELECT gen_random_uuid(), g.organisation, $4, g.event, g.id, $2, a.entry_scan, '', true, 'namesake'
FROM guest g LEFT JOIN attendance a ON a.event = g.event AND a.guest = g.id AND a.session IS NULL
WHERE g.event = $1 AND g.id = $3
ON CONFLICT (event, scan) WHERE kind IS NOT NULL DO NOTHING
"""


async def flag_namesake(event: UUID, scan: UUID, listed: UUID, now: datetime) -> None:
    """Opens a question: a walk-in whom a phone let in by name bears the name of this guest."""
    await execute(NAMESAKE, event, scan, listed, now)
