"""About: what this map is, who runs it, and how a status is decided."""

from routemap.ui.frame import draw_header
from routemap.ui.views.about import draw_about, draw_status_rules

draw_header("About", "What this map is, who runs it, and how a status is decided.")
draw_about()
draw_status_rules()
