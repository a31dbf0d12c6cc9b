"""Words for kinds of messages and for why one is held."""

from events_app.i18n import N_, gettext
from events_app.notifications.tables import HeldBecause
from events_app.notifications.whatsapp.words import why_failed as why_service_failed
from events_app.notifications.wording.kinds import known

HELD = {
    HeldBecause.no_server: N_("No mail server was set up when it was written."),
    HeldBecause.demo: N_("The demonstration never sends mail."),
    HeldBecause.no_mail: N_("The receiver asked not to be written to."),
    HeldBecause.no_consent: N_("The receiver took back the consent to be written to."),
    HeldBecause.stopped: N_("Somebody stopped the letter that it belongs to."),
}
KINDS = {
    "accounts.login_link": N_("Sign-in link"),
    "notifications.test": N_("Test message"),
    "events.paper_ready": N_("Document is ready"),
    "events.paper_failed": N_("Document could not be made"),
    "notifications.webhook_paused": N_("Webhook paused"),
    "invitations.event_postponed": N_("New time"),
    "invitations.schedule_changed": N_("Changed schedule"),
    "invitations.registration": N_("Confirmation of a registration"),
    "invitations.representatives_named": N_("Representatives named"),
    "invitations.seat_free": N_("A seat is free"),
    "invitations.whatsapp_invitation": N_("Invitation by WhatsApp"),
    "invitations.whatsapp_reminder": N_("Reminder by WhatsApp"),
    "checkin.certificate": N_("Certificate of attendance"),
    "events.speaker_asking": N_("Question to somebody on stage"),
    "events.speaker_reminder": N_("Reminder to somebody on stage"),
    "events.speaker_availability": N_("Question when somebody on stage can come"),
    "commitments.action_opened": N_("New follow-up actions"),
    "commitments.action_changed": N_("Changed follow-up action"),
    "commitments.progress_wanted": N_("Question how far it is"),
    "commitments.infeasible_asked": N_("Owner finds something impossible"),
    "commitments.infeasible_decided": N_("Decided whether something can be done"),
    "commitments.action_escalated": N_("Follow-up action put before those above"),
    "commitments.action_handed_over": N_("Follow-up action handed over"),
    "commitments.duties_disowned": N_("Somebody says that a task is not theirs"),
    "commitments.action_released": N_("Follow-up action given to somebody else"),
    "commitments.reassignment_wanted": N_("Meeting wants somebody else to take over"),
    "commitments.withdrawal_asked": N_("Institution wants its promise back"),
    "commitments.withdrawal_decided": N_("Decided whether a promise is taken back"),
    "commitments.action_link": N_("Personal link to a follow-up action"),
    "commitments.action_returned": N_("Follow-up action returned"),
    "commitments.action_verified": N_("Follow-up action verified"),
    "commitments.action_reminder": N_("Reminder of follow-up actions"),
    "commitments.action_summary": N_("Summary of follow-up actions"),
    "commitments.ratification_asked": N_("Ratification asked for"),
    "commitments.ratification_reminder": N_("Reminder to ratify"),
    "commitments.ratification_declined": N_("Ratification refused by the head"),
    "commitments.ratification_set_back": N_("Ratification set back by the chair"),
    "commitments.minutes": N_("Minutes of a meeting"),
    "events.session_calendar": N_("Calendar entry of a session"),
    "commitments.due_change_asked": N_("Other due date asked for"),
    "commitments.due_change_decided": N_("Decision on another due date"),
    "commitments.verification_waiting": N_("Verification is waiting"),
}


def why_held(because: str) -> str:
    """One sentence."""
    return gettext(HELD[HeldBecause(because)])


def why_failed(channel: str, said: str) -> str:
    """One sentence for the last thing that the other side said, or that kept us from reaching it."""
    if channel == "whatsapp":
        return why_service_failed(said)
    if said == "address_bounced":
        return gettext(
            "Mail to this address came back for good before, so it was left out of what went to many. "
            "It can still be sent by hand."
        )
    if " " in said:
        return said
    return gettext("The mail server could not be reached or did not answer (%(fault)s).") % {"fault": said}


def kind_name(kind: str) -> str:
    """What a kind of message is called; the bare name where it has no other."""
    told = known(kind)
    return gettext(
        told.title if told else KINDS.get(kind, kind.rpartition(".")[2].replace("_", " ").capitalize())
    )
