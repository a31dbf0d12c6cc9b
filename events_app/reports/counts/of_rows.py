"""Counts from the rows themselves. Each kind is defined here and nowhere else, in the terms of `facts`.

Days are those of the event's zone, counted from 2000-01-01; months from the year nought. A promise counts once it was agreed,
an action once it stands.
"""

from collections.abc import Sequence

from events_app.commitments.queries import LATE
from events_app.reports.counts.counts import FURTHEST, SOONEST
from events_app.reports.facts import JOINED, PARTS, WITHIN

GONE = "('infeasible', 'cancelled')"
"""What is no longer to be done."""

EPOCH = "date '2000-01-01'"
DUE_MONTH = "(extract(year FROM due) * 12 + extract(month FROM due) - 1)::int"
DONE_MONTH = DUE_MONTH.replace("due", "done_on")
ENDING = """CASE WHEN gone THEN 'gone' WHEN done_on IS NULL THEN 'owed' WHEN done_on <= original_due THEN 'in_time'
  ELSE 'late' END"""

ACTIONS: dict[str, tuple[tuple[str, ...], str]] = {
    "event": (("state", "event"), "true"),
    "theme": (("state", "theme"), "true"),
    "office": (("state", "institution"), "true"),
    "planned": (("zone", ENDING, f"original_due - {EPOCH}"), "true"),
    "owed": (("zone", f"due - {EPOCH}"), f"state IN {LATE}"),
    "met": (("state", DUE_MONTH), "state IN ('verified', 'submitted')"),
    "unfinished": (("institution", "zone", DUE_MONTH), "NOT gone AND done_on IS NULL"),
    "done": ((DONE_MONTH,), "done_on IS NOT NULL"),
    "taken": (
        ("state", "greatest(coalesce(done_on, handed_on) - agreed_on, 0)", "theme"),
        "state IN ('verified', 'submitted')",
    ),
    "watched": (("zone", f"agreed_on - {EPOCH}", "theme"), f"gone OR state IN {LATE}"),
    "moved": (("'all'",), "NOT gone AND slip > 0"),
}
"""What is counted of actions: the parts of the key, and which of them count.

`planned` by the first due date and how it ended; `owed` what is open, in progress or returned, by its due date; `met` what
was done or awaits a verdict; `unfinished` all that is left, by who promised; `taken` days from agreed to done, or handed in;
`watched` what is not done, by the day from which it is watched; `moved` what ends later than first promised.
"""

PROMISED = f"""
promised AS MATERIALIZED (
  SELECT {{place}}, a.id, a.commitment, a.state::text AS state, a.due, a.original_due, a.done_on,
    c.institution, c.theme, c.event, e.timezone AS zone, a.state IN {GONE} AS gone,
    (c.agreed_at AT TIME ZONE e.timezone)::date AS agreed_on,
    CASE WHEN a.state = 'submitted' THEN (a.state_since AT TIME ZONE e.timezone)::date END AS handed_on,
    greatest(a.due, a.done_on) - a.original_due AS slip
  FROM {JOINED} WHERE a.organisation = $2 AND a.state <> 'draft' AND a.original_due IS NOT NULL AND {WITHIN} {{only}}
)"""
# Each action with each of its obstacles once, by index: a million reports need not be sorted.
HINDERED = """
hindered AS MATERIALIZED (
  SELECT p.office, p.secret, p.part, p.id, u.obstacle, u.reports FROM promised p CROSS JOIN LATERAL (
    SELECT r.obstacle, count(*) AS reports FROM progress_update r
    WHERE r.action = p.id AND r.organisation = $2 AND r.obstacle <> 'none' GROUP BY 1) u
)"""
STANDING = f"""
standing AS MATERIALIZED (
  SELECT {{place}}, c.institution, c.event, c.state IN ('agreed', 'closed') AS stands,
    c.ratification IN ('not_needed', 'ratified') AS ratified, coalesce(w.verified, false) AS verified
  FROM commitment c JOIN event e ON e.id = c.event LEFT JOIN (SELECT commitment,
      bool_or(state = 'verified') AND NOT bool_or(NOT gone AND state <> 'verified') AS verified FROM promised GROUP BY 1) w
    ON w.commitment = c.id
  WHERE {WITHIN} {{only}}
)"""
PLACE = "office, secret, part"
EACH_PLACE = "c.institution AS office, e.confidential AS secret, promise_part(c.event) AS part"
ONE_PLACE = "NULL::uuid AS office, false AS secret, 0 AS part"
WHOSE = f"GROUP BY {PLACE}"
OTHERS = {
    "reported": f"SELECT {PLACE}, 'reported' AS kind, obstacle::text AS key, sum(reports)::int AS n FROM hindered"
    f" {WHOSE}, obstacle",
    "hindered": f"SELECT {PLACE}, 'hindered' AS kind, obstacle::text AS key, count(*)::int AS n FROM hindered"
    f" {WHOSE}, obstacle UNION ALL SELECT {PLACE}, 'hindered', 'any', count(DISTINCT id)::int FROM hindered {WHOSE}",
    "promise": f"""SELECT {PLACE}, 'promise' AS kind, f.key, f.n::int AS n FROM (
      SELECT {PLACE}, count(*) AS committed, count(*) FILTER (WHERE ratified) AS ratified,
        count(*) FILTER (WHERE verified) AS verified FROM standing {WHOSE}) s
      CROSS JOIN LATERAL (VALUES ('committed', committed), ('ratified', ratified), ('verified', verified)) f(key, n)""",
    "promising": f"SELECT {PLACE}, 'promising' AS kind, 'all' AS key, count(DISTINCT (institution, event))::int AS n"
    " FROM standing"
    f" WHERE stands {WHOSE}",
    "furthest": f"""SELECT {PLACE}, 'furthest' AS kind, id::text AS key, slip AS n FROM (
      SELECT *, row_number() OVER (PARTITION BY {PLACE} ORDER BY slip DESC, id) AS place FROM promised
      WHERE NOT gone AND slip > 0) f WHERE place <= {FURTHEST}""",
    "soonest": f"""SELECT {PLACE}, 'soonest' AS kind, concat_ws('|', zone, due - {EPOCH}, id) AS key, 1 AS n FROM (
      SELECT *, row_number() OVER (PARTITION BY {PLACE}, zone ORDER BY due, id) AS place FROM promised
      WHERE state IN {LATE}) f WHERE place <= {SOONEST}""",
}
"""`reported`, `hindered`: reports that named an obstacle, actions whose reports did; `promising`: institutions at events;
`furthest`: what moved furthest; `soonest`: what is owed and due first, in each zone, as today differs among them."""

