"""Articles page: published articles, with their claims in the order of the text."""

from routemap.ui.frame import draw_header, frame
from routemap.ui.views.articles import draw_articles
from routemap.ui.views.evidence import draw_counts

current = frame()
draw_header(
    "Articles",
    "Published articles, with the claims of each article in the order of its text.",
)
draw_counts(current.selection)
draw_articles(current)
