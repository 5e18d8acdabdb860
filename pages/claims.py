"""Claims page: allegations by claim source, and the claims behind each cell."""

from routemap.ui.frame import draw_header, frame
from routemap.ui.views.evidence import draw_counts
from routemap.ui.views.matrix import draw_claims, draw_matrix

current = frame()
draw_header(
    "Who says what",
    "Allegations by claim source: who asserts, who denies, since when, and who was first.",
)
draw_counts(current.selection)
draw_matrix(current)
draw_claims(current)
