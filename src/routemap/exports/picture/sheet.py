"""The sheet that a picture is drawn on: one list of strokes and texts for PNG, SVG and PDF.

Lengths are in units of the sheet, the same as in the map's style table, where they are screen
pixels. Coordinates start in the upper left corner and increase to the right and downwards.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Literal

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox

from routemap.exports.picture.paths import NOTHING
from routemap.exports.picture.typesetting import outline, properties, spelled, width

PPI: Final = 96  # pixels of a picture per inch, as in CSS
_POINTS: Final = 72  # per inch
_SETTINGS: Final[Any] = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "routemap",  # fixed, so that the same picture has the same bytes
    "pdf.fonttype": 42,
    "text.hinting": "none",
    "path.simplify": False,
}

Box = tuple[float, float, float, float]  # left, top, right, bottom
Point = tuple[float, float]
Align = Literal["left", "centre", "right"]
_BEFORE: Final[Mapping[Align, float]] = {"left": 0.0, "centre": 0.5, "right": 1.0}


@dataclass(frozen=True)
class Line:
    """The style of a line.

    ``dash`` is in units, empty for a solid line; ``shift`` is the offset into the dash pattern.
    """

    color: str
    width: float
    dash: tuple[float, ...] = ()
    alpha: float = 1.0
    cap: Literal["butt", "round"] = "round"
    shift: float = 0.0


@dataclass(frozen=True)
class TextStyle:
    """The style of a text.

    ``halo`` is the colour of an outline of ``around`` units, empty for none.
    """

    face: str
    size: float
    color: str
    halo: str = ""
    around: float = 1.6


@dataclass(frozen=True)
class _Pen:
    """The renderer of a step, and the size of a unit in it."""

    renderer: RendererBase
    height: float
    points: float  # per unit

    @property
    def scale(self) -> float:
        pixels: Any = self.renderer.points_to_pixels(self.points)
        return float(pixels)

    @property
    def placing(self) -> Affine2D:
        return Affine2D().scale(self.scale, -self.scale).translate(0, self.height * self.scale)

    def context(self, clip: Box | None) -> GraphicsContextBase:
        context = self.renderer.new_gc()
        if clip:
            left, top, right, bottom = (edge * self.scale for edge in clip)
            height = self.height * self.scale
            context.set_clip_rectangle(Bbox([[left, height - bottom], [right, height - top]]))
        return context


_Step = Callable[[_Pen], None]


class _Drawing(Artist):
    """Run the steps of a sheet when matplotlib draws the figure."""

    def __init__(self, steps: Sequence[_Step], height: float, points: float) -> None:
        super().__init__()
        self._steps, self._height, self._points = steps, height, points

    def draw(self, renderer: RendererBase) -> None:
        pen = _Pen(renderer, self._height, self._points)
        for step in self._steps:
            step(pen)


class Sheet:
    """A list of drawing steps, each on top of the previous ones.

    ``width`` and ``height`` are in units. The steps do not depend on matplotlib's state, so that
    one sheet can be written in several file formats.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._steps: list[_Step] = []
        self._clip: Box | None = None
        self.texts: list[tuple[str, str]] = []  # face and words

    @contextmanager
    def inside(self, box: Box) -> Iterator[None]:
        """Clip everything to a box until the end of the block."""
        before, self._clip = self._clip, box
        try:
            yield
        finally:
            self._clip = before

    @contextmanager
    def named(self, name: str) -> Iterator[None]:
        """Draw the block as one group with an id, in file formats that have groups."""
        self._steps.append(lambda pen: pen.renderer.open_group("group", gid=name))
        try:
            yield
        finally:
            self._steps.append(lambda pen: pen.renderer.close_group("group"))

    def fill(self, path: Path, color: str, *, alpha: float = 1.0) -> None:
        """Fill the inside of a path."""
        clip = self._clip

        def step(pen: _Pen) -> None:
            context = pen.context(clip)
            context.set_linewidth(0)
            context.set_alpha(alpha)
            pen.renderer.draw_path(context, path, pen.placing, to_rgb(color))
            context.restore()

        if path is not NOTHING:
            self._steps.append(step)

    def stroke(self, path: Path, line: Line) -> None:
        """Draw a line along a path."""
        clip = self._clip

        def step(pen: _Pen) -> None:
            context = pen.context(clip)
            context.set_foreground(line.color)
            context.set_alpha(line.alpha)
            context.set_linewidth(line.width * pen.points)
            context.set_capstyle(line.cap)
            context.set_joinstyle("round")
            # symbols keep their exact shape; straight rules snap to pixels to be sharp
            context.set_snap(None if line.cap == "butt" else False)
            if line.dash:
                context.set_dashes(
                    line.shift * pen.points, [length * pen.points for length in line.dash]
                )
            pen.renderer.draw_path(context, path, pen.placing)
            context.restore()

        if path is not NOTHING:
            self._steps.append(step)

    def write(
        self, at: Point, text: str, hand: TextStyle, *, align: Align = "left", link: str = ""
    ) -> None:
        """Write a line of text whose baseline starts, is centred or ends at a point.

        ``link`` is the address that a click on the text opens, in file formats that have links.
        """
        words = spelled(text, hand.face)
        if not words:
            return
        x = at[0] - _BEFORE[align] * width(words, hand.face, hand.size)
        y = at[1]
        if hand.halo:
            placed = Affine2D().scale(hand.size, -hand.size).translate(x, y)
            around = outline(words, hand.face).transformed(placed)
            self.stroke(around, Line(hand.halo, 2 * hand.around, alpha=0.9))
        clip = self._clip
        self.texts.append((hand.face, words))

        def step(pen: _Pen) -> None:
            context = pen.context(clip)
            context.set_foreground(hand.color)
            if link:
                context.set_url(link)
            across, up = pen.placing.transform((x, y))
            if pen.renderer.flipy():
                up = pen.height * pen.scale - up
            font = properties(hand.face, hand.size * pen.points)
            pen.renderer.draw_text(context, across, up, words, font, 0.0)
            context.restore()

        self._steps.append(step)

    def file(self, kind: str, unit: float, paper: str, metadata: Mapping[str, Any]) -> bytes:
        """Return the sheet as a file.

        Parameters
        ----------
        kind
            ``png``, ``svg`` or ``pdf``.
        unit
            Pixels per unit; :data:`PPI` pixels are an inch.
        paper
            Background colour.
        metadata
            The metadata of the file, under the keys of its format.
        """
        size = (self.width * unit / PPI, self.height * unit / PPI)
        figure = Figure(figsize=size, dpi=PPI)
        figure.add_artist(_Drawing(self._steps, self.height, unit * _POINTS / PPI))
        content = io.BytesIO()
        with mpl.rc_context(_SETTINGS):
            figure.savefig(content, format=kind, dpi=PPI, facecolor=paper, metadata=metadata)
        return content.getvalue()
