"""Takes somebody out of every text of the organisation that may speak of people: marks become ***, names the label."""

from uuid import UUID

from events_app.database import execute, fetch
from events_app.privacy.columns import SPEAKS
from events_app.privacy.needles import Needles

KINDS = """
SELECT c.relname AS relation, a.attname AS attribute, format_type(a.atttypid, a.atttypmod) AS type,
  EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND (a.attnum = ANY(i.indkey)
    OR pg_get_indexdef(i.indexrelid) LIKE '%lower((' || a.attname || ')%')) AS sole
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
"""


async def scrub(organisation: UUID, known: Needles, label: str) -> None:
    """Every text that may speak of people says no more of this one; a table is read once."""
    if not known.marks and not known.names:
        return
    kinds = {(row["relation"], row["attribute"]): row for row in await fetch(KINDS)}
    pattern = "|".join(filter(None, (known.marks, known.names)))
    for table, columns in SPEAKS.items():
        sets = ", ".join(f'"{one}" = {_said_anew(kinds[table, one])}' for one in columns)
        where = " OR ".join(f'"{one}"::text ~* $1' for one in columns)
        args = (pattern, known.marks or "(?!)", known.names or "(?!)", label, organisation)
        await execute(f'UPDATE "{table}" SET {sets} WHERE organisation = $5 AND ({where})', *args)


def _said_anew(column: dict[str, str]) -> str:
    """A text that may not stand twice gets an ending of its own, which follows from nothing."""
    text = f'"{column["attribute"]}"::text'
    name, mark = "$4::text", "'***'"
    if column["sole"]:
        name, mark = (f"{one} || substr(md5(random()::text), 1, 10)" for one in (name, mark))
    once = f"regexp_replace({text}, $2, {mark}, 'gi')"
    return f"regexp_replace({once}, $3, {name}, 'gi')::{column['type']}"
