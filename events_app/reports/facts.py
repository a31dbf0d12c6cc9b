"""The terms in which every question about promises is asked. What each figure means is said in `measures`.

$1 is the moment, $2 the organisation, $3 whether confidential events count, $4 and $5 the days, $6 the institution,
$7 the theme, $8 the event, $9 whether only what is public counts, $10 the institutions of which nothing true is kept,
$11 which part of each.
"""

import re
from collections.abc import Sequence
from typing import Any

from events_app.database import fetch

WITHIN = """
c.organisation = $2 AND c.agreed_at IS NOT NULL AND ($3 OR NOT e.confidential)
AND ($4::date IS NULL OR (coalesce(e.starts_at, c.created_at) AT TIME ZONE e.timezone)::date >= $4)
AND ($5::date IS NULL OR (coalesce(e.starts_at, c.created_at) AT TIME ZONE e.timezone)::date <= $5)
AND ($6::uuid IS NULL OR c.institution = $6) AND ($7 = '' OR lower(c.theme) = lower($7))
AND ($8::uuid IS NULL OR c.event = $8) AND (NOT $9 OR c.visibility = 'public')
"""
TODAY = "($1::timestamptz AT TIME ZONE e.timezone)::date"
JOINED = "follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event"
ONLY = "AND c.institution = ANY($10::uuid[])"
"""The institutions of a list alone."""

PARTS = (
    f"{ONLY} AND (c.institution, promise_part(c.event)) IN (SELECT * FROM unnest($10::uuid[], $11::int[]))"
)
"""The parts of institutions of two lists alone."""

# A plan for any reader and any filter guesses that few rows are left and walks them one by one. So a condition that asks
# for nothing is left out, and what is yes or no is written down.
NUMBERED = re.compile(r"\$(\d+)")
SHARPER = (
    (3, True, re.compile(r"\(\$3 OR NOT (?:e|t)\.confidential\)"), "true"),
    (3, False, re.compile(r"\(\$3 OR (NOT (?:e|t)\.confidential)\)"), r"\1"),
    (4, None, re.compile(r"AND \(\$4::date IS NULL OR .*?>= \$4\)"), ""),
    (5, None, re.compile(r"AND \(\$5::date IS NULL OR .*?<= \$5\)"), ""),
    (6, None, re.compile(r"AND \(\$6::uuid IS NULL OR (?:c|t)\.institution = \$6\)"), ""),
    (7, "", re.compile(r"AND \(\$7 = '' OR lower\(c\.theme\) = lower\(\$7\)\)"), ""),
    (8, None, re.compile(r"AND \(\$8::uuid IS NULL OR c\.event = \$8\)"), ""),
    (9, False, re.compile(r"AND \(NOT \$9 OR (?:c\.visibility = 'public'|t\.public)\)"), ""),
)


def spelled(sql: str, values: Sequence[Any]) -> tuple[str, list[Any]]:
    """The same question with only what is really asked, and its values in their new order."""
    for number, value, pattern, instead in SHARPER:
        if values[number - 1] == value and type(values[number - 1]) is type(value):
            sql = pattern.sub(instead, sql)
    used = sorted({int(one) for one in NUMBERED.findall(sql)})
    places = {number: place for place, number in enumerate(used, 1)}
    return NUMBERED.sub(lambda one: f"${places[int(one[1])]}", sql), [values[number - 1] for number in used]


async def answered(sql: str, values: Sequence[Any]) -> list[Any]:
    """The rows of a question in these terms."""
    sharper, used = spelled(sql, values)
    return await fetch(sharper, *used)
