"""What the door's script says about itself, the network and this device."""

from events_app.i18n import N_

OUTCOMES = {
    "recorded": N_("Recorded"),
    "seen": N_("Code seen"),
}
SENTENCES = {
    "is_online": N_("Connected"),
    "is_offline": N_("Offline"),
    "is_shut": N_("No access"),
    "is_online_unsent": N_("Connected · %(count)s unsent"),
    "is_offline_unsent": N_("Offline · %(count)s unsent"),
    "is_shut_unsent": N_("No access · %(count)s unsent"),
    "recorded_known": N_("On the guest list. The server confirms when the network is back."),
    "recorded_before": N_("Recorded before on this device, at %(time)s."),
    "recorded_walk_in": N_("Let in by name. The server writes them down when the network is back."),
    "unreadable": N_("This walk-in can no longer be read on this device. Ask for the name again."),
    "to_check": N_(
        "To be checked: this device does not know the code. The server decides when the network is back."
    ),
    "need_a_look": N_("Scans that need a look: %(count)s"),
    "name_unknown": N_("Name not kept"),
    "looked": N_("Done"),
    "clock": N_("This device's clock is wrong by %(minutes)s minutes. Scans are corrected."),
    "storage_full": N_(
        "This device's storage is full. Scans are sent directly; keep this page open until none is unsent."
    ),
    "storage_refused": N_(
        "This browser keeps nothing. Scans are sent directly; keep this page open until none is unsent."
    ),
    "shut": N_(
        "This device may not work this door now. Scans kept here: %(count)s. They are sent when it may again; until then"
        " they can be exported under This device."
    ),
    "no_list": N_("The guest list could not be kept on this device. Without network names are not shown."),
    "newer": N_("There is a newer version of this page. Reload it when nobody waits."),
    "reload": N_("Reload this page"),
    "walk_in_offline": N_(
        "This browser cannot keep a walk-in. What you typed is still here; press again when you are online."
    ),
    "busy_camera": N_("Another program uses the camera. Close it and start again."),
    "camera": N_("Camera"),
    "reader_own": N_("Codes are now read by this page."),
    "reader_device": N_("Codes are now read by this device's own reader."),
    "nothing_unsent": N_("Nothing waits to be sent."),
    "exported": N_(
        "A file with %(count)s scans and walk-ins was made. They stay here until the server has answered."
    ),
    "forgotten": N_(
        "The guest list and its key are gone from this device. Unsent scans stay until they are sent."
    ),
    "not_overridden": N_("The server does not answer. Nobody was let in; try again."),
}
