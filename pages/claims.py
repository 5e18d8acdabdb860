"""Who says what: allegations by claim sources, and the claims of a selected cell."""

from routemap.ui.frame import draw_header, frame
from routemap.ui.views.counts import draw_counts
from routemap.ui.views.matrix import draw_claims, draw_matrix

current = frame()
draw_header(
    "Who says what",
    "Who asserts and who denies each allegation, since when, and who was first.",
)
draw_counts(current.selection)
draw_matrix(current)
draw_claims(current)
