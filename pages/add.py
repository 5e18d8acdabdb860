"""Add a report: an article becomes excerpts, claims, and a draft for review."""

from routemap.ui.frame import draw_header, frame
from routemap.ui.views.add_report import draw_add_report

current = frame()
draw_header(
    "Add a report",
    "Mark what an article says, and say who says it, of which places and routes. Nothing is "
    "published before somebody has reviewed it.",
)
draw_add_report(current)
