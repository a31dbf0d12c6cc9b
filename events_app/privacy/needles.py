"""What somebody is found by in texts: names, mail, phone and employee number, also what they were before.

Two kinds: what is theirs alone, and what others have, too. A mail address or phone that an institution or a colleague
shares says nothing about one of them, and a namesake who stays, or an office, a place, an event or a theme of that name,
may be what a text means; such things are left in texts, and go only from the rows that are about the person. A name of a
single word goes where it is the whole text or stands with its titles: a street may have that name.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from events_app.database import fetch
from events_app.stakeholders.names import Name, name_key

FAMILY = "SELECT id FROM person WHERE organisation = $1 AND (id = $2 OR successor = $2) ORDER BY id"
NOW = """
SELECT title_prefix, full_name, title_suffix, email, phone, nip FROM person WHERE id = ANY($1)
UNION ALL SELECT '', full_name, '', email, phone, '' FROM registration
WHERE guest IN (SELECT id FROM guest WHERE person = ANY($1))
"""
BEFORE = """
SELECT DISTINCT f.key, f.value #>> '{}' AS value FROM audit_entry a
CROSS JOIN LATERAL (VALUES (a.before), (a.after)) s (facts)
CROSS JOIN LATERAL jsonb_each(CASE WHEN jsonb_typeof(s.facts) = 'object' THEN s.facts ELSE '{}' END) f
WHERE a.subject = ANY($1) AND f.key IN ('full_name', 'email', 'phone', 'nip') AND jsonb_typeof(f.value) = 'string'
"""
SHARED = """
SELECT lower(x.had) AS had FROM unnest($3::text[]) x (had) WHERE EXISTS (
  SELECT FROM person p WHERE p.organisation = $1 AND p.id <> ALL($2) AND x.had IN (lower(p.email), p.phone, p.nip)
  UNION ALL SELECT FROM institution i WHERE i.organisation = $1 AND x.had IN (lower(i.email), i.phone)
  UNION ALL SELECT FROM app_user u WHERE u.organisation = $1 AND u.active AND lower(u.email) = x.had)
"""
NAMESAKES = """
SELECT name_key FROM person WHERE organisation = $1 AND id <> ALL($2) AND name_key = ANY($3) AND anonymised_at IS NULL
UNION ALL SELECT name_key FROM institution WHERE organisation = $1 AND name_key = ANY($3)
UNION ALL SELECT title_key FROM "position" WHERE organisation = $1 AND title_key = ANY($3)
UNION ALL SELECT name_key FROM stakeholder_group WHERE organisation = $1 AND name_key = ANY($3)
UNION ALL SELECT lower(x.called) FROM (
  SELECT name FROM organisation WHERE id = $1 UNION ALL SELECT office FROM organisation WHERE id = $1
  UNION ALL SELECT name FROM venue WHERE organisation = $1 UNION ALL SELECT name FROM room WHERE organisation = $1
  UNION ALL SELECT title FROM event WHERE organisation = $1 UNION ALL SELECT theme FROM event WHERE organisation = $1
  UNION ALL SELECT title FROM series WHERE organisation = $1 UNION ALL SELECT theme FROM series WHERE organisation = $1
  UNION ALL SELECT theme FROM commitment WHERE organisation = $1
) x (called) WHERE lower(x.called) = ANY($3)
"""
"""What a stranger typed as a name, be it the theme or the place of the event, must not empty the city's own words."""

ACCOUNTS = "SELECT id FROM app_user WHERE organisation = $1 AND NOT active AND lower(email) = ANY($2)"

BETWEEN = r"(?:[^[:alnum:]]|&#?[[:alnum:]]+;|\\u[0-9a-f]{4}|\\[nrt])+"
"""What stands between the words of a name, also as HTML or JSON writes an apostrophe or the end of a line."""

ESCAPED = r"\\[bfnrt]|\\u[0-9a-f]{4}"
"""What JSON writes for the end of a line and the like: its last letter is no part of the word behind it."""

