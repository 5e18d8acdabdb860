"""What changed: edits of the data by day, in words, and the difference of two states on a map."""

from routemap.ui.frame import draw_header, frame
from routemap.ui.views.changes import draw_changes

current = frame()
draw_header(
    "What changed",
    "What was added, corrected and removed, and which places and routes have another status now.",
)
draw_changes(current)
