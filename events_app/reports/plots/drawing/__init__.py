"""Pens: from numbers to SVG that fits any width. Nothing here knows what it draws."""