SHORTEST = 4


@dataclass(frozen=True)
class Needles:
    """Who somebody is to the database: ids with merged rows, addresses of their own, shut accounts, and two patterns.

    `marks` finds mail, phone and employee number, `names` the names, both for PostgreSQL and any case; empty finds none.
    """

    family: Sequence[UUID]
    addresses: Sequence[str]
    accounts: Sequence[UUID]
    marks: str
    names: str


async def needles(organisation: UUID, person: UUID) -> Needles:
    """Everything that the person, and what was merged into it, is and was known by."""
    family = [row["id"] for row in await fetch(FAMILY, organisation, person)]
    now, before = await fetch(NOW, family), await fetch(BEFORE, family)
    former = {
        kind: {row["value"] for row in before if row["key"] == kind} for kind in ("email", "phone", "nip")
    }
    marks = {kind: former[kind] | {row[kind] for row in now} for kind in former}
    own = await _own(organisation, family, {one.lower() for kind in marks.values() for one in kind if one})
    called = {
        Name(row["title_prefix"], row["full_name"], row["title_suffix"]) for row in now if row["full_name"]
    }
    called |= {Name("", row["value"], "") for row in before if row["key"] == "full_name" and row["value"]}
    mails = [one for one in own if "@" in one]
    accounts = [row["id"] for row in await fetch(ACCOUNTS, organisation, mails)]
    patterns = [_mark(one) for one in sorted(own, key=len, reverse=True)]
    names = await _alone(organisation, family, called)
    return Needles(family, sorted(own), accounts, "|".join(filter(None, patterns)), "|".join(_names(names)))


async def _own(organisation: UUID, family: Sequence[UUID], marks: set[str]) -> set[str]:
    shared = {row["had"] for row in await fetch(SHARED, organisation, family, sorted(marks))}
    return marks - shared


async def _alone(organisation: UUID, family: Sequence[UUID], names: Iterable[Name]) -> list[Name]:
    """Of these names, those that nobody and nothing else here has."""
    keys = {one: name_key(one.name) for one in names}
    others = {row["name_key"] for row in await fetch(NAMESAKES, organisation, family, list(keys.values()))}
    return [one for one, key in keys.items() if key and key not in others]


def _names(names: Iterable[Name]) -> list[str]:
    """Longest first, so that titles go along; whole words, whatever stands between them."""
    parts = [(one.name, (one.prefix, ""), (one.suffix, "")) for one in names]
    patterns = {_name(front, name, end) for name, fronts, ends in parts for front in fronts for end in ends}
    return sorted(filter(None, patterns), key=len, reverse=True)


def _name(prefix: str, name: str, suffix: str) -> str:
    words = _words(f"{prefix} {name} {suffix}")
    if not words or max(map(len, _words(name)), default=0) < SHORTEST - 1:
        return ""
    if len(words) == 1:
        return rf'^\s*{words[0]}\s*$|(?<=")\s*{words[0]}\s*(?=")'
    return _beginning("[^[:alnum:]_]", BETWEEN.join(words)) + r"\M"


def _beginning(before: str, what: str) -> str:
    """What stands at the beginning of a text or behind `before`; looked at last, since that is ten times as quick."""
    return f"{what}(?<=(?:^|{before}|{ESCAPED}){what})"


def _mark(mark: str) -> str:
    """A mail as it is; digits with whatever people type between them, a phone's country as 0, too."""
    digits = re.sub(r"\D", "", mark)
    if "@" in mark:
        return _beginning("[^[:alnum:]._+-]", re.escape(mark)) + "(?![[:alnum:]])"
    if len(digits) < SHORTEST + 2:
        return ""
    spaced = "[ .-]?"
    local = mark.startswith("+62")
    whole = rf"(?:\+?62|0){spaced}{spaced.join(digits[2:])}" if local else rf"\+?{spaced.join(digits)}"
    return _beginning("[^0-9]", whole) + "(?![0-9])"


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.replace("_", " "))
