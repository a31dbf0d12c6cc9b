"""The doors that a paired phone may enter. Every other one answers it as if it had no cookie at all."""

from events_app.checkin.devices.tables import Level

DOOR = "/door/{event_id}"
API = "/api/v1/events/{event_id}"

SCANNING = {
    f"POST {API}/scans",
    f"GET {API}/scans",
    f"GET {API}/scans/{{scan_id}}",
    f"POST {API}/scans/{{scan_id}}/undo",
    f"GET {API}/roster",
    f"POST {API}/guests/{{guest_id}}/signature",
}
WALK_INS = {f"POST {DOOR}/walk-in", f"POST {API}/guests", f"POST {API}/walk-ins"}
OVERRIDING = {f"POST {API}/scans/{{scan_id}}/override"}
"""Doors that let somebody in against the rules."""


def needed(method: str, template: str) -> Level | None:
    """The level that a door asks of a device; none where no device may enter."""
    door = f"{method} {template}"
    if door in OVERRIDING:
        return Level.admit_anyway
    if door in WALK_INS:
        return Level.walk_ins
    own = template == DOOR or template.startswith(f"{DOOR}/")
    return Level.scan if own or door in SCANNING else None
