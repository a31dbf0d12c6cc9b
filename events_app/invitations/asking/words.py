"""What people read about rounds of mails."""

from events_app.i18n import N_, gettext, ngettext
from events_app.invitations.asking.tables import Whom

AUDIENCES = {
    Whom.silent: N_("Those who have not answered"),
    Whom.coming: N_("Those who are coming"),
    Whom.undecided: N_("Those who are undecided"),
    Whom.declined: N_("Those who are unable to attend"),
}


def audience_name(whom: str) -> str:
    """`Yang belum menjawab`."""
    return gettext(AUDIENCES[Whom(whom)])


def rule_name(rule: str) -> str:
    """By hand, or by the clock so many days before the deadline."""
    kind, _colon, days = rule.partition(":")
    if kind != "deadline":
        return gettext("by hand")
    return ngettext("by the clock, %(num)s day before", "by the clock, %(num)s days before", int(days))
