"""The timeline as a Vega-Lite specification.

The specification depends only on the data and the theme. A filter changes only the data in it, so
the browser redraws the marks and does not rebuild the chart. Source of the format:
https://vega.github.io/vega-lite/docs/ (version 6).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from routemap.map.style import STANCE_STYLES, THEMES, ThemeColors
from routemap.model.vocabulary import STANCES
from routemap.questions.months import Days
from routemap.questions.selection import Selection
from routemap.questions.timeline import Layout, axis, counted, drawn

BRUSH: Final = "days"
_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
_LANE, _ROW, _AXIS, _COUNTS = 9.0, 6.0, 26.0, 30.0  # pixels
_MONTH_OR_YEAR: Final = "utcFormat(datum.value, utcmonth(datum.value) ? '%b' : '%Y')"
_EPOCH: Final = date(1970, 1, 1).toordinal()
_DAY_MS: Final = 86_400_000
_DAY: Final = timedelta(days=1)

Spec = dict[str, Any]


def chart(selection: Selection, where: Layout, *, shaded: Days | None, dark: bool) -> Spec:
    """Return the chart of a selection, with its data as Arrow streams.

    Parameters
    ----------
    selection
        The selection of a query.
    where
        The layout of its dataset.
    shaded
        The days to shade; ``None`` for no shading.
    dark
        Whether the theme is dark.
    """
    first, last = axis(selection, where)
    ground = next(ground for ground in THEMES if (ground.key == "dark") == dark)
    tops, height = _lanes(where, first)
    if where.claims is None:
        months = counted(selection, where)
        data = _counted_marks(months[months["begins"] >= first.toordinal()], where, tops)
        marks = [_month_bars(whole=True), _month_bars(whole=False)]
    else:
        data = _claim_marks(drawn(selection, where), tops, first, last)
        marks = [_spans(), _dots()]
    days = shaded or (None, None)
    span = {"begins": [_ms(days[0] or first)], "ends": [_ms((days[1] or last) + _DAY)]}
    field = "base" if where.claims is None else "y"
    shared = {
        "y": {"field": field, **_down(where, tops, height, ground)},
        **_colour(where, dark=dark),
    }
    return {
        "$schema": _SCHEMA,
        "background": "transparent",
        "config": {"view": {"stroke": None}},
        "height": height + _AXIS,
        "padding": {"left": 0, "right": 6, "top": 2, "bottom": 2},
        # in an SVG the brush would consist of symbols without a name; the chart as a whole has one
        "usermeta": {"embedOptions": {"renderer": "canvas"}},
        "layer": [
            _shade(ground),
            _domain(first, last),
            *({**mark, "encoding": {**mark["encoding"], **shared}} for mark in marks),
        ],
        "datasets": {
            "days": _stream(pd.DataFrame(span if shaded else {key: [] for key in span})),
            "claims": _stream(data),
        },
    }


def _lanes(where: Layout, first: date) -> tuple[dict[str, float], float]:
    """Return the top of each lane within the axis, and the height of all lanes, in pixels."""
    reached = set(where.lane[where.ends >= first.toordinal()].tolist())
    stances = [stance for place, stance in enumerate(where.stances) if place in reached]
    if where.claims is None:
        return {key: _COUNTS * place for place, key in enumerate(stances)}, _COUNTS * len(stances)
    depth = (where.claims["row"].groupby(where.claims["stance"]).max() + 1) * _ROW
    tops: dict[str, float] = {}
    height = 0.0
    for stance in stances:
        tops[stance] = height + _LANE / 2
        height += _LANE + float(depth[stance])
    return tops, height


def _claim_marks(
    claims: pd.DataFrame, tops: dict[str, float], first: date, last: date
) -> pd.DataFrame:
    shown = claims[claims["last"] >= first]
    return pd.DataFrame(
        {
            "begins": [_ms(max(day, first)) for day in shown["first"]],
            "ends": [_ms(min(day, last) + _DAY) for day in shown["last"]],
            "y": (shown["stance"].map(tops) + _ROW * (shown["row"] + 0.5)).astype(np.float32),
            "stance": shown["stance"],
            "source": shown["source"],
            "words": shown["words"],
            "about": shown["about"],
            "hollow": shown["hollow"],
            "kept": shown["kept"],
        }
    )


def _counted_marks(months: pd.DataFrame, where: Layout, tops: dict[str, float]) -> pd.DataFrame:
    bases = [tops.get(stance, 0.0) + _COUNTS - 2 for stance in where.stances]
    base = np.array(bases)[months["lane"]]
    room = (_COUNTS - 4) / max(1, int(months["claims"].max()))
    begins = (months["begins"] - _EPOCH) * _DAY_MS
    days = months["begins"].map(lambda day: _days_of_month(date.fromordinal(day)))
    return pd.DataFrame(
        {
            "begins": begins,
            "ends": begins + days * _DAY_MS,
            "base": base.astype(np.float32),
            "top": (base - room * months["claims"]).astype(np.float32),
            "keep": (base - room * months["kept"]).astype(np.float32),
            "stance": np.array(where.stances, dtype=object)[months["lane"]],
            "claims": months["claims"].astype(np.int32),
            "kept": months["kept"].astype(np.int32),
        }
    )


def _days_of_month(day: date) -> int:
    return ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - day).days


def _across(field: str) -> Spec:
    return {"field": field, "type": "temporal", "title": None, "scale": {"type": "utc"}}


def _shade(ground: ThemeColors) -> Spec:
    mark = {"fill": ground.muted, "fillOpacity": 0.16, "stroke": ground.ink, "strokeOpacity": 0.5}
    return {
        "name": "time",
        "params": [
            {"name": BRUSH, "select": {"type": "interval", "encodings": ["x"], "mark": mark}}
        ],
        "data": {"name": "days"},
        "mark": {"type": "rect", "color": ground.muted, "opacity": 0.16},
        "encoding": {"x": _across("begins"), "x2": {"field": "ends"}},
    }


def _domain(first: date, last: date) -> Spec:
    # a layer without marks sets the domain, because Vega warns if marks with two ends set it
    ends = [_utc(first), _utc(last + _DAY)]
    scale = {"type": "utc", "clamp": True, "domain": ends}
    labels = {
        "gridOpacity": 0.5,
        "labelExpr": _MONTH_OR_YEAR,
        "labelOverlap": True,
        "labelPadding": 5,
        "tickCount": 8,
    }
    return {
        "data": {"values": []},
        "mark": "point",
        "encoding": {"x": {**_across("noon"), "scale": scale, "axis": labels}},
    }


def _utc(day: date) -> Spec:
    return {"year": day.year, "month": day.month, "date": day.day, "utc": True}


def _down(where: Layout, tops: dict[str, float], height: float, ground: ThemeColors) -> Spec:
    ends = [*list(tops.values())[1:], height + (_LANE / 2 if where.claims is not None else 0)]
    offset = _LANE if where.claims is not None else 0.0
    middles = [
        round((top + end - offset) / 2, 2) for top, end in zip(tops.values(), ends, strict=True)
    ]
    labels = [STANCES.label(stance) for stance in tops]
    return {
        "type": "quantitative",
        "title": None,
        "stack": None,
        "scale": {"domain": [height, 0], "nice": False, "zero": False},
        "axis": {
            "values": middles,
            "labelExpr": f"{labels}[indexof({middles}, datum.value)]",
            "grid": False,
            "ticks": False,
            "domain": False,
            "labelColor": ground.ink,
            "labelFontSize": 12,
        },
    }


def _spans() -> Spec:
    return {
        "data": {"name": "claims"},
        "transform": [{"filter": f"datum.ends - datum.begins > {_DAY_MS}"}],
        "mark": {
            "type": "bar",
            "orient": "horizontal",
            "size": 4,
            "strokeWidth": 1,
            "cornerRadius": 2,
        },
        "encoding": {
            "x": _across("begins"),
            "x2": {"field": "ends"},
            **_CLAIM_LOOK,
        },
    }


def _dots() -> Spec:
    return {
        "data": {"name": "claims"},
        "transform": [
            {"filter": f"datum.ends - datum.begins <= {_DAY_MS}"},
            {"calculate": "(+datum.begins + +datum.ends) / 2", "as": "noon"},
        ],
        "mark": {"type": "point", "size": 28, "strokeWidth": 1.2},
        "encoding": {"x": _across("noon"), **_CLAIM_LOOK},
    }


_CLAIM_LOOK: Final[Spec] = {
    "fillOpacity": {
        "condition": [
            {"test": "datum.hollow", "value": 0},
            {"test": "datum.about", "value": 0.35},
        ],
        "value": 1,
    },
    "opacity": {"condition": {"test": "datum.kept", "value": 1}, "value": 0.18},
    "strokeDash": {"condition": {"test": "datum.about", "value": [2, 2]}, "value": [1, 0]},
    "tooltip": [
        {"field": "source", "title": "Claim source"},
        {"field": "stance", "title": "Stance"},
        {"field": "words", "title": "Date"},
    ],
}


def _month_bars(*, whole: bool) -> Spec:
    return {
        "data": {"name": "claims"},
        "mark": {"type": "rect", "strokeWidth": 0, "opacity": 0.25 if whole else 1},
        "encoding": {
            "x": _across("begins"),
            "x2": {"field": "ends"},
            "y2": {"field": "top" if whole else "keep"},
            "tooltip": [
                {
                    "field": "begins",
                    "type": "temporal",
                    "timeUnit": "utcyearmonth",
                    "title": "Month",
                },
                {"field": "stance", "title": "Stance"},
                {"field": "claims", "title": "Claims"},
                {"field": "kept", "title": "Within the dates"},
            ],
        },
    }


def _colour(where: Layout, *, dark: bool) -> Spec:
    colours = {style.key: style.dark if dark else style.light for style in STANCE_STYLES}
    scale = {"domain": list(where.stances), "range": [colours[key] for key in where.stances]}
    by_stance = {"field": "stance", "type": "nominal", "legend": None, "scale": scale}
    return {"stroke": by_stance, "fill": by_stance}


def _ms(day: date) -> int:
    return (day.toordinal() - _EPOCH) * _DAY_MS


def _stream(frame: pd.DataFrame) -> bytes:
    """Return a frame as an Arrow IPC stream without the metadata of pandas."""
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())
