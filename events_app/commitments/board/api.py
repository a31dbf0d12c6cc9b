"""Doors of the board for programs."""

from events_app.commitments.board import board_api, bulk_api

doors = [*board_api.handlers, *bulk_api.handlers]
