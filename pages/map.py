"""Map: what is reported to have moved along which route, who says so and who denies it."""

from routemap.ui.frame import frame
from routemap.ui.views.desk import draw_head, draw_panel, open_desk
from routemap.ui.views.map import draw_map
from routemap.ui.views.timeline import draw_timeline

current = frame()
desk = open_desk()
# first, so that the browser draws the map while the rest is being computed
with desk.map:
    draw_map(current)
draw_head(desk, current)
draw_panel(desk, current)
with desk.timeline:
    draw_timeline(current)
