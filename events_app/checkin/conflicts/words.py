"""How a scan was made, in words."""

from events_app.checkin.tables import Method
from events_app.i18n import N_, gettext

METHODS = {
    Method.camera: N_("Camera"),
    Method.usb: N_("USB scanner"),
    Method.typed: N_("Typed"),
    Method.self: N_("By the guest"),
    Method.staff_list: N_("From the list"),
    Method.paper: N_("From paper"),
}


def methods() -> dict[str, str]:
    """All of it in the language of the moment."""
    return {method.value: gettext(text) for method, text in METHODS.items()}
