"""From invited to verified. One step counts institutions at events, and only those that went through the step before."""

from typing import Any

from events_app.formats import number
from events_app.i18n import N_
from events_app.i18n import gettext as _
from events_app.reports.counts import Counts
from events_app.reports.counts.of_rows import GONE
from events_app.reports.facts import WITHIN, answered
from events_app.reports.plots.drawing import bars
from events_app.reports.plots.plot import Column, Picture, Plot, share, small, told
from events_app.reports.plots.scope import Scope

MOST = 15
STEPS = (
    ("invited", N_("Invited")),
    ("attended", N_("Present")),
    ("committed", N_("Has promised something")),
    ("ratified", N_("Stands by all of it")),
    ("verified", N_("All of it is verified")),
)

DAYS = """
($4::date IS NULL OR (coalesce(e.starts_at, e.created_at) AT TIME ZONE e.timezone)::date >= $4)
AND ($5::date IS NULL OR (coalesce(e.starts_at, e.created_at) AT TIME ZONE e.timezone)::date <= $5)
"""
"""The days of an event `e` that a report is asked for."""

ABOUT = """
($7 = '' OR lower(e.theme) = lower($7) OR EXISTS (SELECT FROM commitment k WHERE k.event = e.id
  AND k.state IN ('agreed', 'closed') AND lower(k.theme) = lower($7)))
"""
"""An event `e` of the theme asked for: its own, so that one where nobody promised counts too, or that of a promise there."""

KINDS = ("promising",)
"""What is counted for it."""

ACTS = f"a.state <> 'draft' AND a.state NOT IN {GONE}"
FUNNEL = f"""
WITH asked AS (
  SELECT DISTINCT coalesce(i.institution, o.institution, p.institution) AS institution, i.event
  FROM invitation i JOIN event e ON e.id = i.event
  LEFT JOIN "position" o ON o.id = i.position LEFT JOIN person p ON p.id = i.person
  WHERE i.organisation = $2 AND ($3 OR NOT e.confidential)
    AND i.state NOT IN ('draft', 'withdrawn') AND {DAYS} AND {ABOUT} AND ($8::uuid IS NULL OR i.event = $8)
    AND coalesce(i.institution, o.institution, p.institution) IS NOT NULL
    AND ($6::uuid IS NULL OR coalesce(i.institution, o.institution, p.institution) = $6)
), came AS (
  SELECT DISTINCT g.institution, g.event FROM guest g JOIN event e ON e.id = g.event
  WHERE g.organisation = $2 AND g.institution IS NOT NULL AND ($8::uuid IS NULL OR g.event = $8) AND {DAYS}
    AND EXISTS (SELECT FROM attendance t WHERE t.guest = g.id)
), attended AS MATERIALIZED (
  SELECT a.institution, a.event, t.event IS NOT NULL AS attended FROM asked a LEFT JOIN came t USING (institution, event)
), promised AS (
  SELECT c.institution, c.event, bool_and(c.ratification IN ('ratified', 'not_needed')) AS ratified,
    bool_and(EXISTS (SELECT FROM follow_up_action a WHERE a.commitment = c.id AND {ACTS})
      AND NOT EXISTS (SELECT FROM follow_up_action a WHERE a.commitment = c.id AND {ACTS} AND a.state <> 'verified')) AS verified
  FROM commitment c JOIN event e ON e.id = c.event
  WHERE c.state IN ('agreed', 'closed') AND {WITHIN}
    AND (c.institution, c.event) IN (SELECT institution, event FROM attended WHERE attended) GROUP BY 1, 2
), steps AS (
  SELECT a.institution, a.attended, p.event IS NOT NULL AS committed, coalesce(p.ratified, false) AS ratified,
    coalesce(p.ratified AND p.verified, false) AS verified
  FROM attended a LEFT JOIN promised p USING (institution, event)
), told AS (
  SELECT institution, count(*) AS invited, count(*) FILTER (WHERE attended) AS attended,
    count(*) FILTER (WHERE committed) AS committed, count(*) FILTER (WHERE ratified) AS ratified,
    count(*) FILTER (WHERE verified) AS verified, count(DISTINCT institution) AS institutions
  FROM steps GROUP BY GROUPING SETS ((), (institution))
)
SELECT told.*, i.name FROM told LEFT JOIN institution i ON i.id = told.institution
ORDER BY told.institution IS NULL DESC, invited DESC, committed DESC, told.institution LIMIT {MOST + 1}
"""


async def funnel(scope: Scope, counts: Counts) -> Plot:
    """The whole as a picture; the whole and each of the institutions invited most as a table."""
    whole, *rows = await answered(FUNNEL, scope.asked)
    invited, verified = whole["invited"], whole["verified"]
    says = _(
        "Institutions were invited %(n)s times and came %(came)s times; from %(verified)s of these came promises that are all"
        " verified%(share)s.",
        n=number(invited),
        came=number(whole["attended"]),
        verified=number(verified),
        share=told(verified, invited),
    )
    columns = [
        Column("institution", _("Institution"), "text"),
        *(Column(key, _(word)) for key, word in STEPS),
    ]
    return Plot(
        name="funnel",
        title=_("From invited to verified"),
        says=says,
        n=invited,
        columns=[*columns, Column("share", _("Verified of invited"), "share")],
        rows=[_row(_("All institutions"), whole), *(_row(row["name"], row) for row in rows)]
        if invited
        else [],
        notes=_notes(whole, counts.n("promising"), scope.wanted.theme),
        picture=_drawn(whole) if invited else None,
    )


def _row(name: str, row: Any) -> list[Any]:
    return [name, *(row[key] for key, _word in STEPS), share(row["verified"], row["invited"])]


def _notes(whole: Any, promising: int, theme: str) -> list[str]:
    notes = [_population(theme)]
    aside = promising - whole["committed"]
    if aside:
        notes.append(
            _(
                "%(n)s times an institution promised without having been invited and present; left out here.",
                n=number(aside),
            )
        )
    if whole["institutions"] > MOST:
        notes.append(_("The table holds the %(n)s institutions that were invited most.", n=number(MOST)))
    return [*notes, *small(whole["invited"])]


def _population(theme: str) -> str:
    if theme:
        return _(
            "Counted are the events on “%(theme)s”, or where something was promised on it: each institution once for each of"
            " them that it was invited to, by name, post or person, and of its promises only those on this theme.",
            theme=theme,
        )
    return _("Each institution counts once for each event that it was invited to, by name, post or person.")


def _drawn(whole: Any) -> Picture:
    invited = whole["invited"]
    rows = [(_(word), f"{number(whole[key])}{told(whole[key], invited)}", whole[key]) for key, word in STEPS]
    return bars.plain("funnel", rows, "c-info")
