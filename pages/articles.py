"""Articles: what was published, with the claims of each article in the order of its text."""

from routemap.ui.frame import draw_header, frame
from routemap.ui.views.articles import draw_articles
from routemap.ui.views.counts import draw_counts

current = frame()
draw_header(
    "Articles",
    "What was published, with the claims of each article in the order of its text.",
)
draw_counts(current.selection)
draw_articles(current)
