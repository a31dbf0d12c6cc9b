"""What an organiser sets for a door."""

from pydantic import ConfigDict

from events_app.shapes import Body


class DoorIn(Body):
    """All of it: what is left out is off on a page, and as it is by default for a program."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"one_room": True, "checks_out": True}]})

    one_room: bool = False
    checks_out: bool = True


class DoorForm(Body):
    """The same on a page, where a box that is not ticked is not sent."""

    one_room: bool = False
    checks_out: bool = False

    def said(self) -> DoorIn:
        """As a program would send it."""
        return DoorIn(one_room=self.one_room, checks_out=self.checks_out)
