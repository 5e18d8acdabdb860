"""Allegation: everything about one allegation, which the address names."""

from routemap.ui.frame import frame
from routemap.ui.views.allegation import draw_allegation

draw_allegation(frame())
