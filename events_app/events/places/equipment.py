"""What a room can be equipped with: standard words, so that it can be looked for."""

from enum import StrEnum

from events_app.i18n import N_, gettext


class Equipment(StrEnum):
    projector = "projector"
    sound_system = "sound_system"
    microphones = "microphones"
    video_conference = "video_conference"
    livestream = "livestream"
    whiteboard = "whiteboard"
    internet = "internet"
    air_conditioning = "air_conditioning"
    wheelchair_access = "wheelchair_access"
    sign_language_space = "sign_language_space"
    hearing_loop = "hearing_loop"
    prayer_room = "prayer_room"
    nursing_room = "nursing_room"
    parking = "parking"


WORDS = {
    Equipment.projector: N_("Projector"),
    Equipment.sound_system: N_("Sound system"),
    Equipment.microphones: N_("Microphones"),
    Equipment.video_conference: N_("Video conference"),
    Equipment.livestream: N_("Livestream"),
    Equipment.whiteboard: N_("Whiteboard"),
    Equipment.internet: N_("Internet"),
    Equipment.air_conditioning: N_("Air conditioning"),
    Equipment.wheelchair_access: N_("Wheelchair access"),
    Equipment.sign_language_space: N_("Space for sign language"),
    Equipment.hearing_loop: N_("Hearing loop"),
    Equipment.prayer_room: N_("Prayer room"),
    Equipment.nursing_room: N_("Nursing room"),
    Equipment.parking: N_("Parking"),
}


def names_of(equipment: list[str]) -> list[str]:
    """The words for these, in the reader's language and in the order above."""
    return [gettext(WORDS[one]) for one in Equipment if one.value in equipment]


def choices() -> list[tuple[str, str]]:
    """All of them, to choose from."""
    return [(one.value, gettext(word)) for one, word in WORDS.items()]
