"""Doors of the board for people."""

from events_app.commitments.board import board_pages, bulk_pages, view_pages

doors = [*board_pages.handlers, *view_pages.handlers, *bulk_pages.handlers]
