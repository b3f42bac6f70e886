"""How many units have which result: one bar each."""

from collections.abc import Sequence
from dataclasses import dataclass

from indices.charts.figures import PALETTE, checked_figure

PALE = "#b9c3cd"  # a bar among others; its count stands above it
FEW = 8  # bars: fewer are not drawn wider than so many are


@dataclass(frozen=True, slots=True)
class Column:
    """One bar: what is written below it, how many units have its results, what is read on pointing at it.

    `is_range`: its results begin at what is written, which then stands at its left edge: on a phone `40` between two
    bars is read where `40–50` below each of ten would run into the next.
    """

    label: str
    units: int
    text: str
    is_range: bool = False


def distribution(columns: Sequence[Column], *, axis: str, own: int | None = None, own_words: str = "") -> dict:
    """Bars from the lowest result up.

    Args:
        axis: what the results are measured in.
        own: the place of the bar in which the reader's own unit is; `own_words` stand above it.

    Returns:
        {"data": […], "layout": {…}} of plain dicts and lists, without a template.
    """
    highest = max(column.units for column in columns)
    places = list(range(len(columns)))
    width = round(0.75 * min(len(columns), FEW) / FEW, 4)
    layout = {
        # The labels are texts of results, not dates or numbers to be drawn to scale.
        "xaxis": {
            "tickvals": [place - column.is_range / 2 for place, column in enumerate(columns)],
            "ticktext": [column.label for column in columns],
            "tickangle": 0,
            "title": {"text": axis},
            "range": [-0.5, len(columns) - 0.5],
        },
        "yaxis": {"visible": False, "range": [0, highest * 1.3]},
        "showlegend": False,
        "margin": {"t": 8, "l": 8, "r": 16, "b": 44},
    }
    if own is not None:
        layout["annotations"] = [_own_mark(own, columns[own].units, own_words, width / 2, last=len(columns) - 1)]
    bars = {
        "type": "bar",
        "x": places,
        "width": width,
        "y": [column.units for column in columns],
        "text": [str(column.units) if column.units else "" for column in columns],
        "textposition": "outside",
        "cliponaxis": False,
        "hovertext": [column.text for column in columns],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"color": [PALETTE[0] if place == own else PALE for place in places]},
    }
    return checked_figure([bars], layout)


def _own_mark(place: int, units: int, words: str, aside: float, *, last: int) -> dict:
    """The name of the own unit above its bar, towards the middle of the picture."""
    anchor = "left" if place < last / 2 else "right"
    return {
        "x": place + (-aside if anchor == "left" else aside),
        "y": units,
        "yshift": 26,
        "text": words,
        "xanchor": anchor,
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"color": PALETTE[0], "size": 13},
    }
