"""Drafts: changes of the data that nobody has published yet, and their review."""

from routemap.ui.frame import draw_header, frame
from routemap.ui.views.drafts import draw_drafts

current = frame()
draw_header(
    "Drafts", "Changes of the data that are not published yet. Readers of the map do not see them."
)
draw_drafts(current)
