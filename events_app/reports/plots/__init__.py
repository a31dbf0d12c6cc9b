"""Plots of what became of promises: each one says in a sentence what it shows, and stands beside its own table.

`of` makes them, bounded whatever they count: the database aggregates, and what is too much for one picture is cut
off, with the cut told. The pictures are SVG drawn here, readable without colour, without a script and on paper.
No percentage is told of fewer than five.
"""

from events_app.reports.plots.making import NAMES, OF_ONE, kinds_of, made_of, of
from events_app.reports.plots.plot import Plot
from events_app.reports.plots.scope import Scope
from events_app.reports.plots.standalone import swatch

__all__ = ["NAMES", "OF_ONE", "Plot", "Scope", "kinds_of", "made_of", "of", "swatch"]