NAMED = "soonest"
"""A kind that names actions: it adds up within an institution, and no sum of all needs it."""

KINDS = (*ACTIONS, *OTHERS)


def _of_actions(kind: str) -> str:
    parts, which = ACTIONS[kind]
    named = ", ".join(f"{part} AS part_{i}" for i, part in enumerate(parts))
    places = ", ".join(str(i + 4) for i in range(len(parts)))
    key = ", ".join(f"part_{i}" for i in range(len(parts)))
    return f"""SELECT {PLACE}, '{kind}' AS kind, concat_ws('|', {key}) AS key, n::int AS n
      FROM (SELECT {PLACE}, {named}, count(*) AS n FROM promised WHERE {which} GROUP BY 1, 2, 3, {places}) x"""


def _asked(kinds: Sequence[str], place: str, only: str) -> str:
    """Rows of a place, `kind`, `key` and `n`; what no kind asks for is not counted."""
    tables = [PROMISED]
    tables += [HINDERED] if {"reported", "hindered"} & set(kinds) else []
    tables += [STANDING] if {"promise", "promising"} & set(kinds) else []
    parts = [_of_actions(kind) if kind in ACTIONS else OTHERS[kind] for kind in kinds]
    sql = f"WITH {','.join(tables)} {' UNION ALL '.join(parts)}"
    return sql.format(place=place, only=only)


def together(kinds: Sequence[str]) -> str:
    """The question for these kinds of all that the filter lets through, as one."""
    return _asked(kinds, ONE_PLACE, "")


def of_parts(kinds: Sequence[str]) -> str:
    """The same of some parts of institutions, as one."""
    return _asked(kinds, ONE_PLACE, PARTS)


def _told(rows: str) -> str:
    """The same with one row a place, an object of kinds: of years of promises each key would be a row."""
    kinds = f"SELECT {PLACE}, kind, json_object_agg(key, n) AS known FROM ({rows}) r WHERE n <> 0 GROUP BY {PLACE}, kind"
    return f"SELECT {PLACE}, json_object_agg(kind, known)::text AS told FROM ({kinds}) k GROUP BY {PLACE}"


EACH = _told(_asked(KINDS, EACH_PLACE, PARTS))
"""Everything of some parts of institutions, each alone, and what is confidential alone."""

_FACTS = f"""
SELECT {{place}}, concat_ws('|', f.kind, (c.visibility = 'public')::int, e.timezone) AS kind, f.value::text AS key,
  count(*)::int AS n
FROM commitment c JOIN event e ON e.id = c.event
CROSS JOIN LATERAL (SELECT p.kind, p.value FROM promise_fact p WHERE p.commitment = c.id OFFSET 0) f
WHERE {WITHIN} {PARTS} GROUP BY 1, 2, 3, 4, 5
"""

FACTS = _FACTS.format(place="c.institution AS office, false AS secret, 0 AS part")
"""What figures are made of, of some parts of institutions: each institution as one. The kind says, too, whether it is for
everybody, and the zone."""

EACH_FACTS = _told(_FACTS.format(place=EACH_PLACE))
"""The same, each part alone, and what is confidential alone."""
