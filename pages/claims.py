"""Who says what: who affirms and who denies each allegation, and the claims of each source."""

from routemap.ui.frame import draw_header, frame
from routemap.ui.views.counts import draw_counts
from routemap.ui.views.who import draw_claims, draw_who

current = frame()
draw_header(
    "Who says what",
    "Who affirms and who denies each allegation, since when, and who was first.",
)
draw_counts(current.selection)
draw_who(current)
draw_claims(current)
