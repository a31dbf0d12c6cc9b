"""Words for steps, audiences and fates."""

from events_app.i18n import N_, gettext
from events_app.invitations.mailings.tables import MailingAudience, MailingState

STATES = {
    MailingState.draft: (N_("Draft"), "calm", "edit"),
    MailingState.review: (N_("Awaiting approval"), "warn", "wait"),
    MailingState.approved: (N_("Approved"), "info", "check"),
    MailingState.sending: (N_("Being sent"), "info", "send"),
    MailingState.stopped: (N_("Stopped"), "warn", "pause"),
    MailingState.done: (N_("Done"), "ok", "success"),
    MailingState.discarded: (N_("Given up"), "calm", "blocked"),
}
AUDIENCES = {
    MailingAudience.everyone: N_("Everybody who was invited"),
    MailingAudience.coming: N_("Those who come, each guest"),
    MailingAudience.silent: N_("Those who have not answered"),
    MailingAudience.declined: N_("Those who cannot come"),
    MailingAudience.chosen: N_("Those chosen one by one"),
}
FATES = {
    "waiting": N_("Not written yet"),
    "queued": N_("Queued"),
    "held": N_("Held"),
    "sent": N_("Sent"),
    "failed": N_("Failed"),
    "bounced": N_("Came back"),
    "no_address": N_("No mail address"),
    "bad_address": N_("The address cannot be one"),
    "no_letters": N_("Wants no letters"),
    "no_consent": N_("Took consent back"),
}


def state_name(state: str) -> str:
    return gettext(STATES[MailingState(state)][0])


def audience_name(audience: str) -> str:
    return gettext(AUDIENCES[MailingAudience(audience)])


def fate_name(fate: str) -> str:
    return gettext(FATES.get(fate, fate))
